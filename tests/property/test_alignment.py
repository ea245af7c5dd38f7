"""Even use comes to the days of the totalizador, whenever anybody was read."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.critica.test_alignment import read_on

from consumo.critica.alignment import date_adjustment

STEPS = st.lists(st.integers(25, 35), min_size=3, max_size=3)


@given(st.lists(STEPS, min_size=1, max_size=4), STEPS, st.lists(st.floats(0, 100), min_size=4, max_size=4))
def test_even_use_comes_to_the_days_of_the_totalizador(steps, master, per_day):
    edges = [[0, *np.cumsum(row).tolist()] for row in steps]
    ends = [0, *np.cumsum(master).tolist()]
    used = per_day[: len(edges)]
    panel = read_on(edges, used, ends)
    measured = panel.kwh.sum(axis=0) + date_adjustment(panel)[0]
    np.testing.assert_allclose(measured, np.diff(ends) * sum(used), atol=1e-6)
