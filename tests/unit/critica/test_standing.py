"""A decision holds while the raw data it was made on are the same."""

import numpy as np
import pytest
from tests.builders import decision_of, panel_of

from consumo.critica.effect import apply_decisions
from consumo.critica.standing import fingerprint, standing

BASE = {"kwh": [[10, 20], [5, 6]], "calidad": [[0, 0], [0, 0]], "entregado": {"General": [16, 27]}}


def panel(**options):
    given = {**BASE, **options}
    return panel_of(given.pop("kwh"), **given)


def made(**about):
    plain = decision_of(1, "estimar", ciclo="2024-02", datos={"kwh": 15}, **about)
    return decision_of(
        1, "estimar", ciclo="2024-02", datos={"kwh": 15}, huella=fingerprint(panel(), plain.hallazgo), **about
    )


@pytest.mark.parametrize(
    ("about", "options", "holds"),
    [
        ({"usuario": "U1"}, {}, True),
        ({"usuario": "U1"}, {"kwh": [[11, 20], [5, 7]]}, True),
        ({"usuario": "U1"}, {"kwh": [[10, 20.0000000000001], [5, 6]]}, True),
        ({"usuario": "U1"}, {"kwh": [[10, 21], [5, 6]]}, False),
        ({"usuario": "U1"}, {"kwh": [[10, np.nan], [5, 6]]}, False),
        ({"usuario": "U1"}, {"calidad": [[0, 8], [0, 0]]}, False),
        ({"usuario": "U1"}, {"dias": [[31, 28], [31, 29]]}, False),
        ({"usuario": "U1"}, {"lectura_actual": [[1, 2], [3, 4]]}, False),
        ({"usuario": "U1"}, {"usuarios": ["X", "U2"]}, False),
        ({"bateria": "General"}, {}, True),
        ({"bateria": "General"}, {"kwh": [[11, 20], [5, 6]]}, True),
        ({"bateria": "General"}, {"kwh": [[10, 20], [5, 7]]}, False),
        ({"bateria": "General"}, {"entregado": {"General": [16, 28]}}, False),
    ],
    ids=[
        "same", "other cells changed", "last bit of a sum", "kwh", "now missing", "quality", "days", "registers",
        "usuario gone", "bateria same", "bateria, other ciclo", "bateria, a usuario of it", "bateria, totalizador",
    ],
)  # fmt: skip
def test_holds(about, options, holds):
    result = standing(panel(**options), [made(**about)])
    assert (len(result.vigentes), len(result.caducadas)) == ((1, 0) if holds else (0, 1))


def test_edits_are_looked_through():
    decision = made(usuario="U1")
    after = apply_decisions(panel(), [decision])
    assert after.kwh[0, 1] == 15
    assert standing(after, [decision]).vigentes == (decision,)


def test_a_finding_about_no_cell_holds():
    decision = decision_of(1, "aceptar")
    assert fingerprint(panel(), decision.hallazgo) == ""
    assert standing(panel(), [decision]).vigentes == (decision,)
