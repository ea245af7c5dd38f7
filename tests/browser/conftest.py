"""A real server with the sample workbook, a real Chromium, and a page that must stay quiet and at home."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.serving import TOKEN, ask, chromium, import_sample_once, server

REPO = Path(__file__).parents[2]
BUILT = REPO / "src" / "consumo" / "api" / "static" / "app" / "index.html"


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


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the sample workbook with its forecast, to be copied; made once for all of xdist's workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return import_sample_once(shared / "muestra")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Iterator[str]:
    """Where a server with the sample data answers."""
    with server(copied(sample, tmp_path_factory.mktemp("tablero"))) as url:
        yield url


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Iterator[str]:
    """A server with the sample data which the tests of a module may change; its token is `serving.TOKEN`."""
    with server(copied(sample, tmp_path_factory.mktemp("propio")), CONSUMO_TOKEN=TOKEN) as url:
        yield url


def copied(datos: Path, folder: Path) -> Path:
    return Path(shutil.copytree(datos, folder / "datos"))


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


@pytest.fixture
def somebody(api):
    """Ids to open a page with."""
    found = api("/api/usuarios?limite=1")["usuarios"][0]
    return {"usuario": found["usuario"], "bateria": found["bateria"]}
