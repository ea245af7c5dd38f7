"""A finding of reading and one of judging the same thing are told once."""

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.hallazgo_merge import told_once

READ = Hallazgo(codigo="lectura.menor_que_anterior", hoja="Enero", fila=7, usuario="1", ciclo="2025-01", valor="120")
OTHER = Hallazgo(codigo="lectura.duplicada", hoja="Enero", fila=9, usuario="1", ciclo="2025-01")
OLDER = Hallazgo(codigo="lectura.menor_que_anterior", hoja="Enero", fila=8, usuario="1", ciclo="2020-01")
JUDGED = Hallazgo(codigo="lectura.vuelta_probable", usuario="1", ciclo="2025-01", sobre={"lectura_actual": 120.0})
ELSEWHERE = Hallazgo(codigo="consumo.alto", usuario="2", ciclo="2025-01")


def test_the_better_one_gets_the_place_of_the_other():
    found = told_once([READ, OTHER, OLDER], [JUDGED, ELSEWHERE])
    assert [h.codigo for h in found] == [
        "lectura.duplicada", "lectura.menor_que_anterior", "lectura.vuelta_probable", "consumo.alto",
    ]  # fmt: skip
    assert (found[2].hoja, found[2].fila, found[2].valor) == ("Enero", 7, "120")
    assert found[3].hoja is None
    assert found[2].identidad == JUDGED.identidad
