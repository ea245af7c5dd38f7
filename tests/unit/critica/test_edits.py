"""Slips of the pen: every number one slip away, and none that is not."""

import numpy as np
import pytest

from consumo.critica.solver.candidates import KINDS
from consumo.critica.solver.edits import edits_within
from consumo.domain.propuesta import TipoPropuesta

WRONG, SWAPPED = TipoPropuesta.DIGITO_EQUIVOCADO, TipoPropuesta.DIGITOS_TRASPUESTOS
OMITTED, EXTRA = TipoPropuesta.DIGITO_OMITIDO, TipoPropuesta.DIGITO_SOBRANTE


def found(written: float, digits: int, low: float = 0.0, high: float = 1e9) -> dict[float, TipoPropuesta]:
    edits = edits_within(*(np.array([v]) for v in (written, digits, low, high)))
    return {v: KINDS[k] for v, k in zip(edits.value.tolist(), edits.kind.tolist(), strict=True)}


@pytest.mark.parametrize(
    ("written", "digits", "meant", "kind"),
    [
        pytest.param(12845, 5, 12345, WRONG, id="a digit"),
        pytest.param(13245, 5, 12345, SWAPPED, id="transposed"),
        pytest.param(1245, 5, 12345, OMITTED, id="a digit left out"),
        pytest.param(123345, 5, 12345, EXTRA, id="a digit twice"),
        pytest.param(6712, 5, 60712, SWAPPED, id="transposed with the zero in front"),
        pytest.param(345, 5, 10345, WRONG, id="a digit for the zero in front"),
        pytest.param(12845.5, 5, 12345.5, WRONG, id="decimals stay"),
    ],
)
def test_what_may_have_been_meant(written, digits, meant, kind):
    assert found(written, digits)[meant] is kind


def test_only_what_lies_in_the_range():
    assert set(found(12845, 5, 12300, 12400)) == {12345}
