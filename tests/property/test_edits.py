"""Any slip of the pen is found back, and slips stay as rare as they are said to be."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.critica.test_edits import found

from consumo.critica.solver.edits import edits_within


@given(st.integers(0, 99_999), st.data())
def test_any_slip_is_found_back(meant, data):
    text = list(f"{meant:05d}")
    k = data.draw(st.integers(0, 3))
    if data.draw(st.booleans()):
        text[k], text[k + 1] = text[k + 1], text[k]
    else:
        text[k] = data.draw(st.sampled_from("0123456789"))
    written = int("".join(text))
    assert written == meant or meant in found(float(written), 5)


@given(st.integers(0, 9_999))
def test_shares_of_a_slip_stay_below_it(written):
    edits = edits_within(*(np.array([float(v)]) for v in (written, 4, 0, 1e9)))
    assert np.exp(edits.log_prior).sum() <= 0.03
