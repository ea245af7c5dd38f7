"""The global models: what they see is relative, what they learn helps, few rows do without the boosting."""

import numpy as np
import pytest
from tests.builders import random_panel

from consumo.forecast.features import FOR_TREES, ORIGIN, STEP, Features, features_of, tree_rows
from consumo.forecast.linear import Lesson, fit_linear, predict_linear
from consumo.forecast.members import describe, members_of
from consumo.forecast.model import LAST_YEAR, LEVEL, LINEAR, THETA, Made, Model, train
from consumo.forecast.season import group_season
from consumo.forecast.smoothing import pooled_error
from consumo.forecast.windows import windows_at


def trained(y: np.ndarray, group: np.ndarray, horizon: int = 6) -> Model:
    return train(y, group, n_groups=int(group.max()) + 1, period=12, horizon=horizon, seed=7)


def forecast(model: Model, y: np.ndarray, group: np.ndarray) -> Made:
    return model.predict(windows_at(y, group, model.season.index, model.season.prior, slice(0, len(y))))


def features(y: np.ndarray, horizon: int = 3) -> Features:
    group = np.zeros(len(y), np.int32)
    season = group_season(y, group, 1, 12)
    described = describe(windows_at(y, group, season.index, season.prior, slice(0, len(y))))
    return features_of(described, members_of(described, pooled_error(described.trial), horizon))


def test_features_do_not_depend_on_the_size_of_a_usuario():
    y = np.random.default_rng(0).gamma(9, 1, (6, 30))
    small, large = tree_rows(features(y)), tree_rows(features(1000 * y))
    assert small.shape == (18, len(FOR_TREES))
    np.testing.assert_allclose(small, large, rtol=1e-4, atol=1e-5)


def test_the_first_lag_is_the_last_value_and_every_row_has_its_step():
    made = features(np.random.default_rng(0).gamma(9, 1, (6, 30)))
    rows = tree_rows(made).reshape(3, 6, len(FOR_TREES))
    np.testing.assert_allclose(rows[1, :, FOR_TREES.index("lag_1")], made.origin[0], rtol=1e-6)
    np.testing.assert_allclose(rows[2, :, FOR_TREES.index("theta")], made.steps[2, STEP.index("theta")], rtol=1e-6)
    assert rows[:, 0, -1].tolist() == [1, 2, 3]


def lesson_of(rng: np.random.Generator, *, n_origins: int, shock: float = 0.0) -> Lesson:
    """1500 rows whose target is 0.3 × the first lag − 0.1 × the step's first feature, and what each ciclo brought."""
    origin, step = rng.normal(size=(1500, len(ORIGIN))), rng.normal(size=(1500, len(STEP)))
    ciclo = rng.integers(0, n_origins, 1500)
    target = 0.3 * origin[:, 0] - 0.1 * step[:, 0] + shock * rng.normal(size=n_origins)[ciclo]
    target[::10] += rng.normal(0, 20, 150)
    ahead = rng.integers(1, 13, 1500)
    return Lesson(
        origin=origin, step=step, ahead=ahead, ciclo=ciclo, target=target, weight=np.ones(1500), n_origins=n_origins
    )


@pytest.mark.parametrize(("n_origins", "shock"), [(47, 0.0), (5, 0.5)], ids=["outliers", "outliers and common shocks"])
def test_the_linear_model_finds_what_tells_usuarios_apart(n_origins, shock):
    linear = fit_linear(lesson_of(np.random.default_rng(1), n_origins=n_origins, shock=shock), 12)
    np.testing.assert_allclose(linear.origin[:, 0], 0.3, atol=0.05)
    np.testing.assert_allclose(linear.step[:, 0], -0.1, atol=0.05)
    assert np.abs(linear.origin[:, 1:]).max() < 0.06


def test_the_linear_model_adds_up_what_its_weights_say():
    linear = fit_linear(lesson_of(np.random.default_rng(1), n_origins=47), 3)
    seen = features(np.random.default_rng(0).gamma(9, 1, (6, 30)))
    made = predict_linear(linear, seen)
    for step in range(3):
        for k in range(6):
            plain = linear.origin[step] @ seen.origin[:, k] + linear.step[step] @ seen.steps[step, :, k]
            assert made[step, k] == pytest.approx(plain + linear.constant[step])


def test_few_rows_use_the_linear_model_alone_and_short_histories_none():
    panel = random_panel(30, 36)
    y, group = np.array(panel.kwh_dia), panel.bateria_of
    assert trained(y, group).members == (LAST_YEAR, LEVEL, THETA, LINEAR)
    assert trained(y[:, :14], group).members == (LAST_YEAR, LEVEL, THETA)
