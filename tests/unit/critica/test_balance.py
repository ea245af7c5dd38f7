"""The balance: what came in, what was measured, and when no figure may be given."""

import numpy as np
import pytest

from consumo import Panel
from consumo.critica.balance import balance_of
from consumo.critica.balance_rules import find_loss
from consumo.critica.critique import critique
from consumo.critica.profile import GENERAL, BateriaProfile, Profile

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


def test_what_is_expected_of_those_not_read_is_no_proof_of_too_much_measured():
    (only,) = [h for h in find_loss(panel_of(FIVE, [520, 450]), GENERAL) if h.ciclo == "2024-02"]
    assert "se midieron 50 kWh más de los que entraron" in only.message()
    unread = [*FIVE, [300.0, NAN]]
    assert [h.codigo for h in find_loss(panel_of(unread, [820, 560]), GENERAL) if h.ciclo == "2024-02"] == []


def test_no_loss_is_stated_below_the_coverage_gate():
    balance = balance_of(panel_of([[100, 100]] * 3 + [[100, NAN]] * 2, [520, 520]))
    np.testing.assert_allclose(balance.cobertura, [[1.0, 0.6]])
    np.testing.assert_allclose(balance.perdida_kwh, [[20, NAN]])


def test_the_parts_of_a_loss():
    calidad = [[0, 0], [0, 0], [0, 0], [0, 8], [0, 0]]
    edges = np.datetime64("2024-01-01") + 30 * np.arange(3)
    panel = Panel.from_matrix(
        usuarios=list("abcde"),
        baterias=["A"] * 5,
        desde=edges[:-1],
        hasta=edges[1:],
        kwh=[[100, 100]] * 4 + [[100, NAN]],
        calidad=calidad,
        entregado={"A": [530, 530]},
    )
    profile = Profile(baterias={"A": BateriaProfile(autorizado_kwh_30d=10)})
    balance = balance_of(panel, profile)
    parts = {name: getattr(balance, name)[0, 1] for name in ("medido", "estimado", "autorizado", "sin_leer")}
    assert parts == {"medido": 400, "estimado": 100, "autorizado": 10, "sin_leer": 100}
    assert balance.perdida_kwh[0, 1] == 120
    assert balance.neta_kwh[0, 1] == 20
    assert find_loss(panel, profile) == []


@pytest.mark.parametrize(("limit", "codes"), [(0.10, ["balance.perdida_alta"] * 2), (0.30, [])])
def test_each_bateria_may_have_its_own_limit(limit, codes):
    profile = Profile(baterias={"A": BateriaProfile(perdida_alta=limit)})
    assert [h.codigo for h in find_loss(panel_of(FIVE, [600, 600]), profile)] == codes


def test_a_finding_says_what_is_at_stake_and_on_what_it_stands():
    (finding,) = find_loss(panel_of(FIVE, [520, 600]), GENERAL)
    assert (finding.kwh_en_riesgo, finding.sobre) == (100.0, {"entregado_kwh": 600.0, "medido_kwh": 500.0})
    assert "faltan 100 kWh (16,7 %)" in finding.message()


def test_critique_puts_the_latest_ciclo_first():
    found = critique(panel_of([[100, 100]] * 3 + [[100, NAN]] * 2, [900, 900]))
    assert found[0].ciclo == "2024-02"
    assert {h.codigo for h in found} == {
        "balance.perdida_alta",
        "balance.cobertura_insuficiente",
        "lectura.faltante",
    }
