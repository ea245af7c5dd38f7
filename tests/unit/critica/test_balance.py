"""The balance: what came in, what was measured, and when no figure may be given."""

import numpy as np
import pytest

from consumo import Panel
from consumo.critica.balance import balance_of, find_loss
from consumo.critica.critique import critique
from consumo.critica.profile import GENERAL

NAN = float("nan")


def panel_of(kwh, delivered) -> Panel:
    edges = np.datetime64("2024-01-01") + 30 * np.arange(3)
    return Panel.from_matrix(
        usuarios=[f"u{k}" for k in range(len(kwh))],
        baterias=["A"] * len(kwh),
        desde=edges[:-1],
        hasta=edges[1:],
        kwh=kwh,
        entregado={"A": delivered},
    )


FIVE = [[100.0, 100.0]] * 5


@pytest.mark.parametrize(
    ("kwh", "delivered", "code"),
    [
        pytest.param(FIVE, [520, 520], None, id="normal loss"),
        pytest.param(FIVE, [520, 600], "balance.perdida_alta", id="high"),
        pytest.param(FIVE, [520, 450], "balance.perdida_negativa", id="negative"),
        pytest.param(
            [[100, 100]] * 3 + [[100, NAN]] * 2, [520, 520], "balance.cobertura_insuficiente", id="too few read"
        ),
        pytest.param(FIVE, [520, NAN], None, id="no totalizador"),
    ],
)
def test_loss(kwh, delivered, code):
    findings = find_loss(panel_of(kwh, delivered), GENERAL)
    assert [h.codigo for h in findings if h.ciclo == "2024-02"] == ([code] if code else [])


def test_no_loss_is_stated_below_the_coverage_gate():
    balance = balance_of(panel_of([[100, 100]] * 3 + [[100, NAN]] * 2, [520, 520]), 0.8)
    np.testing.assert_allclose(balance.cobertura, [[1.0, 0.6]])
    np.testing.assert_allclose(balance.perdida_kwh, [[20, NAN]])


def test_critique_puts_the_latest_ciclo_first():
    found = critique(panel_of([[100, 100]] * 3 + [[100, NAN]] * 2, [900, 900]))
    assert found[0].ciclo == "2024-02"
    assert {h.codigo for h in found} == {
        "balance.perdida_alta",
        "balance.cobertura_insuficiente",
        "lectura.faltante",
    }
