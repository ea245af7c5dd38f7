"""Consumption rules: hand-written series and the exact cells that must be flagged."""

import numpy as np
import pytest
from tests.unit.critica.subjects import NAN, columns, even, subject_of

from consumo import Panel
from consumo.critica.consumption_rules import find_drop, find_high, find_low, find_null, find_repeated, find_zero

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
    subject = subject_of(even([*STEADY, last]))
    assert [columns(find(subject)) for find in (find_high, find_low)] == [high, low]


@pytest.mark.parametrize(
    ("series", "why"),
    [
        pytest.param([100, 110, 95, 900], "three known ciclos are too few to judge by", id="short"),
        pytest.param([5, 5.5, 4.8, 5.2, 5, 12], "7 kWh a month are not worth a visit", id="tiny"),
        pytest.param([20, 200, 40, 300, 90, 350], "this home always varies so", id="variable"),
    ],
)
def test_what_is_let_pass(series, why):
    subject = subject_of(even(series))
    assert len(find_high(subject)) + len(find_low(subject)) == 0, why


def test_a_long_ciclo_is_not_a_high_consumption():
    edges = np.cumsum([0, 30, 30, 30, 30, 30, 60])
    dates = np.datetime64("2024-01-01") + edges
    panel = Panel.from_matrix(usuarios=["a"], desde=dates[:-1], hasta=dates[1:], kwh=[[*STEADY, 205.0]])
    assert len(find_high(subject_of(panel))) == 0


def test_what_moves_everybody_accuses_nobody():
    rng = np.random.default_rng(0)
    kwh = rng.gamma(9, 20, (40, 1)) * rng.lognormal(0, 0.05, (40, 13))
    kwh[:, 12] *= 2.5  # a cold month
    kwh[7, 12] *= 4  # and something else besides
    subject = subject_of(even(*kwh.tolist()))
    assert find_high(subject).rows.tolist() == [7]
    assert len(find_low(subject)) == 0


def test_a_usuarios_own_season_does_not_accuse_it():
    winter = [300.0 if k % 12 in {5, 6, 7} else 100.0 for k in range(36)]
    rng = np.random.default_rng(1)
    kwh = np.array([winter, *([120.0] * 36 for _ in range(20))]) * rng.lognormal(0, 0.03, (21, 36))
    subject = subject_of(even(*kwh.tolist()))
    found = find_high(subject)
    assert not [c for r, c in zip(found.rows, found.columns, strict=True) if r == 0 and c >= 29]


def test_estimates_neither_accuse_nor_are_accused():
    subject = subject_of(even([*STEADY, 900, 100], calidad=[[0, 0, 0, 0, 0, 8, 0]]))
    assert len(find_high(subject)) + len(find_low(subject)) == 0


@pytest.mark.parametrize(
    ("series", "flagged"),
    [
        pytest.param([*STEADY, 0], [5], id="after normal use"),
        pytest.param([0, 0, 0, 0, 0, 0], [], id="always vacant"),
        pytest.param([*STEADY, NAN], [], id="missing is not zero"),
    ],
)
def test_zero(series, flagged):
    assert columns(find_zero(subject_of(even(series)))) == flagged


@pytest.mark.parametrize(
    ("series", "flagged"),
    [
        pytest.param([1400, 1870, 1870, 1870, 1870], [3, 4], id="from the third on"),
        pytest.param([1870, 1870, 1400, 1870, 1870], [], id="interrupted"),
        pytest.param([0, 0, 0, 0, 0], [], id="zeros have their own rule"),
        pytest.param([13, 14, 14, 14, 14], [], id="so few steps that it comes about by chance"),
    ],
)
def test_repeated(series, flagged):
    others = np.random.default_rng(2).normal(150, 15, (20, 5)).round(1)
    assert columns(find_repeated(subject_of(even(series, *others.tolist())))) == flagged


@pytest.mark.parametrize(
    ("series", "flagged"),
    [
        pytest.param([*STEADY, 1, 0.5], [6], id="next to nothing, twice"),
        pytest.param([*STEADY, 1, 90], [], id="once"),
        pytest.param([*STEADY, 0, 0], [], id="nothing at all is a zero"),
        pytest.param([0, 1, 0, 1, 0, 1], [], id="never used any"),
    ],
)
def test_null(series, flagged):
    assert columns(find_null(subject_of(even(series)))) == flagged


FALLING = [100 - 5 * k for k in range(12)]


@pytest.mark.parametrize(
    ("last", "first"),
    [
        pytest.param([40, 38, 42, 41], 14, id="at once"),
        pytest.param([*FALLING, 42, 41, 40], 24, id="slowly"),
        pytest.param([80, 82, 78, 80], None, id="a fifth less"),
    ],
)
def test_sustained_drop(last, first):
    usual = (100 * np.random.default_rng(3).lognormal(0, 0.04, 12)).tolist()
    found = columns(find_drop(subject_of(even([*usual, *last]))))
    assert found[:1] == ([] if first is None else [first])


def test_flags_carry_the_numbers_that_were_compared():
    panel = even([*STEADY, 1040])
    (finding,) = find_high(subject_of(panel)).hallazgos(panel)
    assert (finding.usuario, finding.ciclo, finding.bateria) == ("u0", panel.ciclos[5], "General")
    assert finding.evidencia["esperado_kwh_dia"] == pytest.approx(100 / 30, abs=0.2)
    assert finding.rango.minimo < 100 < finding.rango.maximo < 200
    assert finding.kwh_en_riesgo == pytest.approx(940, abs=10)
    assert finding.sobre == {"kwh": 1040.0, "dias": 30, "calidad": 0}
    assert "1040 kWh" in finding.message()
