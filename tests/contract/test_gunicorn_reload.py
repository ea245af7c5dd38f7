"""Three real gunicorn workers: a new version reaches all of them at once, a broken workbook none."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.server, pytest.mark.skipif(sys.platform == "win32", reason="gunicorn needs a POSIX system")]

ROOT = Path(__file__).parents[2]
TOKEN = "prueba-de-recarga"
WORKERS = 3


class Server:
    """A running gunicorn and the workbook that it reads; further settings by their name."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.workbook = folder / "lecturas.csv"
        self.log = folder / "gunicorn.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = {
            **os.environ,
            "CONSUMO_EXCEL": str(self.workbook),
            "CONSUMO_DATOS": str(folder / "datos"),
            "CONSUMO_TOKEN": TOKEN,
            **settings,
        }
        command = [
            sys.executable, "-m", "gunicorn", "tests.contract.pid_wsgi:app", "--workers", str(WORKERS),
            "--worker-class", "gthread", "--threads", "2", "--bind", f"127.0.0.1:{self.port}", "--log-level", "warning",
        ]  # fmt: skip
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)

    def write(self, kwh: float, ciclos: int = 3) -> None:
        """Write a tidy workbook in which everyone used `kwh` in every ciclo."""
        rows = [
            f"{usuario},A,2025-{m:02d}-01,2025-{m + 1:02d}-01,{kwh}"
            for usuario in range(1, 6)
            for m in range(1, ciclos + 1)
        ]
        self.workbook.write_text("\n".join(["usuario,bateria,desde,hasta,kwh", *rows]) + "\n", encoding="utf-8")

    def ask(self, path: str, method: str = "GET", body: dict | None = None) -> tuple[int, dict, str]:
        """Return status, body and the process that answered, over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Connection": "close"}
            if method == "POST":
                headers["Authorization"] = f"Bearer {TOKEN}"
            if body is not None:
                headers["Content-Type"] = "application/json"
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read()), response.headers["X-Proceso"]
        finally:
            connection.close()

    def wait(self) -> None:
        """Wait until all workers answer."""
        seen, end = set(), time.monotonic() + 60
        while len(seen) < WORKERS:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, f"only {seen} answer\n{self.log.read_text()}"
            try:
                seen.add(self.ask("/health")[2])
            except OSError:
                time.sleep(0.1)

    def ask_every_worker(self, path: str) -> list[tuple[int, dict]]:
        """Ask until each worker has answered at least twice."""
        answers, times = [], {}
        end = time.monotonic() + 60
        while len(times) < WORKERS or min(times.values()) < 2:
            assert time.monotonic() < end, f"not every worker answered: {times}"
            status, body, process = self.ask(path)
            answers.append((status, body))
            times[process] = times.get(process, 0) + 1
        return answers

    def reload(self) -> tuple[int, dict]:
        """POST /reload-excel."""
        return self.ask("/reload-excel", "POST")[:2]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("gunicorn"))
    running.wait()
    yield running
    running.process.terminate()
    running.process.wait(30)


class Readers:
    """Threads that read all the time and keep what they were told and when they asked."""

    def __init__(self, server: Server, n: int = 4) -> None:
        self.answers: list[tuple[float, int, str | None, float | None]] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(server,)) for _ in range(n)]

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self, server: Server) -> None:
        while not self._stop.is_set():
            asked = time.monotonic()
            status, body, _ = server.ask("/api/ciclos")
            kwh = body["ciclos"][-1]["kwh"] if status == 200 else None
            self.answers.append((asked, status, body.get("version_datos"), kwh))


def test_workers_follow_each_version_and_survive_a_broken_workbook(server):
    assert {status for status, _ in server.ask_every_worker("/api/ciclos")} == {503}
    assert server.ask("/health")[1]["estado"] == "sin_datos"

    server.write(10)
    status, first = server.reload()
    assert status == 200, first
    assert (first["version_anterior"], first["resumen"]["usuarios"], first["cambios"]["nuevas"]) == (None, 5, 15)

    with Readers(server) as readers:
        kwh_of = {first["version_datos"]: 50.0}
        for value in (20, 30, 40):
            server.write(value)
            before = time.monotonic()
            status, body = server.reload()
            after = time.monotonic()
            assert status == 200, body
            kwh_of[body["version_datos"]] = 5.0 * value
            for answered, seen in server.ask_every_worker("/api/ciclos"):
                assert answered == 200
                assert seen["version_datos"] == body["version_datos"], "a worker answered from an old version"
            assert after > before
            stale = [a for a in readers.answers if a[0] > after and a[2] != body["version_datos"]]
            assert stale == []
    assert {a[1] for a in readers.answers} == {200}
    assert all(kwh_of[version] == kwh for _, _, version, kwh in readers.answers), "figures of one version under another"

    latest = body["version_datos"]
    server.workbook.write_bytes(b"PK\x03\x04 this is no workbook")
    status, body = server.reload()
    assert status == 422, body
    assert body["detail"]
    for answered, seen in server.ask_every_worker("/api/ciclos"):
        assert (answered, seen["version_datos"]) == (200, latest)

    server.workbook.unlink()
    assert server.reload()[0] == 422
    assert server.ask("/health")[1]["version_datos"] == latest


def test_a_wrong_token_changes_nothing(server):
    before = server.ask("/health")[1]["version_datos"]
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("POST", "/reload-excel", headers={"Authorization": "Bearer otro"})
    response = connection.getresponse()
    assert response.status == 403
    response.read()
    connection.close()
    assert server.ask("/health")[1]["version_datos"] == before
