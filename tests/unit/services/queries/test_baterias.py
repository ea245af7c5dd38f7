import numpy as np
import pytest
from tests.builders import panel_of
from tests.fakes import FakeDataset

from consumo.domain.errors import NotFoundError
from consumo.domain.hallazgo import Hallazgo
from consumo.services.queries.baterias import compare_baterias

YEAR = np.full(13, 100.0)


def one(body, bateria):
    return next(b for b in body["baterias"] if b["bateria"] == bateria)


def test_figures_of_a_bateria_and_of_the_total():
    panel = panel_of([[31.0, 58.0], [31.0, 29.0], [62.0, 29.0]], baterias=["A", "A", "B"])
    body = compare_baterias(FakeDataset(panel))
    a = one(body, "A")
    assert (a["kwh"], a["kwh_dia"], a["promedio_kwh"], a["mediana_kwh"]) == (87.0, 3.0, 43.5, 43.5)
    assert a["participacion"] == pytest.approx(0.75)
    assert a["variacion_ciclo_anterior"] == pytest.approx(0.5)  # 2 → 3 kWh a day, though kWh fell per day of the month
    assert a["variacion_anio_anterior"] is None
    assert body["total"]["kwh"] == 116.0
    assert body["total"]["participacion"] == 1.0


def test_kwh_dia_of_a_sum_is_that_of_its_usuarios_each_over_its_own_days():
    panel = panel_of([[330.0, 300.0], [620.0, 560.0]], dias=[[33, 30], [31, 28]], baterias=["A", "A"])
    body = compare_baterias(FakeDataset(panel), historia=2)
    for figures in (one(body, "A"), body["total"]):
        assert (figures["kwh_dia"], figures["variacion_ciclo_anterior"]) == (30.0, 0.0)
        assert figures["historia"] == [30.0, 30.0]


def test_kwh_and_counts_of_the_total_are_the_sums():
    rng = np.random.default_rng(3)
    panel = panel_of(rng.gamma(2, 50, (20, 14)), baterias=[f"B{k % 4}" for k in range(20)])
    body = compare_baterias(FakeDataset(panel))
    for key in ("kwh", "usuarios", "lecturas", "hallazgos"):
        assert body["total"][key] == pytest.approx(sum(b[key] for b in body["baterias"]), abs=0.01), key


def test_a_reading_still_to_come_is_no_fall():
    panel = panel_of([[31.0, 29.0], [310.0, np.nan]], baterias=["A", "A"])
    assert one(compare_baterias(FakeDataset(panel)), "A")["variacion_ciclo_anterior"] == 0.0


def test_compares_with_the_same_ciclo_of_the_year_before():
    panel = panel_of([[31.0, *[50.0] * 11, 62.0]])
    assert one(compare_baterias(FakeDataset(panel)), "General")["variacion_anio_anterior"] == pytest.approx(1.0)


def test_nothing_used_before_gives_no_variation():
    assert one(compare_baterias(FakeDataset(panel_of([[0.0, 29.0]]))), "General")["variacion_ciclo_anterior"] is None


def test_counts_the_findings_of_a_bateria_and_of_its_usuarios():
    panel = panel_of([[1.0, 1.0], [1.0, 1.0]], baterias=["A", "B"])
    found = (
        Hallazgo(codigo="consumo.cero", usuario="U1", ciclo="2024-02"),
        Hallazgo(codigo="balance.perdida_alta", bateria="A", ciclo="2024-02"),
        Hallazgo(codigo="consumo.cero", usuario="U2", ciclo="2024-01"),
    )
    body = compare_baterias(FakeDataset(panel, hallazgos=found), "2024-02")
    assert [b["hallazgos"] for b in body["baterias"]] == [2, 0]
    assert body["total"]["hallazgos"] == 2


def test_balance_against_the_totalizador():
    panel = panel_of([[90.0], [10.0]], baterias=["A", "B"], entregado={"A": [100.0]})
    body = compare_baterias(FakeDataset(panel))
    assert one(body, "A")["balance"] == {
        "entregado_kwh": 100.0,
        "medido_kwh": 90.0,
        "perdida_kwh": 10.0,
        "perdida": 0.1,
        "cobertura": 1.0,
    }
    assert one(body, "B")["balance"] is None
    assert body["total"]["balance"] is None, "a total of some baterias would pass for one of all"


def test_the_balance_of_the_total_is_the_sum_where_every_bateria_has_one():
    panel = panel_of([[90.0], [10.0]], baterias=["A", "B"], entregado={"A": [100.0], "B": [20.0]})
    total = compare_baterias(FakeDataset(panel))["total"]["balance"]
    assert (total["entregado_kwh"], total["perdida_kwh"]) == (120.0, 20.0)
    assert total["perdida"] == pytest.approx(1 / 6, abs=1e-5)


def test_too_few_readings_state_no_loss():
    panel = panel_of([[9.0, 9.0], [9.0, np.nan]], entregado={"General": [20.0, 20.0]})
    balance = one(compare_baterias(FakeDataset(panel)), "General")["balance"]
    assert (balance["perdida_kwh"], balance["perdida"], balance["cobertura"]) == (None, None, 0.5)


def test_unknown_ciclo():
    with pytest.raises(NotFoundError, match="2030-01"):
        compare_baterias(FakeDataset(panel_of([[1.0]])), "2030-01")


def test_the_history_of_each_is_per_day_and_ends_with_the_ciclo():
    panel = panel_of([[31.0, np.nan, 62.0], [31.0, np.nan, np.nan]], baterias=["A", "B"])
    body = compare_baterias(FakeDataset(panel), historia=2)
    assert one(body, "A")["historia"] == [None, 2.0]
    assert one(body, "B")["historia"] == [None, None]
    assert body["total"]["historia"] == [None, 2.0]
    assert compare_baterias(FakeDataset(panel), "2024-01", historia=9)["total"]["historia"] == [2.0]
    assert compare_baterias(FakeDataset(panel))["total"]["historia"] == []
