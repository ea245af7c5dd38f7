"""Consumption rules: hand-written series and the exact cells that must be flagged."""

import numpy as np
import pytest

from consumo import Panel
from consumo.critica.consumption_rules import find_high_and_low, find_repeated, find_zero
from consumo.critica.history import history_before, row_median
from consumo.critica.profile import GENERAL

NAN = float("nan")


def panel_of(*series: list[float], calidad: list[list[int]] | None = None) -> Panel:
    n = len(series[0])
    edges = np.datetime64("2024-01-01") + 30 * np.arange(n + 1)
    return Panel.from_matrix(
        usuarios=[f"u{k}" for k in range(len(series))],
        desde=edges[:-1],
        hasta=edges[1:],
        kwh=np.array(series, dtype=float),
        calidad=calidad,
    )


def history(panel: Panel):
    return history_before(np.where(panel.is_measured, panel.kwh_dia, np.nan), GENERAL.ventana)


def columns(flags) -> list[int]:
    return flags.columns.tolist()


STEADY = [100.0, 110, 95, 105, 100]


@pytest.mark.parametrize(
    ("last", "high", "low"),
    [
        pytest.param(104, [], [], id="as usual"),
        pytest.param(1040, [5], [], id="one digit too many"),
        pytest.param(10, [], [5], id="one digit too few"),
        pytest.param(125, [], [], id="25 % more is not 30 %"),
        pytest.param(0, [], [], id="zero has its own rule"),
        pytest.param(NAN, [], [], id="missing"),
    ],
)
def test_high_and_low(last, high, low):
    panel = panel_of([*STEADY, last])
    found = find_high_and_low(panel, history(panel), GENERAL)
    assert [columns(flags) for flags in found] == [high, low]


@pytest.mark.parametrize(
    ("series", "why"),
    [
        pytest.param([100, 110, 95, 900], "three known ciclos are too few to judge by", id="short"),
        pytest.param([5, 5.5, 4.8, 5.2, 5, 12], "7 kWh a month are not worth a visit", id="tiny"),
        pytest.param([20, 200, 40, 300, 90, 350], "this home always varies so", id="variable"),
    ],
)
def test_what_is_let_pass(series, why):
    panel = panel_of(series)
    high, low = find_high_and_low(panel, history(panel), GENERAL)
    assert len(high) + len(low) == 0, why


def test_a_long_ciclo_is_not_a_high_consumption():
    edges = np.cumsum([0, 30, 30, 30, 30, 30, 60])
    dates = np.datetime64("2024-01-01") + edges
    panel = Panel.from_matrix(usuarios=["a"], desde=dates[:-1], hasta=dates[1:], kwh=[[*STEADY, 205.0]])
    high, low = find_high_and_low(panel, history(panel), GENERAL)
    assert len(high) + len(low) == 0


def test_estimates_neither_accuse_nor_are_accused():
    panel = panel_of([*STEADY, 900, 100], calidad=[[0, 0, 0, 0, 0, 8, 0]])
    high, low = find_high_and_low(panel, history(panel), GENERAL)
    assert len(high) + len(low) == 0


@pytest.mark.parametrize(
    ("series", "flagged"),
    [
        pytest.param([*STEADY, 0], [5], id="after normal use"),
        pytest.param([0, 0, 0, 0, 0, 0], [], id="always vacant"),
        pytest.param([*STEADY, NAN], [], id="missing is not zero"),
    ],
)
def test_zero(series, flagged):
    panel = panel_of(series)
    assert columns(find_zero(panel, history(panel), GENERAL)) == flagged


@pytest.mark.parametrize(
    ("series", "flagged"),
    [
        pytest.param([1, 7, 7, 7, 7], [3, 4], id="from the third on"),
        pytest.param([7, 7, 1, 7, 7], [], id="interrupted"),
        pytest.param([0, 0, 0, 0, 0], [], id="zeros have their own rule"),
        pytest.param([7, 7], [], id="fewer ciclos than the rule needs"),
    ],
)
def test_repeated(series, flagged):
    assert columns(find_repeated(panel_of(series), GENERAL)) == flagged


def test_findings_carry_the_numbers_that_were_compared():
    panel = panel_of([*STEADY, 1040])
    (finding,) = find_high_and_low(panel, history(panel), GENERAL)[0].hallazgos(panel)
    assert (finding.usuario, finding.ciclo, finding.bateria) == ("u0", panel.ciclos[5], "General")
    assert finding.evidencia["mediana_kwh_dia"] == pytest.approx(100 / 30, abs=0.01)
    assert "1040 kWh" in finding.message()


def test_row_median_equals_numpys():
    rng = np.random.default_rng(5)
    values = rng.normal(size=(200, 7))
    values[rng.random(values.shape) < 0.4] = np.nan
    values[:, 0] = 1.0
    np.testing.assert_allclose(row_median(values), np.nanmedian(values, axis=1))
    assert np.isnan(row_median(np.full((1, 3), np.nan)))[0]
