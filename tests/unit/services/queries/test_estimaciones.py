"""The ledger of estimates: of workbooks and of decisions, open first, what was off and what was counted twice."""

import pytest
from tests.builders import decision_of, panel_of
from tests.fakes import FakeDataset

from consumo.critica.effect import apply_decisions
from consumo.domain.decision import Standing
from consumo.domain.errors import NotFoundError, ParameterError
from consumo.services.queries.estimaciones import list_estimaciones

NAN = float("nan")
BASE = panel_of(
    [[100, NAN, 230, 90, NAN], [50, 60, 40, 55, 70], [10, 11, 12, 13, NAN]],
    calidad=[[0, 0, 0, 0, 0], [0, 8, 0, 0, 8], [0, 0, 0, 0, 0]],
    baterias=["A", "B", "B"],
    lectura_anterior=[[0, NAN, 100, 330, NAN], [0, 50, 110, 150, 205], [NAN] * 5],
    lectura_actual=[[100, NAN, 330, 420, NAN], [50, 110, 150, 205, 275], [NAN] * 5],
    start="2025-01",
)


@pytest.fixture
def dataset():
    made = [
        decision_of(1, "estimar", usuario="U1", ciclo="2025-02", datos={"kwh": 80.0, "calidad": 8}),
        decision_of(2, "estimar", usuario="U1", ciclo="2025-05", datos={"kwh": 95.0, "calidad": 8}),
        decision_of(3, "estimar", usuario="U3", ciclo="2025-05", datos={"kwh": 12.0, "calidad": 8}),
    ]
    standing = Standing.of(made)
    return FakeDataset(apply_decisions(BASE, made), decisiones=tuple(made), standing=standing)


def ledger(dataset, **filters):
    return list_estimaciones(dataset, **filters)["estimaciones"]


def test_open_ones_first_then_the_largest(dataset):
    found = ledger(dataset)
    assert [(e["usuario"], e["estado"], e["edad"], e["estimado_kwh"], e["decisiones"]) for e in found] == [
        ("U1", "abierta", 1, 95, [2]),
        ("U2", "abierta", 1, 70, []),
        ("U3", "abierta", 1, 12, [3]),
        ("U1", "liquidada", 1, 80, [1]),
        ("U2", "liquidada", 1, 60, []),
    ]


def test_a_decided_one_that_was_counted_twice(dataset):
    """80 were estimated; the next reading counted 230 over both ciclos, and was published as its own."""
    (entry,) = ledger(dataset, usuario="U1", estado="liquidada")
    share = 230 * 28 / 59
    assert entry["ciclo_real"] == "2025-03"
    assert (entry["publicado_kwh"], entry["contado_kwh"], entry["descuadre_kwh"]) == (310, 230, -80)
    assert entry["diferencia_kwh"] == pytest.approx(share - 80, abs=0.001)
    assert [(c["ciclo"], c["estimado"], c["kwh"]) for c in entry["ciclos"]] == [
        ("2025-02", True, 80), ("2025-03", False, 230),
    ]  # fmt: skip
    assert sum(c["liquidado_kwh"] for c in entry["ciclos"]) == pytest.approx(230)
    assert dataset.panel.kwh[0, 1] == pytest.approx(entry["ciclos"][0]["liquidado_kwh"], abs=0.001)


def test_one_of_the_workbook_is_told_and_left(dataset):
    """60 were estimated and 40 read after: 100 in 59 days, so the estimate had 12.5 too many."""
    (entry,) = ledger(dataset, usuario="U2", estado="liquidada")
    assert (entry["contado_kwh"], entry["descuadre_kwh"]) == (100, 0)
    assert entry["diferencia_kwh"] == pytest.approx(100 * 28 / 59 - 60, abs=0.001)
    assert dataset.panel.kwh[1, 1] == 60


def test_summary(dataset):
    body = list_estimaciones(dataset, estado="liquidada")
    assert body["total"] == 2
    assert body["resumen"]["abiertas"] == {"estimaciones": 3, "kwh": 177}
    assert body["resumen"]["liquidadas"] == {"estimaciones": 2, "kwh": 140}
    assert body["resumen"]["abiertas_por_edad"]["un_ciclo"]["estimaciones"] == 3
    assert list_estimaciones(dataset, bateria="A")["resumen"]["abiertas"]["kwh"] == 95


def test_pages(dataset):
    seen, cursor = [], None
    while True:
        page = list_estimaciones(dataset, limite=2, cursor=cursor)
        seen += [(e["usuario"], e["estado"]) for e in page["estimaciones"]]
        cursor = page["siguiente"]
        if cursor is None:
            break
    assert seen == [(e["usuario"], e["estado"]) for e in ledger(dataset)]


def test_none(dataset):
    body = list_estimaciones(FakeDataset(panel_of([[1.0, 2.0]])))
    assert (body["total"], body["estimaciones"], body["resumen"]["abiertas"]["kwh"]) == (0, [], 0)


@pytest.mark.parametrize(
    ("filters", "error"),
    [({"usuario": "nadie"}, NotFoundError), ({"bateria": "nadie"}, NotFoundError), ({"cursor": "x"}, ParameterError)],
)
def test_what_does_not_hold(dataset, filters, error):
    with pytest.raises(error):
        list_estimaciones(dataset, **filters)
