"""Imports over HTTP: sent, followed, stopped, confirmed; any process over the same folder says how they stand."""

import io
import json
import os
import time
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from filelock import FileLock
from tests.contract.answers import answer_holds
from tests.hostile import GOOD, MAKERS, rows_xml, write_package
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from consumo.api import connect, create_app
from consumo.services.imports.job import ACTIVE, Estado, Job, moment
from consumo.services.settings import Settings
from consumo.services.versions import current_version
from consumo.storage.job_files import JobFolder, Jobs

TOKEN = "ficha"
AUTH = {"Authorization": f"Bearer {TOKEN}"}
URL = "/api/importaciones"
ONE = URL + "/{importacion}"


@pytest.fixture
def settings(tmp_path, monkeypatch):
    for name in [n for n in os.environ if n.startswith("CONSUMO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(connect.ForecastStarter, "start", lambda _, __: None)
    return Settings(datos=tmp_path / "datos", token=TOKEN, max_mb=1)


@pytest.fixture
def client(settings):
    return create_app(settings).test_client()


@pytest.fixture
def document(client):
    return client.get("/openapi.json").get_json()


def book(kwh=10.0, *, usuarios=2, ciclo="2025-01") -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active.append(["usuario", "bateria", "ciclo", "kwh"])
    for usuario in range(1, usuarios + 1):
        workbook.active.append([f"P{usuario:03d}", "A", ciclo, kwh * usuario])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def send(client, *files: tuple[str, bytes], **fields: str):
    parts = [*fields.items(), *(("archivo", FileStorage(io.BytesIO(content), name)) for name, content in files)]
    boundary, body = encode_multipart(MultiDict(parts))
    return client.post(URL, data=body, headers=AUTH, content_type=f"multipart/form-data; boundary={boundary}")


def ended(client, sent, document=None, seconds: float = 60.0) -> dict:
    """Follow an import to its end."""
    assert sent.status_code == 202, sent.text
    address = sent.headers["Location"]
    end = time.monotonic() + seconds
    while True:
        response = client.get(address)
        assert response.status_code == 200, response.text
        if document is not None:
            answer_holds(document, response, ONE)
        body = response.get_json()
        if Estado(body["estado"]) not in ACTIVE:
            return body
        assert time.monotonic() < end, body
        time.sleep(0.05)


def test_sent_followed_and_published(client, document, settings):
    sent = send(client, ("enero.xlsx", book()), ("febrero.xlsx", book(20, ciclo="2025-02")))
    answer_holds(document, sent, URL, "post")
    assert sent.get_json()["estado"] == "en_espera"
    done = ended(client, sent, document)
    assert (done["estado"], done["problema"], done["progreso"]["parte"]) == ("terminada", None, 1.0)
    result = done["resultado"]
    assert result["version_datos"] == current_version(settings) == done["version_datos"]
    assert result["cambios"] == {"nuevas": 4, "corregidas": 0, "retiradas": 0}
    assert result["ciclos"] == [
        {"ciclo": "2025-01", "lecturas": 2, "kwh": 30.0},
        {"ciclo": "2025-02", "lecturas": 2, "kwh": 60.0},
    ]
    resumen = result["resumen"]
    assert resumen["filas"] == resumen["tomadas"] + resumen["rechazadas"] + resumen["sin_dato"] == 4
    assert [one["archivo"] for one in done["propuestas"]] == ["enero.xlsx", "febrero.xlsx"]
    assert client.get("/api/ciclos").get_json()["version_datos"] == result["version_datos"]
    listed = client.get(URL)
    answer_holds(document, listed, URL)
    assert [one["id"] for one in listed.get_json()["importaciones"]] == [done["id"]]


def test_another_process_over_the_same_folder_says_the_same(client, settings):
    done = ended(client, send(client, ("a.xlsx", book())))
    other = create_app(settings).test_client()
    assert other.get(f"{URL}/{done['id']}").get_json() == done


def changes(client, document, done, query=""):
    """Return what an import would change: what, from, to."""
    response = client.get(done["resultado"]["diferencias"] + query)
    answer_holds(document, response, ONE + "/diferencias")
    body = response.get_json()
    assert body["total"] == len(body["diferencias"]) == sum(body["cambios"].values())
    return [(row["cambio"], row["kwh_de"], row["kwh_a"]) for row in body["diferencias"]]


def test_simulated_then_published_with_the_same_files(client, document, settings):
    done = ended(client, send(client, ("a.xlsx", book()), simular="true"))
    assert (done["estado"], done["simular"], done["resultado"]["version_datos"]) == ("terminada", True, None)
    assert done["resultado"]["cambios"]["nuevas"] == 2
    assert current_version(settings) is None
    assert changes(client, document, done) == [("nueva", None, 10.0), ("nueva", None, 20.0)]
    again = ended(client, send(client, importacion=done["id"]))
    assert again["resultado"]["version_datos"] == current_version(settings) is not None
    same = ended(client, send(client, ("a.xlsx", book())))
    assert (same["resultado"]["sin_cambios"], same["resultado"]["diferencias"]) == (True, None)


@pytest.mark.parametrize("name", ["entity bomb", "password", "truncated"])
def test_a_file_that_is_not_read_fails_with_its_finding(client, document, settings, tmp_path, name):
    first = ended(client, send(client, ("a.xlsx", book())))
    make, code = MAKERS[name]
    sent = send(client, ("malo.xlsx", make(tmp_path / "malo.xlsx").read_bytes()))
    done = ended(client, sent, document)
    assert (done["estado"], done["resultado"], done["problema"]["status"]) == ("fallida", None, 422)
    assert [error["codigo"] for error in done["problema"]["errores"]] == [code]
    assert current_version(settings) == first["resultado"]["version_datos"]


def test_cancelled_before_anything_is_published(client, settings):
    sent = send(client, ("a.xlsx", book()))
    client.delete(sent.headers["Location"], headers=AUTH)
    done = ended(client, sent)
    assert (done["estado"], done["resultado"]) == ("cancelada", None)
    assert current_version(settings) is None


def test_an_ended_import_is_deleted_and_its_version_stays(client, document, settings):
    done = ended(client, send(client, ("a.xlsx", book())))
    gone = client.delete(f"{URL}/{done['id']}", headers=AUTH)
    answer_holds(document, gone, ONE, "delete")
    assert client.get(f"{URL}/{done['id']}").status_code == 404
    assert current_version(settings) == done["resultado"]["version_datos"]


def waiting(settings, estado: Estado, age: timedelta = timedelta(0)) -> JobFolder:
    """An import of which nobody knows whether its process lives."""
    folder = Jobs(settings.datos).create()
    created = (datetime.now(UTC) - age).isoformat()
    Job(id=folder.id, estado=estado, simular=False, creada=created, archivos=(), ajustes={}).save(folder)
    return folder


def test_one_at_a_time(client, document, settings):
    folder = waiting(settings, Estado.EN_ESPERA)
    refused = send(client, ("a.xlsx", book()))
    assert refused.status_code == 409, refused.text
    answer_holds(document, refused, URL, "post")
    assert folder.id in refused.get_json()["detail"]
    folder.delete()
    with FileLock(settings.datos / ".lock"):
        assert send(client, ("a.xlsx", book())).status_code == 409
    assert send(client, ("a.xlsx", book())).status_code == 202


@pytest.mark.parametrize(
    ("estado", "age", "stop", "expected"),
    [
        pytest.param(Estado.LEYENDO, timedelta(0), False, "fallida", id="died while it read"),
        pytest.param(Estado.PUBLICANDO, timedelta(0), False, "fallida", id="died while it published"),
        pytest.param(Estado.EN_ESPERA, timedelta(hours=1), False, "fallida", id="never started"),
        pytest.param(Estado.LEYENDO, timedelta(0), True, "cancelada", id="cancelled, then died"),
        pytest.param(Estado.EN_ESPERA, timedelta(0), False, "en_espera", id="about to start"),
    ],
)
def test_an_import_whose_process_died(client, settings, estado, age, stop, expected):
    folder = waiting(settings, estado, age)
    if stop:
        folder.ask_to_stop()
    assert client.get(f"{URL}/{folder.id}").get_json()["estado"] == expected


def test_old_ones_are_deleted(client, settings, monkeypatch):
    monkeypatch.setattr("consumo.services.imports.desk._KEPT", 2)
    old = [waiting(settings, Estado.EN_ESPERA) for _ in range(3)]
    for folder in old:
        Job.load(folder).now(Estado.TERMINADA).save(folder)
    send(client, ("a.xlsx", book()))
    assert len(Jobs(settings.datos).ids()) == 2
    assert not old[0].path.exists()


@pytest.mark.parametrize(
    ("files", "fields", "status"),
    [
        pytest.param([], {}, 422, id="nothing sent"),
        pytest.param([("a.xlsx", b"x")], {"simular": "quizás"}, 422, id="simular"),
        pytest.param([("a.xlsx", b"x")], {"nada": "1"}, 422, id="unknown field"),
        pytest.param([("a.xlsx", b"x")], {"mapeo": "esto no = = es"}, 422, id="mapping cannot be read"),
        pytest.param([("a.xlsx", b"x")], {"mapeo": '{"tablas": 3}'}, 422, id="mapping says what cannot be"),
        pytest.param([], {"importacion": "20250101T000000000000-abcdef"}, 404, id="unknown import"),
        pytest.param([], {"importacion": "../../etc"}, 422, id="no id"),
        pytest.param([("a.xlsx", b"x")], {"importacion": "1"}, 422, id="both"),
        pytest.param([("a.xlsx", b"x" * 1_100_000)], {}, 413, id="too large"),
    ],
)
def test_what_is_not_taken_in(client, document, settings, files, fields, status):
    response = send(client, *files, **fields)
    assert response.status_code == status, response.text
    answer_holds(document, response, URL, "post")
    assert response.content_type == "application/problem+json"
    assert Jobs(settings.datos).ids() == []


@pytest.mark.parametrize(("body", "kind"), [(b"{}", "application/json"), (b"PK", "application/octet-stream")])
def test_workbooks_come_as_a_form(client, body, kind):
    assert client.post(URL, data=body, content_type=kind, headers=AUTH).status_code == 415


@pytest.mark.parametrize("method", ["post", "delete"])
@pytest.mark.parametrize(("token", "status"), [(None, 401), ("otro", 403)])
def test_writing_asks_for_the_token(client, method, token, status):
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    assert getattr(client, method)(URL if method == "post" else f"{URL}/1", headers=headers).status_code == status


@pytest.mark.parametrize("job", ["nada", "..", "%2e%2e%2fversiones", "20250101T000000000000-abcdef"])
def test_unknown_ids(client, job):
    for method in ("get", "delete"):
        response = getattr(client, method)(f"{URL}/{job}", headers=AUTH)
        assert response.status_code == 404
        assert response.content_type == "application/problem+json"


def test_names_that_would_leave_the_folder(client, settings, tmp_path):
    content = write_package(tmp_path / "bueno.xlsx", rows_xml(GOOD)).read_bytes()
    done = ended(client, send(client, ("../../fuera.xlsx", content), ("CON.xlsx", content)))
    assert [one["nombre"] for one in done["archivos"]] == ["fuera.xlsx", "_CON.xlsx"]
    assert not list(tmp_path.glob("fuera*"))
    assert done["estado"] == "terminada"


def test_moments_are_told_with_their_offset():
    assert datetime.fromisoformat(moment()).utcoffset() == timedelta(0)


def test_the_workbook_comes_back_marked(client, document):
    workbook = openpyxl.Workbook()
    for row in (["usuario", "bateria", "ciclo", "kwh"], ["P1", "A", "2025-01", 10], ["P2", "A", "2025-01", "no sé"]):
        workbook.active.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    done = ended(
        client,
        send(
            client, ("año 1.xlsx", stream.getvalue()), ("otro.csv", b"usuario,ciclo,kwh\nP1,2025-02,5\nP2,2025-02,6\n")
        ),
    )
    assert done["anotado"] == f"{URL}/{done['id']}/anotado.xlsx"
    response = client.get(done["anotado"])
    assert response.status_code == 200, response.text
    assert "a%C3%B1o%201-anotado.xlsx" in response.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(response.data))
    assert book.worksheets[0]["D3"].comment is not None
    english = client.get(done["anotado"], headers={"Accept-Language": "en"})
    assert openpyxl.load_workbook(io.BytesIO(english.data)).worksheets[0]["D3"].comment.text.count("What to do") == 1
    other = client.get(f"{done['anotado']}?archivo=otro.csv")
    assert openpyxl.load_workbook(io.BytesIO(other.data)).sheetnames == ["otro", "Observaciones"]
    assert client.get(f"{done['anotado']}?archivo=nada.xlsx").status_code == 404


def test_no_marks_before_the_end(client, document, settings):
    folder = waiting(settings, Estado.EN_ESPERA)
    Job(id=folder.id, estado=Estado.EN_ESPERA, simular=False, creada=moment(), archivos=(("a", 1),), ajustes={}).save(
        folder
    )
    response = client.get(f"{URL}/{folder.id}/anotado.xlsx")
    assert response.status_code == 503
    answer_holds(document, response, ONE + "/anotado.xlsx")
    assert client.get(f"{URL}/{folder.id}").get_json()["anotado"] is None


DOUBTFUL = b"usuario;ciclo;kwh\n" + b"".join(b"P%d;2025-01;%d.%d23\n" % (k, k, k) for k in range(1, 6))


def test_a_doubtful_reading_waits_for_a_person(client, document, settings):
    asked = ended(client, send(client, ("enero.csv", DOUBTFUL)), document)
    assert (asked["estado"], asked["problema"]["status"]) == ("por_confirmar", 422)
    assert [error["codigo"] for error in asked["problema"]["errores"]] == ["dato.numero_ambiguo"]
    assert (asked["resultado"]["version_datos"], asked["resultado"]["ciclos"][0]["kwh"]) == (None, 16615.0)
    assert not asked["propuestas"][0]["segura"]
    assert current_version(settings) is None
    mapping = asked["mapeo"]
    mapping["tablas"][0]["decimal"] = "."
    looked = ended(client, send(client, importacion=asked["id"], mapeo=json.dumps(mapping), simular="true"), document)
    assert (looked["estado"], looked["resultado"]["ciclos"][0]["kwh"]) == ("terminada", pytest.approx(16.615))
    done = ended(client, send(client, importacion=asked["id"], mapeo=json.dumps(mapping)), document)
    assert (done["estado"], done["problema"]) == ("terminada", None)
    later = ended(client, send(client, ("febrero.csv", DOUBTFUL.replace(b"2025-01", b"2025-02"))), document)
    assert (later["estado"], later["resultado"]["ciclos"][0]["kwh"]) == ("terminada", pytest.approx(16.615))


def test_a_reload_of_what_is_in_doubt_publishes_nothing(settings, tmp_path):
    (tmp_path / "libro.csv").write_bytes(DOUBTFUL)
    client = create_app(settings.model_copy(update={"excel": tmp_path / "libro.csv"})).test_client()
    response = client.post("/reload-excel", headers=AUTH)
    assert response.status_code == 422
    assert "mapeo" in response.get_json()["detail"]
    assert current_version(settings) is None
