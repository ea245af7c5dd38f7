"""The boosting model: the same rows and seed give the same model, and it learns what is there to learn."""

import numpy as np

from consumo.forecast.boosting import fit_boosting, predict_boosting


def test_it_learns_and_repeats_itself():
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(2000, 4)).astype(np.float32)
    rows[rng.random(rows.shape) < 0.05] = np.nan
    target = np.where(rows[:, 0] > 0, 1.0, -1.0)
    first, again = (predict_boosting(fit_boosting(rows, target, np.ones(len(rows)), seed=3), rows) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - target).mean() < 0.1
