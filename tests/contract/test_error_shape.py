"""Every error of every route has the one shape of RFC 9457."""

import pytest
from tests.fakes import TOKEN, FakeServices

from consumo.api import create_app
from consumo.domain import errors
from consumo.domain.hallazgo import Hallazgo

AUTH = {"Authorization": f"Bearer {TOKEN}"}
READS = [
    "/api/ciclos",
    "/api/baterias",
    "/api/usuarios",
    "/api/consumo-con-regresion",
    "/api/pronosticos",
    "/api/pronosticos/desempeno",
    "/api/variacion",
    "/api/reglas",
    "/api/balance",
    "/api/hallazgos",
    "/api/decisiones",
    "/api/estimaciones",
    "/api/hoja-de-ruta.xlsx",
]
ROUTES = [*READS, "/health", "/reload-excel", "/openapi.json", "/docs", "/"]
RIGHT = {"/reload-excel": {"POST"}, "/api/decisiones": {"GET", "POST"}}  # GET where nothing is said


def assert_problem(response, status):
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    body = response.get_json()
    assert {"type", "title", "status", "detail"} <= set(body) <= {"type", "title", "status", "detail", "errores"}
    assert body["status"] == status
    assert body["type"].startswith("urn:consumo:problema:")
    assert body["title"]
    assert body["detail"].endswith((".", "?"))
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"
    return body


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/nada", "/api/nada", "/api", "/static/nada.js", "/docs/assets/nada", "/a/../../etc"])
def test_unknown_routes(client, path, method):
    response = client.open(path, method=method)
    assert_problem(response, 405 if path.startswith("/docs/") and method != "GET" else 404)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ROUTES)
def test_wrong_methods(client, path, method):
    if method in RIGHT.get(path, {"GET"}):
        pytest.skip("the right method")
    response = client.open(path, method=method, headers=AUTH)
    assert_problem(response, 405)
    assert response.headers["Allow"]


@pytest.mark.parametrize("path", [*READS, "/reload-excel"])
@pytest.mark.parametrize("query", ["nada=1", "limite=1&limite=2"], ids=["unknown", "twice"])
def test_parameters_are_never_ignored(client, path, query):
    method = "POST" if path == "/reload-excel" else "GET"
    body = assert_problem(client.open(f"{path}?{query}", method=method, headers=AUTH), 422)
    assert query.partition("=")[0] in body["detail"]


@pytest.mark.parametrize(
    "url",
    [
        "/api/usuarios?limite=0",
        "/api/usuarios?limite=1001",
        "/api/usuarios?limite=diez",
        "/api/usuarios?orden=color",
        "/api/usuarios?cursor=xyz",
        "/api/usuarios?posicion=-1",
        "/api/ficha",
        "/api/baterias?historia=61",
        "/api/usuarios?bateria=",
        "/api/pronosticos?horizonte=14",
        "/api/pronosticos?detalle=ciclos",
        "/api/pronosticos?formato=pdf",
        "/api/pronosticos?formato=csv&horizonte=0",
        "/api/pronosticos?niveles=12",
        "/api/pronosticos?cursor=xyz",
        "/api/consumo-con-regresion?horizonte=0",
        "/api/consumo-con-regresion?horizonte=14",
        "/api/consumo-con-regresion?horizonte=1.5",
        "/api/consumo-con-regresion?grado=6",
        "/api/consumo-con-regresion?niveles=80;95",
        "/api/consumo-con-regresion?niveles=12",
        "/api/consumo-con-regresion?usuario=000001&bateria=B1",
        "/api/variacion?usuario=000001&bateria=B1",
        "/api/variacion?ciclo=2023-05&contra=2023-05",
        "/api/variacion?ciclo=2022-01",
        "/api/simulacion",
        "/api/simulacion?regla=consumo.alto&valores=tres",
        "/api/simulacion?regla=consumo.alto&parametro=color",
        "/api/simulacion?regla=lectura.copiada",
        "/api/hallazgos?estado=cerrado",
        "/api/hallazgos?severidad=leve",
        "/api/hallazgos?limite=0",
        "/api/hallazgos?cursor=xyz",
        "/api/decisiones?tipo=borrar",
        "/api/decisiones?cursor=xyz",
        "/api/estimaciones?estado=vieja",
        "/api/estimaciones?cursor=xyz",
        "/api/hoja-de-ruta.xlsx?solo=algunos",
        "/api/hoja-de-ruta.xlsx?fecha=ayer",
    ],
)
def test_parameters_out_of_range(client, url):
    assert_problem(client.get(url), 422)


@pytest.mark.parametrize(
    "url",
    [
        "/api/baterias?ciclo=1999-01",
        "/api/ficha?usuario=nadie",
        "/api/usuarios?bateria=nadie",
        "/api/consumo-con-regresion?usuario=nadie",
        "/api/consumo-con-regresion?bateria=nadie",
        "/api/pronosticos?bateria=nadie",
        "/api/pronosticos?bateria=nadie&formato=csv",
        "/api/pronosticos/desempeno?bateria=nadie",
        "/api/consumo-con-regresion?usuario=%00%ff",
        "/api/variacion?contra=1999-01",
        "/api/balance?bateria=nadie",
        "/api/simulacion?regla=nada",
        "/api/hallazgos/nada",
        "/api/hallazgos?ciclo=1999-01",
        "/api/hallazgos?bateria=nadie",
        "/api/hallazgos?usuario=nadie",
        "/api/estimaciones?usuario=nadie",
        "/api/estimaciones?bateria=nadie",
        "/api/hoja-de-ruta.xlsx?bateria=nadie",
    ],
)
def test_unknown_ids(client, url):
    assert_problem(client.get(url), 404)


@pytest.mark.parametrize("path", READS)
def test_without_data(path):
    response = create_app(backend=FakeServices().backend()).test_client().get(path)
    assert "importar" in assert_problem(response, 503)["detail"]
    assert response.headers["Retry-After"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.ConsumoError("raro.", "odd."), 500),
        (errors.StorageError("sin permiso.", "no rights."), 500),
        (errors.BusyError("ya hay una.", "one runs."), 409),
        (errors.TooLargeError("muy grande.", "too large."), 413),
        (errors.PanelError("no cuadra.", "does not fit."), 422),
        (RuntimeError("secreto /ruta/interna"), 500),
    ],
    ids=lambda e: type(e).__name__ if isinstance(e, Exception) else str(e),
)
@pytest.mark.parametrize("path", [*READS, "/reload-excel"])
def test_every_error_of_the_services(path, error, status):
    client = create_app(backend=FakeServices(dataset=error, reload=error).backend()).test_client()
    response = client.post(path, headers=AUTH) if path == "/reload-excel" else client.get(path)
    body = assert_problem(response, status)
    assert "secreto" not in body["detail"]


def test_a_workbook_that_cannot_be_published_says_where():
    finding = Hallazgo(
        codigo="lectura.duplicada", hoja="Enero", fila=7, columna="C", valor="12", usuario="3", ciclo="x"
    )
    fake = FakeServices(reload=errors.WorkbookError("No se publicó nada.", "Nothing was published.", [finding]))
    response = create_app(backend=fake.backend()).test_client().post("/reload-excel", headers=AUTH)
    (item,) = assert_problem(response, 422)["errores"]
    assert (item["codigo"], item["hoja"], item["fila"], item["columna"], item["valor"]) == (
        "lectura.duplicada", "Enero", 7, "C", "12",
    )  # fmt: skip
    assert item["esperado"]
    assert item["sugerencia"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"a": "\xff"}', "application/json", 400),
        (b"a=1", "application/x-www-form-urlencoded", 415),
        (b"hola", None, 415),
        (b"[]", "application/json", 422),
        (b'{"ruta": "/etc/passwd"}', "application/json", 422),
        (b" " * 70_000, "application/json", 413),
    ],
    ids=["cut", "not utf-8", "form", "no type", "list", "unknown key", "too large"],
)
def test_bodies(client, body, content_type, status):
    assert_problem(client.post("/reload-excel", data=body, content_type=content_type, headers=AUTH), status)


@pytest.mark.parametrize("accept", ["en", "en-GB,es;q=0.5", "fr,en;q=0.3"])
def test_in_english_where_asked(client, accept):
    response = client.get("/api/usuarios?limite=0", headers={"Accept-Language": accept})
    body = assert_problem(response, 422)
    assert body["detail"] == "Parameter 'limite' is '0': expected a value of 1 or more."
    assert response.headers["Content-Language"] == "en"
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("accept", [None, "es", "fr", "*"])
def test_in_spanish_otherwise(client, accept):
    response = client.get("/api/usuarios?limite=0", headers={"Accept-Language": accept} if accept else {})
    assert assert_problem(response, 422)["detail"].startswith("Parámetro «limite»")
