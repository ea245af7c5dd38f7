"""Three real gunicorn workers: each tells how far a forecast is, why it failed, and serves it once it can be made."""

import sys
import time

import pytest
from tests.contract.test_gunicorn_reload import Server

from consumo.domain.making import Making
from consumo.storage.making_file import MakingFile

pytestmark = [pytest.mark.server, pytest.mark.skipif(sys.platform == "win32", reason="gunicorn needs a POSIX system")]

URLS = ["/api/consumo-con-regresion", "/api/pronosticos", "/api/pronosticos/desempeno"]


@pytest.fixture
def server(tmp_path):
    """A server whose calendar of ciclos to come cannot be read."""
    calendar = tmp_path / "calendario.csv"
    calendar.write_text("desde,hasta\nmañana,pasado\n", encoding="utf-8")
    running = Server(tmp_path, CONSUMO_CALENDARIO=str(calendar))
    running.write(100, ciclos=9)
    running.wait()
    yield running
    running.process.terminate()
    running.process.wait(30)


def models(server, url: str) -> list[dict]:
    """Return what every worker says of the model."""
    answers = server.ask_every_worker(url)
    assert {status for status, _ in answers} == {200}
    return [body["modelo"] for _, body in answers]


def test_progress_failure_and_repair_are_seen_by_every_worker(server):
    status, body = server.reload()
    assert status == 200, body
    folder = server.workbook.parent
    for url in URLS:
        for model in models(server, url):
            assert (model["estado"], model["avance"]) == ("fallido", None)
            assert "se esperaban las columnas desde y hasta con fechas" in model["motivo"]
            assert "Corrija ese archivo" in model["motivo"]
    status, problem, _ = server.ask("/api/pronosticos?formato=csv")
    assert (status, "Corrija ese archivo" in problem["detail"]) == (503, True), problem

    for parte in (0.25, 0.5):  # as the process that makes it says it
        MakingFile(folder / "datos", body["version_datos"]).save(Making(parte=parte))
        for url in URLS:
            assert {(m["estado"], m["avance"]) for m in models(server, url)} == {("en_preparacion", parte)}

    (folder / "calendario.csv").write_text("desde,hasta\n2025-10-01,2025-11-05\n", encoding="utf-8")
    seen, end = set(), time.monotonic() + 120
    while "listo" not in seen:
        assert time.monotonic() < end, f"no forecast: {seen}"
        seen.add(server.ask(URLS[0])[1]["modelo"]["estado"])
        time.sleep(0.1)
    assert "fallido" not in seen
    for _, answer in server.ask_every_worker(URLS[0]):
        assert (answer["modelo"]["estado"], answer["modelo"]["avance"]) == ("listo", None)
        assert answer["predicciones"][0]["dias"] == 35
