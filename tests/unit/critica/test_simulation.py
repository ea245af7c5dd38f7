"""The alert budget: more at a lower threshold, fewer at a higher one, and the value that fits."""

import numpy as np
import pytest
from tests.unit.critica.subjects import even

from consumo.critica.profile import GENERAL
from consumo.critica.rules import RULES, rule_of
from consumo.critica.simulation import Simulated, simulate, steps_around, threshold_of, within_budget

RNG = np.random.default_rng(0)
PANEL = even(*(RNG.gamma(4, 50, (60, 1)) * RNG.lognormal(0, 0.3, (60, 20))).tolist())


def test_a_stricter_threshold_gives_fewer():
    found = simulate(PANEL, GENERAL, rule_of("consumo.alto"), "desvios", [1.5, 2.5, 4.0], ultimos=8)
    totals = [int(one.por_ciclo.sum()) for one in found]
    assert totals[0] > totals[1] > totals[2]
    assert all(len(one.por_ciclo) == 8 for one in found)
    assert found[0].kwh_en_riesgo.sum() > 0


def test_a_rule_that_is_off_can_be_tried():
    (found,) = simulate(PANEL, GENERAL, rule_of("consumo.vs_mismo_ciclo_anio_anterior"), "anio", [0.5])
    assert found.mean > 0


@pytest.mark.parametrize(
    ("codigo", "threshold"),
    [
        ("consumo.alto", "desvios"),
        ("consumo.repetido", "repetidos"),
        ("ciclo.hueco", "hueco_dias"),
        ("lectura.copiada", None),
        ("lectura.valor_centinela", None),
    ],
)
def test_what_a_rule_is_tuned_by(codigo, threshold):
    assert threshold_of(rule_of(codigo)) == threshold


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.codigo)
def test_every_rule_runs_over_a_panel_without_registers(rule):
    name = threshold_of(rule)
    if name is not None:
        assert simulate(PANEL, GENERAL, rule, name, [getattr(GENERAL, name)])[0].mean >= 0


def test_values_to_try():
    assert 4.0 in steps_around(GENERAL, "desvios")
    assert steps_around(GENERAL, "repetidos") == [2, 3, 4, 5, 6, 8, 10]


@pytest.mark.parametrize(("budget", "value"), [(10, 1.0), (5, 2.0), (1, None)])
def test_budget(budget, value):
    tried = [Simulated(v, np.array([n, n]), np.zeros(2)) for v, n in ((1.0, 9), (2.0, 4), (3.0, 2))]
    best = within_budget(tried, budget)
    assert (best.valor if best else None) == value
