"""The OpenAPI document is valid, says every endpoint, and every answer is as it says."""

from collections import Counter
from urllib.parse import urlsplit

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.builders import panel_of
from tests.contract.answers import answer_holds
from tests.fakes import TOKEN, FakeDataset, FakeServices

from consumo.api import create_app
from consumo.api.schema import QueryModel, Record
from consumo.api.static import PAGES
from consumo.domain.errors import NoDataError

ENDPOINTS = {
    ("/api/ciclos", "get"),
    ("/api/baterias", "get"),
    ("/api/usuarios", "get"),
    ("/api/ficha", "get"),
    ("/api/consumo-con-regresion", "get"),
    ("/api/variacion", "get"),
    ("/api/reglas", "get"),
    ("/api/simulacion", "get"),
    ("/api/balance", "get"),
    ("/api/pronosticos", "get"),
    ("/api/pronosticos/desempeno", "get"),
    ("/api/hallazgos", "get"),
    ("/api/hallazgos/{id}", "get"),
    ("/api/hallazgos/{id}/decision", "post"),
    ("/api/decisiones", "get"),
    ("/api/estimaciones", "get"),
    ("/api/hoja-de-ruta.xlsx", "get"),
    ("/api/decisiones", "post"),
    ("/api/decisiones/deshacer", "post"),
    ("/api/decisiones/{id}/deshacer", "post"),
    ("/api/importaciones", "post"),
    ("/api/importaciones", "get"),
    ("/api/importaciones/{importacion}", "get"),
    ("/api/importaciones/{importacion}", "delete"),
    ("/api/importaciones/{importacion}/anotado.xlsx", "get"),
    ("/api/importaciones/{importacion}/diferencias", "get"),
    ("/api/plantilla.xlsx", "get"),
    ("/api/versiones", "get"),
    ("/api/versiones/{version}/diferencias", "get"),
    ("/api/versiones/{version}/restaurar", "post"),
    ("/reload-excel", "post"),
    ("/health", "get"),
}
NOT_API = {"/openapi.json", "/docs", "/docs/start.js", "/docs/assets/<path:name>", "/", *(f"/{page}" for page in PAGES)}


@pytest.fixture(scope="module")
def document():
    return create_app(backend=FakeServices().backend()).test_client().get("/openapi.json").get_json()


def test_is_valid_openapi_31(document):
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


def test_no_two_schemas_have_one_name():
    """flask-openapi keeps schemas by name alone: the second would stand in the first one's answers."""
    create_app(backend=FakeServices().backend())

    def below(kind):
        return [kind, *(b for sub in kind.__subclasses__() for b in below(sub))]

    names = Counter(kind.__name__ for kind in {*below(Record), *below(QueryModel)})
    assert [name for name, times in names.items() if times > 1] == []


def test_says_every_endpoint_and_no_other(document):
    said = {(path, method) for path, item in document["paths"].items() for method in item}
    assert said == ENDPOINTS


def test_every_route_is_said_or_known_not_to_be_api(services):
    app = create_app(backend=services.backend())
    routes = {rule.rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("dashboard.")}
    assert routes - NOT_API == {path.replace("{", "<").replace("}", ">") for path, _ in ENDPOINTS}


def test_every_operation_and_parameter_is_described(document):
    ids = set()
    for item in document["paths"].values():
        for operation in item.values():
            assert operation["summary"]
            ids.add(operation["operationId"])
            for parameter in operation.get("parameters", []):
                assert parameter["description"], parameter["name"]
    assert len(ids) == len(ENDPOINTS)


def test_errors_are_said_to_be_problems(document):
    for item in document["paths"].values():
        for operation in item.values():
            for status, declared in operation["responses"].items():
                if int(status) >= 400:
                    assert list(declared["content"]) == ["application/problem+json"]


@pytest.mark.parametrize(
    "url",
    [
        "/api/ciclos",
        "/api/baterias",
        "/api/baterias?ciclo=2023-05",
        "/api/usuarios",
        "/api/usuarios?limite=1&orden=-kwh&q=jose",
        "/api/usuarios?limite=2&posicion=3",
        "/api/ficha?usuario=000003",
        "/api/baterias?historia=24",
        "/api/consumo-con-regresion",
        "/api/consumo-con-regresion?bateria=B1&horizonte=13&niveles=95",
        "/api/consumo-con-regresion?usuario=000004&grado=2",
        "/api/balance",
        "/api/balance?bateria=B1",
        "/api/balance?bateria=nada",
        "/api/variacion",
        "/api/reglas",
        "/api/simulacion?regla=consumo.alto",
        "/api/simulacion?regla=consumo.alto&parametro=cambio&valores=0.2,0.5&presupuesto=3&ultimos=4",
        "/api/simulacion?regla=nada",
        "/api/simulacion?regla=lectura.copiada",
        "/api/variacion?bateria=B1&ciclo=2023-05&contra=2023-04",
        "/api/variacion?usuario=000004",
        "/api/variacion?contra=nada",
        "/api/pronosticos?limite=7&niveles=95",
        "/api/pronosticos?detalle=baterias",
        "/api/pronosticos?bateria=B1&horizonte=13",
        "/api/pronosticos?bateria=nadie",
        "/api/pronosticos/desempeno",
        "/api/pronosticos/desempeno?bateria=B1",
        "/api/hallazgos?limite=1&estado=abierto",
        "/api/hallazgos?usuario=nadie",
        "/api/decisiones?estado=vigente",
        "/api/estimaciones?estado=abierta",
        "/api/hoja-de-ruta.xlsx?bateria=nadie",
        "/health",
        "/api/baterias?ciclo=nada",
        "/api/usuarios?limite=0&nada=1",
        "/api/consumo-con-regresion?usuario=nadie",
        "/api/consumo-con-regresion?usuario=1&bateria=2",
    ],
)
@pytest.mark.parametrize("state", ["ready", "no forecast", "no totalizador, gaps", "no data"])
def test_answers_are_as_said(document, services, url, state):
    if state == "no forecast":
        services.dataset = FakeDataset(services.dataset.panel)
    elif state == "no totalizador, gaps":
        nan = float("nan")
        panel = panel_of([[1.0, nan], [nan, nan]], usuarios=["000004", "x"], baterias=["B1", "B2"], start="2023-05")
        services.dataset = FakeDataset(panel)
    elif state == "no data":
        services.dataset = NoDataError()
    response = create_app(backend=services.backend()).test_client().get(url)
    answer_holds(document, response, urlsplit(url).path)
    if response.status_code == 200:
        expected = None if state == "no data" else "v-1"
        assert response.get_json()["version_datos"] == expected


@pytest.mark.parametrize("token", [None, "otro", TOKEN])
def test_reload_answers_as_said(document, client, token):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer_holds(document, client.post("/reload-excel", headers=headers), "/reload-excel", "post")


def test_the_next_page_is_a_url_that_works(client):
    seen, url = [], "/api/usuarios?limite=25&q=jose&orden=-kwh"
    while url:
        body = client.get(url).get_json()
        seen += [u["usuario"] for u in body["usuarios"]]
        url = body["siguiente"]
    assert len(seen) == len(set(seen)) == 60


def test_the_documentation_page_fetches_nothing_from_elsewhere(client):
    page = client.get("/docs")
    assert page.content_type.startswith("text/html")
    assert "//" not in page.text.replace("<!doctype html>", "")
    for asset in ("docs/assets/css/swagger-ui.css", "docs/assets/js/swagger-ui-bundle.js", "docs/start.js"):
        assert asset in page.text
        with client.get("/" + asset) as response:
            assert response.status_code == 200


@pytest.mark.parametrize(
    ("formato", "kind"),
    [("csv", "text/csv; charset=utf-8"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")],
)
def test_forecasts_as_a_file(client, services, formato, kind):
    response = client.get(f"/api/pronosticos?formato={formato}&bateria=B1")
    assert response.status_code == 200
    assert response.content_type == kind
    assert response.headers["Content-Disposition"] == f'attachment; filename="pronostico-v-1.{formato}"'
    assert len(response.data) > 1000
    services.dataset = FakeDataset(services.dataset.panel)
    waiting = create_app(backend=services.backend()).test_client().get(f"/api/pronosticos?formato={formato}")
    assert waiting.status_code == 503
    assert waiting.get_json()["type"].endswith("en-preparacion")
    assert services.prepared == ["v-1"]
