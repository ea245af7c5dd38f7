"""A real server with the sample workbook, a real Chromium, and a page that must stay quiet and at home."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

REPO = Path(__file__).parents[2]
BUILT = REPO / "src" / "consumo" / "api" / "static" / "app" / "index.html"
STARTS_WITHIN = 60  # seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, and skip it with the reason where it cannot run."""
    reason = why_not()
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))


def why_not() -> str | None:
    if not BUILT.is_file():
        return "the dashboard is not built (pip install -e . builds it)"
    if chromium() is None:
        return "no Chromium: install it, or name it in CONSUMO_CHROMIUM"
    return None


def chromium() -> str | None:
    named = os.environ.get("CONSUMO_CHROMIUM")
    if named:
        return named
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
    return next((found for found in map(shutil.which, names) if found), None)


def consumo(*arguments: str, datos: Path) -> list[str]:
    return [sys.executable, "-m", "consumo", *arguments, "--datos", str(datos)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Start `consumo servir` on a data folder; returns its address. Stopped at the end of the session."""
    started: list[subprocess.Popen[bytes]] = []

    def start(datos: Path) -> str:
        port = free_port()
        log = datos.parent / f"servidor-{port}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                consumo("servir", "--port", str(port), datos=datos), stdout=out, stderr=out, cwd=datos.parent
            )
        started.append(process)
        address = f"http://127.0.0.1:{port}"
        limit = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < limit and process.poll() is None:
            try:
                urlopen(f"{address}/health", timeout=2).close()
            except (URLError, OSError):
                time.sleep(0.1)
            else:
                return address
        pytest.fail(f"consumo servir did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")

    yield start
    for process in started:
        process.terminate()
    for process in started:
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """Where a server with the sample data answers."""
    folder = tmp_path_factory.mktemp("tablero")
    book, datos = folder / "ejemplo.xlsx", folder / "datos"
    size = ("--usuarios", "60", "--ciclos", "30", "--baterias", "4", "--semilla", "7")
    for command in (
        [sys.executable, "-m", "consumo", "ejemplo", str(book), *size],
        consumo("importar", str(book), datos=datos),
    ):
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    url = serve(datos)
    wait_for_forecast(url)
    return url


def wait_for_forecast(url: str, seconds: float = 120) -> None:
    limit = time.monotonic() + seconds
    while ask(url, "/api/consumo-con-regresion")["modelo"]["estado"] != "listo":
        assert time.monotonic() < limit, "the forecast was not ready in time"
        time.sleep(0.5)


def ask(url: str, path: str) -> Any:
    with urlopen(url + path, timeout=20) as answer:
        return json.load(answer)


@pytest.fixture
def api(address: str) -> Callable[[str], Any]:
    """Ask the server without the page: `api("/api/baterias")`."""
    return lambda path: ask(address, path)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - so that collecting works without it

    with sync_playwright() as playwright:
        # No sandbox: CI runs as root in a container.
        launched = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def new_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open pages of a given size and scheme; none may log an error or leave its origin.

    A status that a test provokes is logged by Chromium as an error of the console: `expected` lets those pass.
    """
    contexts: list[Any] = []
    wrong: list[str] = []

    def open_page(*, width: int = 1280, height: int = 900, expected: str | None = None, **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="es-CL", reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))

        def on_console(message: Any) -> None:
            if message.type in {"error", "warning"} and not (expected and expected in message.text):
                wrong.append(f"console: {message.text}")

        def on_request(request: Any) -> None:
            if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
                wrong.append(f"left the origin: {request.url}")

        page.on("console", on_console)
        page.on("request", on_request)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def page(new_page: Callable[..., Any], address: str) -> Any:
    """The dashboard of the sample data, on a desktop screen, in Spanish and light."""
    opened = new_page(color_scheme="light")
    opened.goto(address)
    opened.get_by_role("rowheader", name="Total").wait_for()
    return opened
