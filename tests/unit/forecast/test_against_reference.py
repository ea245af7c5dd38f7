"""The vectorised method agrees with the plain one, usuario by usuario, at every origin."""

import math

import numpy as np
import pytest
from tests.unit.forecast import reference

from consumo.forecast.history import fill_gaps
from consumo.forecast.members import describe, members_of
from consumo.forecast.outliers import drawn_in
from consumo.forecast.season import group_season, own_season, ratios_to_year
from consumo.forecast.smoothing import pooled_error, smooth, try_constants
from consumo.forecast.windows import Windows, windows_of_pairs


def histories(n: int, width: int, *, seed: int = 0, missing: float = 0.1) -> np.ndarray:
    """Histories with seasons, spikes, vacancies, gaps, and late beginnings, shape (n, width)."""
    rng = np.random.default_rng(seed)
    y = rng.gamma(3, 3, (n, 1)) * (1 + 0.3 * np.sin(np.arange(width) / 2)) * rng.lognormal(0, 0.1, (n, width))
    y[rng.random(y.shape) < 0.03] *= 5
    y[rng.random(y.shape) < missing] = np.nan
    for k in range(0, n, 5):
        y[k, : rng.integers(0, width)] = np.nan
    y[1::7, -8:] = 0.0
    return y


def known_part(row: np.ndarray) -> list[float]:
    return row[np.isfinite(row)].tolist()


@pytest.mark.parametrize(("width", "period"), [(40, 12), (30, 13), (20, 12), (15, 6), (9, 12)])
def test_gaps_seasons_outliers_and_levels(width, period):
    y = histories(30, width)
    shared = np.random.default_rng(1).uniform(0.7, 1.3, period)
    history = fill_gaps(y.T.copy(), period)
    season = own_season(history, np.repeat(shared[:, None], 30, axis=1), 2.0)
    ratios, calmed = ratios_to_year(history), drawn_in(history.x)
    paths, trial = smooth(history.x, history.first), try_constants(history.x, history.first)
    for k in range(30):
        x = reference.filled(y[k].tolist(), period)
        np.testing.assert_allclose(history.x[:, k], x, rtol=1e-9)
        np.testing.assert_allclose(ratios[:, k], reference.year_ratios(x, period), rtol=1e-9)
        np.testing.assert_allclose(season[:, k], reference.season(x, shared.tolist(), 2.0), rtol=1e-9)
        np.testing.assert_allclose(calmed[:, k], reference.drawn_in(x), rtol=1e-9)
        d = known_part(history.x[:, k])
        if d:
            np.testing.assert_allclose(paths[-len(d) :, :, k].T, reference.smoothed(d), rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(trial.error[:, k], reference.errors_ahead(d), rtol=1e-9, atol=1e-12)


def test_lines():
    y = histories(20, 30, missing=0)
    group = np.zeros(20, np.int32)
    season = group_season(y, group, 1, 12)
    windows = windows_of_pairs(y, group, season.index, season.prior, (np.arange(20), np.full(20, 30)))
    described = describe(windows)
    members = members_of(described, pooled_error(described.trial), 3)
    for k in range(20):
        d = known_part(described.relative[:, k])
        if len(d) >= 6 and not math.isnan(described.scale[k]):
            mean, slope = reference.line(d)
            bound = 0.02 * (1 + members.level[0, k])
            assert members.mean[k] == pytest.approx(mean, abs=1e-9)
            assert members.slope[k] == pytest.approx(float(np.clip(slope, -bound, bound)), abs=1e-9)


def test_windows_side_by_side_are_as_each_one_alone():
    y = histories(12, 30)
    group = np.repeat(np.arange(3, dtype=np.int32), 4)
    season = group_season(y, group, 3, 12)
    pairs = (np.tile(np.arange(12), 3), np.repeat([20, 25, 30], 12))
    together = describe(windows_of_pairs(y, group, season.index, season.prior, pairs))
    pooled = pooled_error(together.trial)
    made = members_of(together, pooled, 13)
    for at, (row, origin) in enumerate(zip(*pairs, strict=True)):
        phase = (origin + np.arange(12)) % 12
        alone = describe(Windows(y[[row], :origin].T.copy(), season.index[group[row], phase][:, None], season.prior))
        one = members_of(alone, pooled, 13)
        for name in ("naive", "last_year", "level", "theta"):
            np.testing.assert_allclose(getattr(made, name)[:, at], getattr(one, name)[:, 0], rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(made.sigma[at], one.sigma[0], rtol=1e-7)


def test_half_the_digits_are_enough():
    y = histories(200, 36)
    group = np.zeros(200, np.int32)
    season = group_season(y, group, 1, 12)
    pairs = (np.arange(200), np.full(200, 36))
    made = []
    for kind in (np.float32, np.float64):
        index = season.index.astype(kind)
        described = describe(windows_of_pairs(y.astype(kind), group, index, season.prior, pairs))
        made.append(members_of(described, pooled_error(described.trial), 12))
    np.testing.assert_allclose(made[0].theta, made[1].theta, rtol=1e-3, atol=1e-3)
    assert made[0].theta.dtype == np.float32
