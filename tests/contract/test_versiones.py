"""Versions over HTTP: listed, compared by usuario and ciclo, restored."""

import pytest
from filelock import FileLock
from tests.contract.answers import answer_holds
from tests.contract.test_importaciones import AUTH, client, document, settings  # noqa: F401 - fixtures
from tests.integration.services.test_publish import BOTH, FEBRUARY, JANUARY, workbook
from tests.unit.conftest import read_in_this_process

from consumo.services.publish import import_workbooks, reload_excel
from consumo.services.versions import current_version

LIST = "/api/versiones"
DIFF = "/api/versiones/{version}/diferencias"
RESTORE = "/api/versiones/{version}/restaurar"


@pytest.fixture
def versions(settings, tmp_path, monkeypatch):  # noqa: F811
    """Three versions: January; February and a corrected January; a usuario withdrawn by a reload."""
    read_in_this_process(monkeypatch)
    book = tmp_path / "libro.xlsx"
    over = settings.model_copy(update={"excel": book})
    first = import_workbooks(settings, [workbook(book, JANUARY)])
    second = import_workbooks(settings, [workbook(book, {**BOTH, ("102", "2025-01"): 25.0})])
    third = reload_excel(over) if workbook(book, {**FEBRUARY, ("101", "2025-01"): 10.0}) else None
    return [report.version_datos for report in (first, second, third)]


def test_without_data(client, document):  # noqa: F811
    response = client.get(LIST)
    answer_holds(document, response, LIST)
    assert response.get_json() == {"version_datos": None, "versiones": [], "total": 0, "siguiente": None}


def test_listed_newest_first_a_page_at_a_time(client, document, versions):  # noqa: F811
    seen, url = [], f"{LIST}?limite=2"
    while url:
        response = client.get(url)
        answer_holds(document, response, LIST)
        body = response.get_json()
        seen += [(one["version"], one["publicada"]) for one in body["versiones"]]
        url = body["siguiente"]
    assert seen == [(versions[2], True), (versions[1], False), (versions[0], False)]
    assert body["versiones"][0]["archivos"][0]["nombre"] == "libro.xlsx"


def changes(client, document, version, query="") -> list[tuple]:  # noqa: F811
    response = client.get(f"{LIST}/{version}/diferencias{query}")
    assert response.status_code == 200, response.text
    answer_holds(document, response, DIFF)
    body = response.get_json()
    assert body["total"] >= len(body["diferencias"])
    keys = ("cambio", "usuario", "ciclo", "kwh_de", "kwh_a", "campos")
    return [tuple(row[key] for key in keys) for row in body["diferencias"]]


SECOND = [
    ("nueva", "101", "2025-02", None, 11.0, []),
    ("corregida", "102", "2025-01", 20.0, 25.0, ["consumo_kwh", "kwh"]),
    ("nueva", "102", "2025-02", None, 21.0, []),
]


def test_compared_with_the_one_before_or_any_other_always_forward(client, document, versions):  # noqa: F811
    first, second, third = versions
    assert changes(client, document, second) == SECOND
    assert changes(client, document, second, f"?con={first}") == SECOND
    assert changes(client, document, first, f"?con={second}") == SECOND
    assert changes(client, document, third) == [("retirada", "102", "2025-01", 25.0, None, [])]
    assert changes(client, document, first) == []


def test_filtered_and_paged(client, document, versions):  # noqa: F811
    second = versions[1]
    assert changes(client, document, second, "?cambio=corregida") == SECOND[1:2]
    assert changes(client, document, second, "?usuario=102&ciclo=2025-02") == SECOND[2:]
    seen, url = [], f"{LIST}/{second}/diferencias?limite=1&cambio=nueva"
    while url:
        body = client.get(url).get_json()
        seen += [(row["usuario"], row["ciclo"]) for row in body["diferencias"]]
        url = body["siguiente"]
    assert seen == [("101", "2025-02"), ("102", "2025-02")]


def test_restored(client, document, settings, versions):  # noqa: F811
    response = client.post(f"{LIST}/{versions[0]}/restaurar", headers=AUTH)
    answer_holds(document, response, RESTORE, "post")
    assert response.get_json() == {"version_datos": versions[0], "version_anterior": versions[2]}
    assert current_version(settings) == versions[0]
    assert client.get("/api/ciclos").get_json()["version_datos"] == versions[0]


def test_restoring_while_an_import_runs(client, settings, versions):  # noqa: F811
    with FileLock(settings.datos / ".lock"):
        assert client.post(f"{LIST}/{versions[0]}/restaurar", headers=AUTH).status_code == 409
    assert current_version(settings) == versions[2]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("version", ["nada", "20990101T000000-abcdef", "..%2f..%2fetc"])
def test_unknown_versions(client, versions, method, version):  # noqa: F811
    action = "diferencias" if method == "get" else "restaurar"
    assert getattr(client, method)(f"{LIST}/{version}/{action}", headers=AUTH).status_code == 404
    assert client.get(f"{LIST}/{versions[0]}/diferencias?con=nada").status_code == 404


@pytest.mark.parametrize("query", ["limite=0", "cambio=otra", "cursor=x", "nada=1"])
def test_parameters_that_do_not_hold(client, versions, query):  # noqa: F811
    assert client.get(f"{LIST}/{versions[1]}/diferencias?{query}").status_code == 422


def test_restoring_asks_for_the_token(client, versions):  # noqa: F811
    assert client.post(f"{LIST}/{versions[0]}/restaurar").status_code == 401


def test_the_template(client, document):  # noqa: F811
    response = client.get("/api/plantilla.xlsx")
    assert response.status_code == 200
    assert response.content_type in document["paths"]["/api/plantilla.xlsx"]["get"]["responses"]["200"]["content"]
    assert response.data.startswith(b"PK")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="plantilla-consumo-')
