"""What decisions do to the Panel."""

import numpy as np
import pytest
from tests.builders import decision_of, panel_of

from consumo.critica.effect import apply_decisions
from consumo.domain.decision import TipoDecision
from consumo.domain.panel_edits import raw_of

NAN = float("nan")


def meter(registers, *, factor=1.0, kwh=None, **options):
    """A usuario whose register went through these values."""
    start, end = np.array([registers[:-1]], float), np.array([registers[1:]], float)
    computed = np.where(end >= start, (end - start) * factor, NAN) if kwh is None else np.array([kwh], float)
    return panel_of(computed, lectura_anterior=start, lectura_actual=end, factor=factor, **options)


def applied(panel, *decisions):
    return apply_decisions(panel, decisions)


@pytest.mark.parametrize(
    ("registers", "tipo", "ciclo", "datos", "kwh", "calidad"),
    [
        ([0, 100, 210, 330], "aceptar", 1, {}, [100, 110, 120], [0, 0, 0]),
        ([0, 100, 210, 330], "releer", 1, {}, [100, 110, 120], [0, 0, 0]),
        ([0, 100, 210, 330], "estimar", 2, {"kwh": 95, "calidad": 8}, [100, 110, 95], [0, 0, 8]),
        ([0, 100, 210, 330], "corregir", 1, {"kwh": 95}, [100, 95, 120], [0, 7, 0]),
        ([0, 100, 921, 330], "corregir", 1, {"lectura_actual": 219}, [100, 119, 111], [0, 7, 7]),
        ([0, 100, 210, 330], "corregir", 1, {"lectura_actual": 220}, [100, 120, 110], [0, 7, 7]),
        ([0, 100, 210, 330], "corregir", 1, {"lectura_anterior": 90}, [90, 120, 120], [7, 7, 0]),
        ([0, 100, 210, 330], "corregir", 1, {"factor": 40}, [100, 4400, 120], [0, 7, 0]),
        ([99800, 99950, 70, 200], "corregir", 1, {"digitos": 5}, [150, 120, 130], [0, 7, 0]),
        ([0, 100, 210, 330], "corregir", 2, {"lectura_actual": 400}, [100, 110, 190], [0, 0, 7]),
        ([800, 900, 20, 140], "cambio_de_medidor", 1, {"lectura_final": 980, "lectura_inicial": 0}, [100, 100, 120],
         [0, 7, 0]),
        ([800, 900, 20, 140], "cambio_de_medidor", 1, {"lectura_final": 980, "lectura_inicial": 5, "factor": 2},
         [100, 110, 120], [0, 7, 0]),
    ],
    ids=[
        "accepted", "to be read again", "estimated", "kwh corrected", "transposed digits: the next ciclo too",
        "what one gains the other loses", "the previous reading was wrong", "factor forgotten", "rollover",
        "the last ciclo", "meter changed", "meter changed for another factor",
    ],
)  # fmt: skip
def test_one_decision(registers, tipo, ciclo, datos, kwh, calidad):
    panel = meter(registers)
    after = applied(panel, decision_of(1, tipo, usuario="U1", ciclo=panel.ciclos[ciclo], datos=datos))
    np.testing.assert_allclose(after.kwh, [kwh])
    assert after.calidad.tolist() == [calidad]
    np.testing.assert_array_equal(raw_of(after).kwh, panel.kwh)


def test_the_two_meters_of_a_change_have_their_factors():
    panel = meter([800, 900, 20, 140], factor=10.0)
    data = {"lectura_final": 980, "lectura_inicial": 0, "factor": 1}
    after = applied(panel, decision_of(1, "cambio_de_medidor", usuario="U1", ciclo=panel.ciclos[1], datos=data))
    assert after.kwh[0, 1] == 80 * 10 + 20 * 1
    assert np.isnan(after.lectura_anterior[0, 1]), "the registers of two meters do not subtract"
    assert after.lectura_actual[0, 1] == 20


@pytest.mark.parametrize("order", [(1, 2), (2, 1)], ids=["earlier ciclo first", "later ciclo first"])
def test_corrections_of_two_ciclos_add_up_in_any_order(order):
    panel = meter([0, 100, 210, 330, 400])
    wanted = {1: ("lectura_actual", 220), 2: ("lectura_actual", 300)}
    made = [
        decision_of(n, "corregir", usuario="U1", ciclo=panel.ciclos[column], datos=dict([wanted[column]]))
        for n, column in enumerate(order, start=1)
    ]
    assert applied(panel, *made).kwh.tolist() == [[100, 120, 80, 100]]


def test_a_corrected_reading_changes_the_old_meter_of_a_change_too():
    panel = meter([800, 900, 20, 140])
    change = {"lectura_final": 980, "lectura_inicial": 0}
    made = (
        decision_of(1, "cambio_de_medidor", usuario="U1", ciclo=panel.ciclos[1], datos=change),
        decision_of(2, "corregir", usuario="U1", ciclo=panel.ciclos[0], datos={"lectura_actual": 910}),
    )
    assert applied(panel, *made).kwh.tolist() == [[110, 90, 120]]


def test_of_two_decisions_on_a_value_the_later_counts():
    panel = meter([0, 100, 210, 330])
    made = [
        decision_of(n, "estimar", usuario="U1", ciclo=panel.ciclos[2], datos={"kwh": kwh}, sobre={"n": n})
        for n, kwh in ((1, 50), (2, 60))
    ]
    assert applied(panel, *made).kwh[0, 2] == 60


def test_an_estimate_by_its_registers_moves_with_them_and_stays_an_estimate():
    panel = meter([0, 100, 210, 330], calidad=[[0, 8, 0]])
    after = applied(
        panel, decision_of(1, "corregir", usuario="U1", ciclo=panel.ciclos[0], datos={"lectura_actual": 90})
    )
    assert after.kwh.tolist() == [[90, 120, 120]]
    assert after.calidad.tolist() == [[7, 8, 0]]


def test_what_the_totalizador_delivered():
    panel = panel_of([[1, 2]], entregado={"General": [5, 6]})
    after = applied(panel, decision_of(1, "corregir", bateria="General", ciclo=panel.ciclos[1], datos={"kwh": 7}))
    assert after.entregado.tolist() == [[5, 7]]


@pytest.mark.parametrize(
    "about",
    [{"usuario": "nadie", "ciclo": "2024-01"}, {"usuario": "U1", "ciclo": "1999-01"}, {"usuario": "U1"}],
    ids=["usuario", "ciclo", "no ciclo"],
)
def test_what_the_panel_does_not_have(about):
    panel = panel_of([[1.0, 2.0]])
    assert applied(panel, decision_of(1, "estimar", datos={"kwh": 9}, **about)) is panel


def test_every_kind_that_changes_values_says_so():
    assert {t.value for t in TipoDecision if t.changes_values} == {"estimar", "corregir", "cambio_de_medidor"}
