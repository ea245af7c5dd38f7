"""Exchanges of rows find what sorting finds."""

import numpy as np
import pytest

from consumo.forecast.networks import kth_row


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 8, 13, 33])
def test_every_rank(rows):
    values = np.random.default_rng(rows).integers(0, 9, (rows, 20)).astype(float)
    before = values.copy()
    found = np.stack([kth_row(values, k) for k in range(rows)])
    np.testing.assert_array_equal(found, np.sort(values, axis=0))
    np.testing.assert_array_equal(values, before)


def test_what_is_not_known_stays_in_its_column():
    found = kth_row(np.array([[3.0, np.nan], [1.0, 1.0], [2.0, 2.0]]), 1)
    np.testing.assert_array_equal(found, [2.0, np.nan])
