"""The API over the real services: import, publish, read; answers as the document says."""

import os
import sys
from urllib.parse import urlsplit

import pytest
from filelock import FileLock
from tests.contract.answers import answer_holds

from consumo.api import connect, create_app
from consumo.services.settings import Settings

TOKEN = "ficha"
AUTH = {"Authorization": f"Bearer {TOKEN}"}
READS = [
    "/api/ciclos",
    "/api/baterias",
    "/api/usuarios?q=2",
    "/api/consumo-con-regresion",
    "/api/consumo-con-regresion?usuario=3",
    "/api/consumo-con-regresion?bateria=Norte&grado=1",
    "/api/pronosticos",
    "/api/pronosticos/desempeno",
    "/health",
]


@pytest.fixture
def started(monkeypatch):
    """Remember which forecasts are set going instead of training a model."""
    versions = []
    monkeypatch.setattr(connect.ForecastStarter, "start", lambda _, version: versions.append(version))
    return versions


@pytest.fixture
def settings(tmp_path, monkeypatch):
    for name in [n for n in os.environ if n.startswith("CONSUMO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return Settings(excel=tmp_path / "lecturas.csv", datos=tmp_path / "datos", token=TOKEN)


@pytest.fixture
def client(settings, started):
    return create_app(settings).test_client()


@pytest.fixture
def document(client):
    return client.get("/openapi.json").get_json()


def write(settings, kwh=10.0, *, broken=False):
    rows = ["usuario,bateria,desde,hasta,kwh"]
    for usuario, bateria in [(1, "Norte"), (2, "Norte"), (3, "Sur")]:
        for month in range(1, 9):
            value = "mucho" if broken and usuario == 2 else kwh * usuario + month
            rows.append(f"{usuario},{bateria},2025-{month:02d}-01,2025-{month + 1:02d}-01,{value}")
    settings.excel.write_text("\n".join(rows) + "\n", encoding="utf-8")


def test_reads_publishes_and_serves(client, document, settings, started):
    assert client.get("/health").get_json()["estado"] == "sin_datos"
    write(settings)
    response = client.post("/reload-excel", headers=AUTH)
    assert response.status_code == 200, response.text
    answer_holds(document, response, "/reload-excel", "post")
    done = response.get_json()
    assert done["resumen"]["lecturas"] == 24
    assert done["cambios"] == {"nuevas": 24, "corregidas": 0, "retiradas": 0}
    assert started == [done["version_datos"]]
    for url in READS:
        response = client.get(url)
        assert response.status_code == 200, url
        answer_holds(document, response, urlsplit(url).path)
        assert response.get_json()["version_datos"] == done["version_datos"]
    total = client.get("/api/baterias").get_json()["total"]
    assert total["kwh"] == pytest.approx(10 + 20 + 30 + 3 * 8)
    assert client.get("/api/consumo-con-regresion").get_json()["modelo"]["estado"] == "en_preparacion"


def test_no_request_trains(client, settings, started, monkeypatch):
    def trains(*_args, **_options):
        raise AssertionError("a request trains")

    monkeypatch.setattr("consumo.services.forecasting.forecast_panel", trains)
    monkeypatch.setattr("consumo.forecast.model.train", trains)
    write(settings)
    client.post("/reload-excel", headers=AUTH)
    for url in [*READS, "/api/pronosticos?detalle=baterias"]:
        assert client.get(url).status_code == 200, url
    for formato in ("csv", "xlsx"):  # a file of what is not there yet is to be asked for again
        assert client.get(f"/api/pronosticos?formato={formato}").status_code == 503
    assert started, "it is left to a process of its own"


def test_a_second_reload_says_what_changed(client, settings):
    write(settings)
    first = client.post("/reload-excel", headers=AUTH).get_json()
    write(settings, kwh=11.0)
    second = client.post("/reload-excel", headers=AUTH).get_json()
    assert second["version_anterior"] == first["version_datos"]
    assert second["cambios"] == {"nuevas": 0, "corregidas": 24, "retiradas": 0}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"\x00\xff\x00", b"hola\n", None], ids=repr)
def test_what_cannot_be_read_leaves_the_old_version(client, document, settings, content):
    write(settings)
    version = client.post("/reload-excel", headers=AUTH).get_json()["version_datos"]
    if content is None:
        settings.excel.unlink()
    else:
        settings.excel.write_bytes(content)
    response = client.post("/reload-excel", headers=AUTH)
    assert response.status_code == 422, response.text
    answer_holds(document, response, "/reload-excel", "post")
    assert client.get("/api/ciclos").get_json()["version_datos"] == version


def test_without_a_workbook_configured(settings, started):
    client = create_app(settings.model_copy(update={"excel": None})).test_client()
    response = client.post("/reload-excel", headers=AUTH)
    assert response.status_code == 422
    assert "CONSUMO_EXCEL" in response.get_json()["detail"]


def test_while_another_import_runs(client, settings):
    write(settings)
    settings.datos.mkdir()
    with FileLock(settings.datos / ".lock"):
        response = client.post("/reload-excel", headers=AUTH)
    assert response.status_code == 409
    assert response.headers["Retry-After"]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 503),
        ({"host": "0.0.0.0"}, 401),
        ({"host": "0.0.0.0", "lectura_publica": True}, 503),
        ({"host": "192.168.1.10"}, 401),
        ({"host": "::1"}, 503),
    ],
    ids=str,
)
def test_bound_to_other_machines_reading_asks_for_the_token(settings, started, given, status):
    client = create_app(settings.model_copy(update=given)).test_client()
    assert client.get("/api/ciclos").status_code == status


def test_a_forecast_that_cannot_be_started_does_not_fail_the_answer(settings, monkeypatch):
    monkeypatch.setitem(sys.modules, "consumo.services.forecasting", None)  # as where LightGBM cannot be loaded
    write(settings)
    client = create_app(settings).test_client()
    assert client.post("/reload-excel", headers=AUTH).status_code == 200
    assert client.get("/api/consumo-con-regresion").status_code == 200
