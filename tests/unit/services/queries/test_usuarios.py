import numpy as np
import pytest
from tests.builders import panel_of, random_panel
from tests.fakes import FakeDataset

from consumo.domain.errors import NotFoundError, ParameterError
from consumo.domain.hallazgo import Hallazgo
from consumo.services.queries.usuarios import list_usuarios
from consumo.services.queries.usuarios_table import ORDENES


@pytest.fixture
def dataset():
    panel = panel_of(
        [[31.0, 58.0], [62.0, 29.0], [31.0, np.nan], [np.nan, np.nan]],
        usuarios=["10", "2", "6A", "Porton"],
        baterias=["A", "A", "B", "B"],
        nombres=["José Núñez", "Ana López", "ñandú S.A.", ""],
        medidores=["M-001", "M-002", "X9", ""],
    )
    return FakeDataset(panel)


def ids(body):
    return [u["usuario"] for u in body["usuarios"]]


def test_figures_are_of_the_latest_ciclo_with_a_consumption(dataset):
    body = list_usuarios(dataset)
    by_id = {u["usuario"]: u for u in body["usuarios"]}
    assert by_id["10"] == {
        "usuario": "10",
        "nombre": "José Núñez",
        "bateria": "A",
        "medidor": "M-001",
        "ultimo_ciclo": "2024-02",
        "kwh": 58.0,
        "kwh_dia": 2.0,
        "variacion_ciclo_anterior": 1.0,
        "variacion_anio_anterior": None,
        "hallazgos": 0,
    }
    assert by_id["6A"]["ultimo_ciclo"] == "2024-01"
    assert by_id["6A"]["kwh"] == 31.0
    never = by_id["Porton"]
    assert (never["ultimo_ciclo"], never["kwh"], never["nombre"], never["medidor"]) == (None, None, None, None)


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("jose nunez", ["10"]),
        ("NÚÑEZ jos", ["10"]),
        ("ñandu", ["6A"]),
        ("m-00", ["2", "10"]),
        ("6a", ["6A"]),
        ("  ", ["2", "6A", "10", "Porton"]),
        ("10 lopez", []),
        ("0m", []),
    ],
    ids=["name", "words in any order", "enye", "meter", "id", "blank", "every word", "not across fields"],
)
def test_searches_without_accents_or_case(dataset, q, expected):
    assert ids(list_usuarios(dataset, q=q)) == expected


@pytest.mark.parametrize(
    ("orden", "expected"),
    [
        ("usuario", ["2", "6A", "10", "Porton"]),
        ("nombre", ["2", "10", "6A", "Porton"]),
        ("bateria", ["2", "10", "6A", "Porton"]),
        ("kwh", ["2", "6A", "10", "Porton"]),
        ("-kwh", ["10", "6A", "2", "Porton"]),
        ("variacion", ["2", "10", "6A", "Porton"]),
        ("-variacion", ["10", "2", "6A", "Porton"]),
    ],
)
def test_orders_with_what_is_missing_last(dataset, orden, expected):
    assert ids(list_usuarios(dataset, orden=orden)) == expected


@pytest.mark.parametrize("orden", ORDENES)
@pytest.mark.parametrize("limite", [1, 7, 100])
def test_pages_hold_everyone_once(orden, limite):
    dataset = FakeDataset(random_panel(60))
    whole = ids(list_usuarios(dataset, orden=orden, limite=1000))
    seen, cursor = [], None
    while True:
        page = list_usuarios(dataset, orden=orden, limite=limite, cursor=cursor)
        assert page["total"] == 60
        seen += ids(page)
        cursor = page["siguiente"]
        if cursor is None:
            break
    assert seen == whole
    assert len(set(seen)) == 60


@pytest.mark.parametrize(
    "change",
    [{"version_datos": "v-2"}, {"orden": "kwh"}, {"q": "x"}, {"bateria": "A"}],
    ids=["version", "order", "search", "bateria"],
)
def test_a_cursor_belongs_to_one_version_order_and_filter(dataset, change):
    cursor = list_usuarios(dataset, limite=1)["siguiente"]
    version = change.pop("version_datos", dataset.version_datos)
    with pytest.raises(ParameterError, match="misma versión"):
        list_usuarios(FakeDataset(dataset.panel, version_datos=version), limite=1, cursor=cursor, **change)


@pytest.mark.parametrize("cursor", ["x", "", "%%%", "WzEsMl0", "bnVsbA", "ñ"])
def test_what_is_no_cursor_is_refused(dataset, cursor):
    with pytest.raises(ParameterError, match="cursor"):
        list_usuarios(dataset, cursor=cursor)


def test_counts_findings_since_the_latest_consumption(dataset):
    found = tuple(
        Hallazgo(codigo="lectura.faltante", usuario=u, ciclo=c)
        for u, c in [("6A", "2024-01"), ("6A", "2024-02"), ("10", "2024-01"), ("nadie", "2024-02")]
    )
    body = list_usuarios(FakeDataset(dataset.panel, hallazgos=found))
    assert {u["usuario"]: u["hallazgos"] for u in body["usuarios"]} == {"2": 0, "6A": 2, "10": 0, "Porton": 0}


def test_filters_by_bateria(dataset):
    assert ids(list_usuarios(dataset, bateria="B")) == ["6A", "Porton"]
    with pytest.raises(NotFoundError, match="ZZ"):
        list_usuarios(dataset, bateria="ZZ")


@pytest.mark.parametrize("wrong", [{"limite": 0}, {"limite": 1001}, {"orden": "color"}], ids=str)
def test_parameters_out_of_range(dataset, wrong):
    with pytest.raises(ParameterError, match=next(iter(wrong))):
        list_usuarios(dataset, **wrong)


def test_starts_where_it_is_told_to():
    panel = random_panel(30)
    all_of_them = list_usuarios(FakeDataset(panel), orden="-kwh", limite=30)
    some = list_usuarios(FakeDataset(panel), orden="-kwh", limite=10, posicion=5)
    assert ids(some) == ids(all_of_them)[5:15]
    assert some["total"] == 30
    after = list_usuarios(FakeDataset(panel), orden="-kwh", limite=10, cursor=some["siguiente"])
    assert ids(after) == ids(all_of_them)[15:25]
    assert list_usuarios(FakeDataset(panel), posicion=99)["usuarios"] == []
    with pytest.raises(ParameterError, match="posicion"):
        list_usuarios(FakeDataset(panel), orden="-kwh", limite=10, posicion=5, cursor=some["siguiente"])
