"""The global models: what they see is relative, what they learn helps, few rows do without the boosting."""

import numpy as np
from tests.builders import random_panel

from consumo.forecast.baseline import baseline_at
from consumo.forecast.features import NAMES, feature_rows
from consumo.forecast.linear import fit_linear, predict_linear
from consumo.forecast.model import BLEND, BOOSTING, LINEAR, NAIVE, THETA, train
from consumo.forecast.season import group_season


def test_features_do_not_depend_on_the_size_of_a_usuario():
    y = np.random.default_rng(0).gamma(9, 1, (6, 30))
    group = np.zeros(6, np.int32)
    rows = []
    for size in (1.0, 1000.0):
        season = group_season(size * y, group, 1, 12)
        rows.append(feature_rows(baseline_at(size * y, season, group, period=12, horizon=3), 12, 3))
    same = [k for k, name in enumerate(NAMES) if name != "log_level"]
    np.testing.assert_allclose(rows[0][..., same], rows[1][..., same], rtol=1e-4, atol=1e-5)


def test_the_linear_model_finds_a_line_among_outliers():
    rng = np.random.default_rng(1)
    rows = rng.uniform(0, 2, (3000, len(NAMES))).astype(np.float32)
    target = 0.3 * rows[:, 0].astype(float) - 0.1
    target[::10] += rng.normal(0, 20, 300)
    made = predict_linear(fit_linear(rows, target), rows)
    assert np.median(np.abs(made - (0.3 * rows[:, 0] - 0.1))) < 0.02


def test_few_rows_use_the_linear_model_alone_and_short_histories_none():
    panel = random_panel(30, 36)
    group = panel.bateria_of
    model = train(panel.kwh_dia, group, n_groups=3, period=12, horizon=6, seed=0)
    assert model.members == (NAIVE, THETA, LINEAR)
    short = train(panel.kwh_dia[:, :14], group, n_groups=3, period=12, horizon=6, seed=0)
    assert short.members == (NAIVE, THETA)
    values = short.predict(panel.kwh_dia[:, :14], group).values
    np.testing.assert_allclose(values[BLEND], 0.5 * (values[NAIVE] + values[THETA]))


def test_many_rows_use_the_boosting_and_its_answer_is_repeatable(monkeypatch):
    monkeypatch.setattr("consumo.forecast.boosting.ROUNDS", 15)
    panel = random_panel(200, 36)
    made = [
        train(panel.kwh_dia, panel.bateria_of, n_groups=3, period=12, horizon=2, seed=7).predict(
            panel.kwh_dia, panel.bateria_of
        )
        for _ in range(2)
    ]
    assert BOOSTING in made[0].values
    np.testing.assert_array_equal(made[0].values[BOOSTING], made[1].values[BOOSTING])
    assert min(float(v.min()) for v in made[0].values.values()) >= 0
