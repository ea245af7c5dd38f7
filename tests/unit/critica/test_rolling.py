"""Rolling statistics are NumPy's, over what is known before."""

import numpy as np
import pytest

from consumo.critica.rolling import known_before, mean_and_sd_before, median_before, row_median

RNG = np.random.default_rng(5)
VALUES = RNG.normal(size=(40, 9))
VALUES[RNG.random(VALUES.shape) < 0.3] = np.nan


def test_row_median_equals_numpys():
    values = VALUES.copy()
    values[:, 0] = 1.0
    np.testing.assert_allclose(row_median(values), np.nanmedian(values, axis=1))
    assert np.isnan(row_median(np.full((1, 3), np.nan)))[0]


@pytest.mark.parametrize("column", range(9))
def test_before_each_ciclo(column):
    past = VALUES[:, max(0, column - 4) : column]
    known = np.isfinite(past).sum(axis=1)
    np.testing.assert_array_equal(known_before(VALUES, 4)[:, column], known)
    mean, sd = mean_and_sd_before(VALUES, 4)
    for row in range(len(VALUES)):
        seen = past[row][np.isfinite(past[row])]
        expected = (np.median(seen) if len(seen) else np.nan,) + (
            (seen.mean(), seen.std(ddof=1)) if len(seen) > 1 else (np.nan, np.nan)
        )
        found = (median_before(VALUES, 4)[row, column], mean[row, column], sd[row, column])
        np.testing.assert_allclose(found, expected)
