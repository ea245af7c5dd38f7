"""Which decisions hold, and on which findings."""

from dataclasses import replace

import pytest

from consumo.domain.decision import Decision, Standing, TipoDecision, overruled
from consumo.domain.hallazgo import Hallazgo

HIGH = Hallazgo(codigo="consumo.alto", usuario="7", bateria="A", ciclo="2025-09", sobre={"kwh": 900})
READ = Hallazgo(codigo="lectura.menor_que_anterior", hoja="Sep", fila=3, usuario="7", ciclo="2025-09")


def decision(numero, tipo="aceptar", hallazgo=HIGH, **options):
    return Decision(
        numero=numero, cuando="", quien="Ana", motivo="m", tipo=TipoDecision(tipo), hallazgo=hallazgo, **options
    )


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ([decision(1)], [1]),
        ([decision(1), decision(2, "deshacer", anula=1)], []),
        ([decision(1), decision(2, "corregir", anula=1)], [2]),
        ([decision(1), decision(2, anula=1), decision(3, "deshacer", anula=2)], [1]),
        ([decision(1), decision(2, anula=1), decision(3, anula=2), decision(4, "deshacer", anula=3)], [2]),
        ([decision(1), decision(2, hallazgo=READ)], [1, 2]),
    ],
    ids=["one", "undone", "replaced", "the replacement undone", "of three the last undone", "two findings"],
)
def test_which_count(made, expected):
    assert [d.numero for d in Standing.of(made).vigentes] == expected
    assert {d.numero for d in made if d.tipo is not TipoDecision.DESHACER} == {
        *expected,
        *(n for n in overruled(made)),
    }


def test_lapsed_ones_do_not_hold():
    standing = Standing.of([decision(1), decision(2, hallazgo=READ)], lapsed=[1])
    assert [d.numero for d in standing.vigentes] == [2]
    assert [d.numero for d in standing.caducadas] == [1]
    assert standing.on(HIGH) is None
    other_data = Hallazgo(codigo="consumo.alto", usuario="7", bateria="A", ciclo="2025-09", sobre={"kwh": 901})
    assert standing.lapsed_on(other_data).numero == 1
    assert standing.lapsed_on(READ).numero == 1, "whatever is found now of that ciclo"
    assert standing.lapsed_on(replace(READ, usuario="8")) is None


def test_the_open_ones_apart_from_the_decided():
    others = (replace(HIGH, usuario="8"), replace(HIGH, codigo="consumo.cero"))
    still, made = Standing.of([decision(1)]).parted([others[0], HIGH, others[1]])
    assert still == others
    assert [d.numero for d in made] == [1]


@pytest.mark.parametrize(
    ("tipo", "finding", "settled"),
    [
        ("aceptar", HIGH, True),
        ("aceptar", READ, False),
        ("corregir", READ, True),
        ("estimar", READ, True),
        ("releer", READ, False),
        ("corregir", replace(HIGH, sobre={"kwh": 3}), False),
        ("corregir", replace(HIGH, sobre={"kwh": 3}, hoja="Sep", fila=3), False),
        ("corregir", Hallazgo(codigo="lectura.duplicada", hoja="Sep", fila=3, usuario="8", ciclo="2025-09"), False),
    ],
    ids=[
        "itself", "accepting one settles no other", "a corrected value settles what was read",
        "and an estimated one", "reading again settles nothing else", "what the new value shows stays open",
        "also where it has a place in the sheet",
        "another usuario",
    ],
)  # fmt: skip
def test_what_a_decision_settles(tipo, finding, settled):
    assert (Standing.of([decision(1, tipo)]).on(finding) is not None) is settled
