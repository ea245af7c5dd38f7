"""Start gunicorn with the settings of deploy/ and two workers, on the sample workbook or on nothing."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from filelock import FileLock

ROOT = Path(__file__).parents[2]
TOKEN = "clave-de-prueba"
STARTS_WITHIN = 60  # seconds
SAMPLE = ("--usuarios", "60", "--ciclos", "30", "--baterias", "4", "--semilla", "7")


def chromium() -> str | None:
    """Return the browser to drive: CONSUMO_CHROMIUM, or what the PATH has."""
    named = os.environ.get("CONSUMO_CHROMIUM")
    if named:
        return named
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
    return next((found for found in map(shutil.which, names) if found), None)


def ask(url: str, path: str) -> Any:
    """Return the JSON that the server answers at `path`."""
    with urlopen(url + path, timeout=20) as answer:
        return json.load(answer)


@contextmanager
def sample_server(folder: Path) -> Iterator[str]:
    """Give the address of a server with the sample data and its forecast, in `folder`."""
    with server(import_sample(folder)) as url:
        yield url


def import_sample(folder: Path) -> Path:
    """Import the sample workbook into a data folder below `folder`, forecast it, and return the data folder."""
    book, datos = folder / "ejemplo.xlsx", folder / "datos"
    steps = (("ejemplo", str(book), *SAMPLE), ("importar", str(book), "--datos", str(datos)))
    for arguments in (*steps, ("pronosticar", "--datos", str(datos))):
        command = [sys.executable, "-m", "consumo", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return datos


def import_sample_once(folder: Path) -> Path:
    """As `import_sample`, once for all the processes that ask for the same `folder`: the first does it."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "listo"
    with FileLock(folder / "turno"):
        if not done.exists():
            import_sample(folder)
            done.touch()
    return folder / "datos"


@contextmanager
def server(datos: Path, **settings: str) -> Iterator[str]:
    """Give the address of a server on a data folder, with more settings; stopped at the end.

    gunicorn with several workers, as an installation runs it: what only one process knows shows at once. Windows has
    no gunicorn, and there `consumo servir` does the same.
    """
    port = free_port()
    log = datos.parent / f"servidor-{port}.log"
    named = {"CONSUMO_DATOS": str(datos), "CONSUMO_HOST": "127.0.0.1", "CONSUMO_PORT": str(port)}
    if sys.platform == "win32":
        command = ["consumo", "servir", "--workers", "2"]
    else:
        command = ["gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.conf.py"), "consumo.wsgi:app"]
    environment = {**os.environ, "PYTHONUTF8": "1", "WEB_CONCURRENCY": "2", **named, **settings}
    with log.open("wb") as out:
        # Where no `.env` lies about.
        process = subprocess.Popen(
            [sys.executable, "-m", *command], stdout=out, stderr=out, cwd=datos.parent, env=environment
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_it_answers(url, process, log)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_it_answers(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait for the server, and say what it logged where it does not come up."""
    limit = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < limit and process.poll() is None:
        try:
            ask(url, "/health")
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start:\n" + log.read_text(encoding="utf-8", errors="replace"))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
