"""What is in doubt and what a person vouched for."""

import pytest
from tests.builders import decision_of, panel_of

from consumo.critica.trust import is_doubt, mark_trust
from consumo.domain.decision import Standing
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel_edits import raw_of
from consumo.domain.vocabulary import Severidad

NAN = float("nan")


def doubt(usuario="U1", ciclo="2024-02", **options):
    return Hallazgo(codigo="consumo.alto", usuario=usuario, ciclo=ciclo, **{"kwh_en_riesgo": 5.0, **options})


def decided(tipo="aceptar"):
    return decision_of(1, tipo, usuario="U1", ciclo="2024-02", sobre={"kwh": 2})


RAISED = doubt(sobre={"kwh": 2})


@pytest.mark.parametrize(
    ("calidad", "found", "made", "expected"),
    [
        (0, [RAISED], [], 10),
        (14, [RAISED], [], 10),
        (8, [RAISED], [], 8),
        (7, [RAISED], [], 7),
        (0, [], [decided()], 17),
        (0, [RAISED], [decided()], 17),
        (10, [], [decided()], 17),
        (8, [RAISED], [decided()], 8),
        (0, [RAISED], [decided("releer")], 10),
        (0, [RAISED, doubt(sobre={"otro": 1})], [decided()], 10),
        (0, [doubt(ciclo="1999-01"), doubt(usuario="nadie")], [], 0),
    ],
    ids=[
        "open", "raw", "an estimate says so already", "so does a correction", "accepted", "accepted and still raised",
        "questionable as it came", "an estimate is no measurement by being accepted", "to be read again",
        "another finding is open", "elsewhere",
    ],
)  # fmt: skip
def test_marks(calidad, found, made, expected):
    panel = panel_of([[1.0, 2.0, 3.0]], calidad=[[0, calidad, 0]])
    after = mark_trust(panel, found, Standing.of(made))
    assert after.calidad.tolist() == [[0, expected, 0]]
    assert after.is_measured.tolist() == [[True, expected in {0, 7, 17}, True]]
    assert raw_of(after).calidad.tolist() == panel.calidad.tolist()
    assert after.kwh is panel.kwh


def test_what_is_missing_has_no_quality():
    panel = panel_of([[1.0, NAN]])
    assert mark_trust(panel, [RAISED], Standing()) is panel


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (doubt(), True),
        (doubt(kwh_en_riesgo=None), False),
        (doubt(kwh_en_riesgo=0.0), False),
        (doubt(gravedad=Severidad.INFORMA), False),
        (Hallazgo(codigo="balance.perdida_alta", bateria="A", ciclo="2024-02", kwh_en_riesgo=9.0), False),
    ],
    ids=["at stake", "no size", "nothing at stake", "only said", "of a bateria"],
)
def test_doubts(finding, expected):
    assert is_doubt(finding) is expected
