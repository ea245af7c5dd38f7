"""A finding of reading and one of judging the same thing are told once."""

import numpy as np
from tests.builders import panel_of

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.hallazgo_merge import told_once
from consumo.domain.panel_edits import edited

READ = Hallazgo(codigo="lectura.menor_que_anterior", hoja="Enero", fila=7, usuario="1", ciclo="2025-01", valor="120")
OTHER = Hallazgo(codigo="lectura.duplicada", hoja="Enero", fila=9, usuario="1", ciclo="2025-01")
OLDER = Hallazgo(codigo="lectura.menor_que_anterior", hoja="Enero", fila=8, usuario="1", ciclo="2020-01")
JUDGED = Hallazgo(codigo="lectura.vuelta_probable", usuario="1", ciclo="2025-01", sobre={"lectura_actual": 120.0})
ELSEWHERE = Hallazgo(codigo="consumo.alto", usuario="2", ciclo="2025-01")

PANEL = panel_of([[np.nan, 50.0]], usuarios=["1"], start="2025-01")


def test_the_better_one_gets_the_place_of_the_other():
    found = told_once([READ, OTHER, OLDER], [JUDGED, ELSEWHERE], PANEL)
    assert [h.codigo for h in found] == [
        "lectura.duplicada", "lectura.menor_que_anterior", "lectura.vuelta_probable", "consumo.alto",
    ]  # fmt: skip
    assert (found[2].hoja, found[2].fila, found[2].valor) == ("Enero", 7, "120")
    assert found[3].hoja is None
    assert found[2].identidad == JUDGED.identidad


def test_a_fall_that_a_decision_explained_is_told_no_more():
    given = edited(PANEL, {"kwh": {(0, 0): 120.0, (0, 1): 60.0}})
    assert [h.codigo for h in told_once([READ, OTHER], [], given)] == ["lectura.duplicada"]
    assert told_once([READ, OTHER], [], PANEL) == (READ, OTHER)


def test_a_fall_beside_a_consumption_that_nobody_gave_is_told():
    counted = panel_of([[70.0, 50.0]], usuarios=["1"], start="2025-01")  # another row of the same ciclo counts
    assert told_once([READ], [], edited(counted, {"kwh": {(0, 0): 71.0}})) == (READ,)
