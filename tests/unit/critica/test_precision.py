"""What decisions say of the rules."""

from dataclasses import replace

import pytest
from tests.builders import decision_of

from consumo.critica.precision import RulePrecision, precision_by_rule


def test_counts_by_code():
    made = [
        decision_of(1, "corregir", usuario="1", ciclo="c", codigo="consumo.alto"),
        decision_of(2, "aceptar", usuario="2", ciclo="c", codigo="consumo.alto"),
        decision_of(3, "estimar", usuario="3", ciclo="c", codigo="consumo.alto"),
        decision_of(4, "releer", usuario="4", ciclo="c", codigo="consumo.alto"),
        decision_of(5, "cambio_de_medidor", usuario="5", ciclo="c", codigo="medidor.cambio_probable"),
    ]
    found = precision_by_rule(made)
    assert found["consumo.alto"] == RulePrecision(ciertas=2, falsas=1, pendientes=1)
    assert found["consumo.alto"].precision == pytest.approx(2 / 3)
    assert found["medidor.cambio_probable"] == RulePrecision(ciertas=1)


def test_an_explained_finding_counts_for_the_rule_that_fired():
    made = decision_of(1, "corregir", usuario="1", ciclo="c", codigo="lectura.digitacion_probable")
    explained = replace(made, hallazgo=replace(made.hallazgo, evidencia={"regla": "consumo.alto"}))
    assert set(precision_by_rule([explained])) == {"lectura.digitacion_probable", "consumo.alto"}


def test_few_decisions_say_little():
    low, high = RulePrecision(ciertas=3).interval
    assert low == pytest.approx(0.4385, abs=1e-3)
    assert high == 1.0
    assert RulePrecision(pendientes=3).interval is None
