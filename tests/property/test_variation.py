"""The parts of a variation add up, whatever the readings."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tests.builders import panel_of

from consumo.critica.variation import explain_variation, whole_parts

NAN = float("nan")
AMOUNT = st.one_of(st.just(NAN), st.floats(0, 1e6), st.integers(0, 5).map(float))


@given(
    hnp.arrays(float, (4, 3), elements=AMOUNT),
    hnp.arrays(np.int64, (4, 3), elements=st.integers(1, 90)),
    hnp.arrays(float, (4, 3), elements=st.sampled_from([NAN, 1.0, 40.0, 0.5])),
    hnp.arrays(np.uint8, (4, 3), elements=st.sampled_from([0, 8, 9, 10])),
)
def test_the_parts_add_up(kwh, dias, factor, calidad):
    panel = panel_of(kwh, dias=dias, factor=factor, calidad=calidad)
    found = explain_variation(panel, np.arange(4), ahora=2, contra=1)
    change = np.nan_to_num(found.ahora) - np.nan_to_num(found.antes)
    np.testing.assert_allclose(found.partes.sum(axis=1), change, rtol=1e-12, atol=1e-6)
    total = round(np.nansum(found.ahora), 3) - round(np.nansum(found.antes), 3)
    assert sum(whole_parts(found.partes.sum(axis=0), round(total * 1000))) == round(total * 1000)


@given(st.lists(st.one_of(st.just(0.0), st.floats(-1e6, 1e6)), min_size=1, max_size=7), st.integers(-2, 2))
def test_rounded_parts_add_up_and_none_appears_from_nothing(parts, off):
    exact = np.array(parts)
    total = round(exact.sum() * 1000) + off
    whole = whole_parts(exact, total)
    assert sum(whole) == total
    if exact.any():
        assert all(w == 0 for w, part in zip(whole, parts, strict=True) if part == 0)
