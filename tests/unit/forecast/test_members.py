"""Gaps, seasons and the members that need no training, on series whose continuation is known."""

import numpy as np
import pytest

from consumo.forecast.history import fill_gaps
from consumo.forecast.members import describe, members_of
from consumo.forecast.outliers import drawn_in
from consumo.forecast.season import group_season
from consumo.forecast.smoothing import ALPHAS, average_level, pooled_error, try_constants
from consumo.forecast.windows import windows_at

SHAPE = 1 + 0.4 * np.sin(2 * np.pi * np.arange(12) / 12)


def made(y: np.ndarray, member: str, horizon: int = 12, period: int = 12) -> np.ndarray:
    """Return a member's forecasts in the unit of `y`, shape (n, horizon)."""
    group = np.zeros(len(y), np.int32)
    season = group_season(y, group, 1, period)
    described = describe(windows_at(y, group, season.index, season.prior, slice(0, len(y))))
    relative = getattr(members_of(described, pooled_error(described.trial), horizon), member)
    return ((1 + relative) * described.season[np.arange(horizon) % period] * described.scale).T


def seasonal(n: int = 8, years: int = 3) -> np.ndarray:
    return np.arange(1, n + 1)[:, None] * 10 * np.tile(SHAPE, years)


@pytest.mark.parametrize("member", ["naive", "last_year", "level", "theta"])
def test_a_repeating_year_repeats(member: str):
    y = seasonal()
    np.testing.assert_allclose(made(y, member), y[:, :12], rtol=0.02)


def test_seasonal_naive_is_last_years_value_also_beyond_a_year():
    y = np.random.default_rng(0).gamma(3, 2, (5, 30))
    naive = made(y, "naive", horizon=13)
    np.testing.assert_allclose(naive[:, :12], y[:, 18:])
    np.testing.assert_allclose(naive[:, 12], y[:, 18])


def test_a_single_spike_is_in_seasonal_naive_and_not_in_last_year():
    y = seasonal()
    y[3, 28] *= 6
    assert made(y, "naive")[3, 4] == pytest.approx(y[3, 28])
    assert made(y, "last_year")[3, 4] < 0.3 * y[3, 28]


def test_a_peak_that_comes_every_year_is_season():
    y = np.full((8, 48), 10.0)
    y[2, 4::12] = 80.0
    assert made(y, "last_year")[2, 4] > 60
    assert made(y, "level")[2, 4] > 30


def test_without_a_year_the_level_takes_the_season_of_the_others():
    y = seasonal()
    y[0, :-5] = np.nan
    np.testing.assert_allclose(made(y, "naive")[0], y[1, :12] / 2, rtol=0.1)


def test_a_line_is_halved_by_theta_and_steep_ones_are_not_believed():
    gentle = np.tile(100 + 0.5 * np.arange(12.0), (3, 1))
    steps = np.diff(made(gentle, "theta", horizon=3), axis=1)
    np.testing.assert_allclose(steps, 0.25, rtol=0.05)
    steep = np.tile(10 * 1.3 ** np.arange(20.0), (3, 1))
    assert (made(steep, "theta", horizon=12)[:, -1] < 2 * steep[:, -1]).all()


def test_gaps_take_last_years_value_times_the_recent_growth():
    y = seasonal(1)
    y[:, 12:] *= 1.5
    expected = y[0, 20]
    y[0, 20] = np.nan
    assert fill_gaps(y.T.copy(), 12).x[20, 0] == pytest.approx(expected)
    short = fill_gaps(np.array([[np.nan], [2.0], [np.nan]]), 12).x[:, 0]
    assert np.isnan(short[0])
    assert short[2] == 2.0


@pytest.mark.parametrize("value", [0.0, np.nan], ids=["vacant", "unknown"])
def test_nothing_in_gives_nothing_out_without_a_warning(value: float):
    y = seasonal()
    y[0] = value
    assert np.isfinite(made(y, "theta")[1:]).all()


def test_a_usuario_asleep_for_a_year_is_forecast_at_nothing():
    y = seasonal()
    y[0, -13:] = 0.0
    assert made(y, "last_year")[0].max() == pytest.approx(0, abs=1e-9)
    assert made(y, "level")[0].max() < 0.05 * y[0].max()


def test_own_season_counts_for_more_where_years_agree():
    rng = np.random.default_rng(1)
    group = np.zeros(40, np.int32)
    own = 1 + 0.4 * np.sin(2 * np.pi * (np.arange(36) / 12 + rng.random((40, 1))))
    steady = group_season(own, group, 1, 12)
    noisy = group_season(np.tile(SHAPE, 3) * rng.uniform(0.6, 1.4, (40, 36)), group, 1, 12)
    assert steady.prior < 0.5
    assert noisy.prior > 4


def test_a_shift_that_lasts_stays():
    d = np.full((24, 1), 10.0)
    d[16:] = 30.0
    np.testing.assert_array_equal(drawn_in(d), d)


@pytest.mark.parametrize(("walk", "quick"), [(0.0, False), (1.0, True)], ids=["noise about a level", "random walk"])
def test_the_level_follows_as_fast_as_the_data_move(walk: float, quick: bool):
    rng = np.random.default_rng(2)
    d = 50 + walk * rng.normal(size=(40, 60)).cumsum(axis=0) + (1 - walk) * rng.normal(size=(40, 60))
    trial = try_constants(d, np.zeros(60, np.int64))
    level = average_level(trial, pooled_error(trial))
    assert (float(level.alpha.mean()) > 0.3) is quick
    assert ALPHAS[0] <= level.alpha.min() <= level.alpha.max() <= ALPHAS[-1]
