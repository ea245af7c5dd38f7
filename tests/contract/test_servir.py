"""`consumo servir`, for real: the sample on a fresh folder, a port in use, a reload in a worker, a clean end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

pytestmark = pytest.mark.server
PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run `consumo servir` in `folder`; end it as Ctrl+C does."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CONSUMO_")}
    command = [sys.executable, "-m", "consumo", "servir", "--datos", "datos", *arguments]
    with (folder / "salida.txt").open("w") as out:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT, text=True)
        try:
            yield server
        except AssertionError as failure:
            failure.add_note((folder / "salida.txt").read_text())
            raise
        finally:
            server.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
            server.wait(PATIENCE)


def get(url: str, *, token: str | None = None, post: bool = False) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urlopen(Request(url, headers=headers, method="POST" if post else "GET"), timeout=PATIENCE) as answer:
        return dict(json.load(answer))


def wait_for(url: str, server: subprocess.Popen[str]) -> dict[str, object]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            return get(url)
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"no answer from {url}; exit code {server.poll()}")


def test_the_sample_is_served_from_an_empty_folder_on_the_next_free_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        with serving(tmp_path, "--ejemplo", "--port", str(port)) as server:
            deadline = time.monotonic() + PATIENCE
            while "consumo en http" not in (said := (tmp_path / "salida.txt").read_text()):
                assert server.poll() is None, said
                assert time.monotonic() < deadline, said
                time.sleep(0.1)
            assert f"El puerto {port} está en uso" in said
            url = said.split("consumo en ")[1].split()[0]
            health = wait_for(f"{url}/health", server)
            assert health["estado"] == "ok"
            assert health["usuarios"] == 120
            token = (tmp_path / "datos" / "token").read_text().strip()
            assert token in said
            again = get(f"{url}/reload-excel", token=token, post=True)
            assert again["version_datos"] == health["version_datos"]
    assert server.returncode == 0


def test_a_broken_workbook_leaves_the_last_good_version_in_service(tmp_path: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "consumo",
            "ejemplo",
            "bueno.xlsx",
            "--usuarios",
            "9",
            "--ciclos",
            "4",
            "--baterias",
            "2",
        ],
        cwd=tmp_path,
        check=True,
    )
    port = free_port()
    with serving(tmp_path, "--excel", "bueno.xlsx", "--port", str(port)) as server:
        before = wait_for(f"http://127.0.0.1:{port}/health", server)
    (tmp_path / "malo.xlsx").write_bytes(b"PK no es un libro")
    port = free_port()
    with serving(tmp_path, "--excel", "malo.xlsx", "--port", str(port)) as server:
        after = wait_for(f"http://127.0.0.1:{port}/health", server)
    assert after["version_datos"] == before["version_datos"]
    said = (tmp_path / "salida.txt").read_text()
    assert "última versión buena" in said
    assert (tmp_path / "datos" / "token").read_text().strip() not in said, "the token is shown once"


def test_a_broken_workbook_and_no_version_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "malo.xlsx").write_bytes(b"PK no es un libro")
    with serving(tmp_path, "--excel", "malo.xlsx", "--port", str(free_port())) as server:
        assert server.wait(PATIENCE) == 2
    assert "Traceback" not in (tmp_path / "salida.txt").read_text()
