"""The boosting model: the same rows and seed give the same model, and it learns what is there to learn."""

import numpy as np
from tests.builders import random_panel

from consumo.forecast.boosting import fit_boosting, predict_boosting
from consumo.forecast.model import BOOSTING, LINEAR, train
from consumo.forecast.windows import windows_at


def test_it_learns_and_repeats_itself():
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(2000, 4)).astype(np.float32)
    rows[rng.random(rows.shape) < 0.05] = np.nan
    target = np.where(rows[:, 0] > 0, 1.0, -1.0)
    first, again = (predict_boosting(fit_boosting(rows, target, np.ones(len(rows)), seed=3), rows) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - target).mean() < 0.1


def test_many_rows_use_the_boosting_and_its_answer_is_repeatable(monkeypatch):
    monkeypatch.setattr("consumo.forecast.boosting.ROUNDS", 15)
    panel = random_panel(200, 36)
    y, group = np.array(panel.kwh_dia, np.float32), panel.bateria_of
    models = [train(y, group, n_groups=panel.n_baterias, period=12, horizon=2, seed=7) for _ in range(2)]
    made = [m.predict(windows_at(y, group, m.season.index, m.season.prior, slice(0, len(y)))) for m in models]
    assert BOOSTING in made[0].values
    np.testing.assert_array_equal(made[0].values[BOOSTING], made[1].values[BOOSTING])
    assert min(float(v.min()) for v in made[0].values.values()) >= 0
    assert made[0].values[LINEAR].dtype == np.float32
