"""Findings and decisions over the real services: the queue, a decision, its conflicts, and undoing it."""

import io

import openpyxl
import pytest
from tests.contract.answers import answer_holds

from consumo.api import connect, create_app
from consumo.services.publish import import_workbooks
from consumo.services.settings import Settings

TOKEN = "ficha"
AUTH = {"Authorization": f"Bearer {TOKEN}"}
WHO = {"quien": "Ana", "motivo": "La leí otra vez"}


def write(path, *, high=900, months=range(1, 10), fell=True):
    """Write readings of three usuarios: 1 as usual, 2 with a high ciclo, 3 with a register that fell."""
    rows = ["usuario,bateria,medidor,fecha_anterior,fecha_actual,lectura_anterior,lectura_actual"]
    for usuario, bateria in [(1, "Norte"), (2, "Norte"), (3, "Sur")]:
        register = 1000 * usuario
        for month in months:
            used = high if usuario == 2 and month == months[-1] else 100 * usuario + month % 3
            after = 40 if fell and usuario == 3 and month == months[-1] else register + used
            dates = f"2025-{month:02d}-01,2025-{month + 1:02d}-01"
            rows.append(f"{usuario},{bateria},M{usuario},{dates},{register},{after}")
            register = after
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = Settings(excel=write(tmp_path / "lecturas.csv"), datos=tmp_path / "datos", token=TOKEN, _env_file=None)
    import_workbooks(made, [made.excel])
    return made


@pytest.fixture
def started(monkeypatch):
    versions = []
    monkeypatch.setattr(connect.ForecastStarter, "start", lambda _, version: versions.append(version))
    return versions


@pytest.fixture
def client(settings, started):
    return create_app(settings).test_client()


@pytest.fixture
def document(client):
    return client.get("/openapi.json").get_json()


def finding(client, codigo="consumo.alto", **filters):
    (found,) = client.get("/api/hallazgos", query_string={"codigo": codigo, **filters}).get_json()["hallazgos"]
    return found


def decide(client, about, tipo="aceptar", **body):
    return client.post(f"/api/hallazgos/{about}/decision", json={"tipo": tipo, **WHO, **body}, headers=AUTH)


def undo(client, numero):
    return client.post(f"/api/decisiones/{numero}/deshacer", json=WHO, headers=AUTH)


def kwh(client, usuario, ciclo="2025-09"):
    history = client.get(f"/api/consumo-con-regresion?usuario={usuario}").get_json()["historico"]
    (point,) = [p for p in history if p["ciclo"] == ciclo]
    return point["kwh"], point["calidad"], point["hallazgos"]


def test_the_queue(client, document):
    response = client.get("/api/hallazgos")
    answer_holds(document, response, "/api/hallazgos")
    body = response.get_json()
    assert body["estados"] == {"abierto": body["total"], "decidido": 0, "releer": 0}
    risks = [h["kwh_en_riesgo"] or 0 for h in body["hallazgos"]]
    assert risks == sorted(risks, reverse=True)
    high = finding(client, usuario="2")
    assert (high["bateria"], high["estado"], high["decision"], high["nota"]) == ("Norte", "abierto", None, None)
    last = high["historia"][-1]
    assert (last["ciclo"], last["kwh"], last["kwh_crudo"], last["lectura_actual"]) == ("2025-09", 900, 900, 4509)
    assert len(high["historia"]) == 9
    one = client.get(f"/api/hallazgos/{high['id']}")
    answer_holds(document, one, "/api/hallazgos/{id}")
    assert one.get_json()["hallazgo"] == high


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("bateria=Norte&ciclo=2025-09", {"consumo.alto"}),
        ("bateria=Sur&severidad=revisar", {"medidor.cambio_probable"}),
        ("usuario=3&estado=abierto&ciclo=2025-09", {"medidor.cambio_probable"}),
        ("usuario=1", set()),
        ("estado=decidido", set()),
    ],
)
def test_filters(client, query, codes):
    body = client.get(f"/api/hallazgos?{query}").get_json()
    assert {h["codigo"] for h in body["hallazgos"]} == codes


def test_pages(client):
    whole = [h["id"] for h in client.get("/api/hallazgos").get_json()["hallazgos"]]
    seen, url = [], "/api/hallazgos?limite=1"
    while url:
        body = client.get(url).get_json()
        seen += [h["id"] for h in body["hallazgos"]]
        url = body["siguiente"]
    assert seen == whole


def test_a_correction_and_its_undoing(client, document, started):
    before = client.get("/api/baterias").get_json()
    high = finding(client, usuario="2")
    assert kwh(client, 2) == (900, 10, 1)
    done = decide(client, high["id"], "corregir", lectura_actual=3809)
    answer_holds(document, done, "/api/hallazgos/{id}/decision", "post")
    body = done.get_json()
    assert done.status_code == 200
    assert (body["decision"]["kwh_antes"], body["decision"]["kwh_despues"]) == (900, 200)
    assert body["hallazgo"]["estado"] == "decidido"
    assert body["hallazgo"]["historia"][-1] | {"kwh_dia": 0} == high["historia"][-1] | {
        "kwh": 200, "kwh_crudo": 900, "calidad": 7, "lectura_actual": 3809, "kwh_dia": 0,
    }  # fmt: skip
    assert kwh(client, 2) == (200, 7, 0)
    assert started[-1] == body["version_datos"]
    listed = client.get("/api/decisiones?usuario=2")
    answer_holds(document, listed, "/api/decisiones")
    (record,) = listed.get_json()["decisiones"]
    assert (record["estado"], record["quien"], record["datos"]) == ("vigente", "Ana", {"lectura_actual": 3809})

    undone = undo(client, 1)
    answer_holds(document, undone, "/api/decisiones/{id}/deshacer", "post")
    assert undone.get_json()["hallazgo"]["estado"] == "abierto"
    assert kwh(client, 2) == (900, 10, 1)
    after = client.get("/api/baterias").get_json()
    assert after | {"version_datos": ""} == before | {"version_datos": ""}
    states = [
        (d["decision"], d["estado"], d["anulada_por"]) for d in client.get("/api/decisiones").get_json()["decisiones"]
    ]
    assert states == [(2, "hecha", None), (1, "deshecha", 2)]


def test_an_accepted_finding_does_not_come_back_until_its_data_change(client, settings):
    high = finding(client, usuario="2")
    assert decide(client, high["id"]).get_json()["hallazgo"]["estado"] == "decidido"
    assert kwh(client, 2) == (900, 17, 0)
    import_workbooks(settings, [write(settings.excel, months=range(1, 10), fell=False)])
    assert finding(client, usuario="2", estado="decidido")["id"] == high["id"]
    import_workbooks(settings, [write(settings.excel, high=950)])
    again = finding(client, usuario="2")
    assert (again["estado"], again["id"] != high["id"]) == ("abierto", True)
    assert "Ana" in again["nota"]
    assert "900 kWh" in again["nota"]
    (record,) = client.get("/api/decisiones?estado=caducada").get_json()["decisiones"]
    assert record["decision"] == 1


def test_to_be_read_again_counts_as_open_until_the_next_reading(client, settings):
    high = finding(client, usuario="2")
    decide(client, high["id"], "releer")
    assert finding(client, usuario="2", estado="releer")["id"] == high["id"]
    assert kwh(client, 2) == (900, 10, 1)
    import_workbooks(settings, [write(settings.excel, high=203)])
    assert client.get("/api/hallazgos?usuario=2").get_json()["total"] == 0


@pytest.mark.parametrize(
    ("tipo", "values", "expected"),
    [
        ("corregir", {"digitos": 4}, (40 + 10_000 - 5409, 7, 1)),
        ("cambio_de_medidor", {"lectura_final": 5700, "lectura_inicial": 0}, (5700 - 5409 + 40, 7, 0)),
        ("estimar", {"kwh": 301, "metodo": "promedio de 6 ciclos"}, (301, 9, 0)),
        ("estimar", {"kwh": 301, "calidad": 8}, (301, 8, 0)),
        ("estimar", {}, (pytest.approx(294.5, abs=0.1), 8, 0)),
    ],
    ids=[
        "rollover: a new finding says that it is high",
        "change of meter",
        "estimate",
        "estimate by a reference day",
        "by the ladder",
    ],
)
def test_a_reading_below_the_previous_one(client, tipo, values, expected):
    fell = finding(client, "medidor.cambio_probable")
    done = decide(client, fell["id"], tipo, **values)
    assert done.status_code == 200, done.get_json()
    assert kwh(client, 3) == expected, "the reading finding is settled with it"


def test_the_ladder_says_what_an_estimate_would_be(client):
    offered = finding(client, "medidor.cambio_probable")["estimacion"]
    assert offered["cuenta"]["metodo"] == "promedio"
    fell = finding(client, "medidor.cambio_probable")["id"]
    done = decide(client, fell, "estimar").get_json()
    assert done["decision"]["datos"]["kwh"] == offered["kwh"]
    assert done["decision"]["datos"]["cuenta"] == offered["cuenta"]
    assert done["hallazgo"]["estimacion"] is None


def test_somebody_was_first(client):
    high = finding(client, usuario="2")
    decide(client, high["id"])
    second = client.post(
        f"/api/hallazgos/{high['id']}/decision",
        json={"tipo": "releer", "quien": "Bea", "motivo": "m"},
        headers={**AUTH, "Accept-Language": "en"},
    )
    assert second.status_code == 409
    assert second.get_json()["type"] == "urn:consumo:problema:decision-en-conflicto"
    assert "Ana has decided" in second.get_json()["detail"]
    assert "Retry-After" not in second.headers
    replaced = decide(client, high["id"], "releer", reemplaza=1)
    assert replaced.get_json()["hallazgo"]["estado"] == "releer"
    assert decide(client, high["id"], "aceptar", reemplaza=1).status_code == 409
    assert undo(client, 1).status_code == 409
    assert undo(client, 2).get_json()["hallazgo"]["estado"] == "decidido", "the one it replaced counts again"


@pytest.mark.parametrize(
    ("tipo", "values", "status", "said"),
    [
        ("corregir", {}, 422, "al menos uno"),
        ("corregir", {"lectura_actual": 1}, 422, "2025-09"),
        ("corregir", {"lectura_anterior": 1}, 422, "2025-08"),
        ("corregir", {"propuesta": True, "kwh": -1}, 422, "kwh"),
        ("corregir", {"factor": 0}, 422, "factor"),
        ("corregir", {"digitos": 40}, 422, "digitos"),
        ("corregir", {"lectura_final": 4}, 422, "lectura_final"),
        ("estimar", {"kwh": 1, "calidad": 17}, 422, "calidad"),
        ("aceptar", {"kwh": 5}, 422, "kwh"),
        ("cambio_de_medidor", {"lectura_final": 5}, 422, "lectura_inicial"),
        ("aceptar", {"quien": "  "}, 422, "quien"),
        ("aceptar", {"reemplaza": 7}, 409, "7"),
        ("borrar", {}, 422, "tipo"),
    ],
)
def test_what_does_not_hold(client, document, tipo, values, status, said):
    high = finding(client, usuario="2")
    before = client.get("/health").get_json()["version_datos"]
    response = decide(client, high["id"], tipo, **values)
    answer_holds(document, response, "/api/hallazgos/{id}/decision", "post")
    assert response.status_code == status, response.get_json()
    assert said in response.get_json()["detail"]
    assert client.get("/health").get_json()["version_datos"] == before


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/hallazgos/nada/decision", 404),
        ("/api/decisiones/7/deshacer", 404),
        ("/api/decisiones/siete/deshacer", 422),
        ("/api/decisiones/0/deshacer", 422),
    ],
)
def test_unknown_ones(client, path, status):
    body = {**WHO, **({"tipo": "aceptar"} if path.endswith("decision") else {})}
    response = client.post(path, json=body, headers=AUTH)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"


def together(client, *decisions):
    return client.post("/api/decisiones", json={**WHO, "decisiones": list(decisions)}, headers=AUTH)


def test_several_decisions_are_one_version_and_are_undone_together(client, document):
    before = client.get("/api/baterias").get_json()
    high, fell = finding(client, usuario="2")["id"], finding(client, "medidor.cambio_probable")["id"]
    done = together(
        client, {"hallazgo": high, "tipo": "corregir", "lectura_actual": 3809}, {"hallazgo": fell, "tipo": "estimar"}
    )
    answer_holds(document, done, "/api/decisiones", "post")
    body = done.get_json()
    assert [(d["decision"], d["hallazgo"], d["usuario"]) for d in body["decisiones"]] == [
        (1, high, "2"),
        (2, fell, "3"),
    ]
    assert kwh(client, 2) == (200, 7, 0)
    assert kwh(client, 3)[1] == 8
    assert body["version_anterior"] == before["version_datos"]
    assert client.get("/health").get_json()["version_datos"] == body["version_datos"]

    undone = client.post("/api/decisiones/deshacer", json={**WHO, "decisiones": [1, 2]}, headers=AUTH)
    answer_holds(document, undone, "/api/decisiones/deshacer", "post")
    after = client.get("/api/baterias").get_json()
    assert after | {"version_datos": ""} == before | {"version_datos": ""}
    again = client.post("/api/decisiones/deshacer", json={**WHO, "decisiones": [2]}, headers=AUTH)
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("second", "status", "said"),
    [
        pytest.param({"tipo": "corregir", "lectura_actual": 1}, 422, "2025-09", id="a value that cannot be"),
        pytest.param({"tipo": "corregir"}, 422, "al menos uno", id="no value"),
        pytest.param({"hallazgo": "nada", "tipo": "aceptar"}, 404, "nada", id="unknown"),
        pytest.param({"tipo": "aceptar", "reemplaza": 7}, 409, "7", id="not in force"),
        pytest.param({"hallazgo": None, "tipo": "aceptar"}, 422, "2 veces", id="twice"),
    ],
)
def test_of_several_decisions_all_hold_or_none(client, second, status, said):
    high, fell = finding(client, usuario="2")["id"], finding(client, "medidor.cambio_probable")["id"]
    second = {"hallazgo": high, **second}
    if second["hallazgo"] is None:
        second["hallazgo"] = fell
    response = together(client, {"hallazgo": fell, "tipo": "aceptar"}, second)
    assert (response.status_code, said in response.get_json()["detail"]) == (status, True), response.get_json()
    assert client.get("/api/decisiones").get_json()["total"] == 0


def test_an_undoing_is_not_undone(client):
    decide(client, finding(client, usuario="2")["id"])
    undo(client, 1)
    assert undo(client, 2).status_code == 422


def test_an_estimate_is_settled_by_the_next_reading(client, document, settings):
    """Usuario 1 was not read in June; it is estimated; July's reading goes on from May's."""
    fields = "usuario,bateria,fecha_anterior,fecha_actual,lectura_anterior,lectura_actual"
    rows = [f"{u},Norte,2025-0{m}-01,2025-0{m + 1}-01,{100 * m},{100 * m + 100}" for u in (1, 2) for m in range(1, 6)]
    settings.excel.write_text("\n".join([fields, *rows, "2,Norte,2025-06-01,2025-07-01,600,700"]) + "\n")
    fresh = Settings(excel=settings.excel, datos=settings.datos / "otra", token=TOKEN, _env_file=None)
    import_workbooks(fresh, [settings.excel])
    client = create_app(fresh).test_client()
    missing = finding(client, "lectura.faltante")
    assert decide(client, missing["id"], "estimar", kwh=140).status_code == 200
    (entry,) = client.get("/api/estimaciones").get_json()["estimaciones"]
    assert (entry["estado"], entry["edad"], entry["estimado_kwh"]) == ("abierta", 1, 140)

    july = ["1,Norte,2025-07-01,2025-08-01,600,850", "2,Norte,2025-07-01,2025-08-01,700,800"]
    settings.excel.write_text("\n".join([fields, *july]) + "\n")
    import_workbooks(fresh, [settings.excel])
    response = client.get("/api/estimaciones")
    answer_holds(document, response, "/api/estimaciones")
    (entry,) = response.get_json()["estimaciones"]
    assert (entry["estado"], entry["contado_kwh"], entry["publicado_kwh"]) == ("liquidada", 250, 390)
    june, july = (kwh(client, 1, ciclo)[:2] for ciclo in ("2025-06", "2025-07"))
    assert june == (pytest.approx(250 * 30 / 61, abs=0.001), 9)
    assert july == (pytest.approx(250 * 31 / 61, abs=0.001), 11)
    year = client.get("/api/consumo-con-regresion?usuario=1").get_json()["historico"]
    assert sum(point["kwh"] for point in year) == pytest.approx(850 - 100)


def test_the_route_sheet(client):
    decide(client, finding(client, usuario="2")["id"], "releer")
    response = client.get("/api/hoja-de-ruta.xlsx?solo=pendientes")
    assert response.status_code == 200
    assert response.data[:2] == b"PK"
    assert "hoja-de-ruta-todas" in response.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.data)).active
    notes = {row[1]: row[10] for row in sheet.iter_rows(min_row=6, values_only=True)}
    assert notes["2"] == f"Releer (2025-09): {WHO['motivo']}"
    assert "3" in notes, "its last reading is in doubt"
    assert "1" not in notes
