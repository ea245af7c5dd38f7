"""Gaps, seasons and the members that need no training, on series whose continuation is known."""

import numpy as np
import pytest

from consumo.forecast.baseline import Baseline, baseline_at
from consumo.forecast.season import group_season, history_of

SHAPE = 1 + 0.4 * np.sin(2 * np.pi * np.arange(12) / 12)


def made(y: np.ndarray, horizon: int = 12, period: int = 12) -> Baseline:
    group = np.zeros(len(y), np.int32)
    return baseline_at(y, group_season(y, group, 1, period), group, period=period, horizon=horizon)


def seasonal(n: int = 8, years: int = 3) -> np.ndarray:
    return np.arange(1, n + 1)[:, None] * 10 * np.tile(SHAPE, years)


@pytest.mark.parametrize("member", ["naive", "trended", "theta"])
def test_a_repeating_year_repeats(member: str):
    y = seasonal()
    np.testing.assert_allclose(getattr(made(y), member), y[:, :12], rtol=0.02)


def test_seasonal_naive_is_last_years_value_also_beyond_a_year():
    y = np.random.default_rng(0).gamma(3, 2, (5, 30))
    base = made(y, horizon=13)
    np.testing.assert_array_equal(base.naive[:, :12], y[:, 18:])
    np.testing.assert_array_equal(base.naive[:, 12], y[:, 18])


def test_without_a_year_the_level_takes_the_season_of_the_others():
    y = seasonal()
    y[0, :-5] = np.nan
    np.testing.assert_allclose(made(y).naive[0], y[1, :12] / 2, rtol=0.1)


def test_a_line_is_continued_by_drift_and_halved_by_theta():
    y = np.tile(10 + np.arange(10.0), (3, 1))
    base = made(y, horizon=2)
    np.testing.assert_allclose(base.drift, [[20, 21]] * 3, rtol=1e-9)
    assert (base.theta[:, 1] - base.theta[:, 0]).tolist() == pytest.approx([0.5] * 3)


def test_gaps_take_last_years_value_times_the_recent_growth():
    y = seasonal(1)
    y[:, 12:] *= 1.5
    expected = y[0, 20]
    y[0, 20] = np.nan
    filled = history_of(y, 12)
    assert filled.x[0, 20] == pytest.approx(expected)
    assert np.isnan(history_of(np.array([[np.nan, 2.0, np.nan]]), 12).x[0, 0])
    assert history_of(np.array([[np.nan, 2.0, np.nan]]), 12).x[0, 2] == 2.0


@pytest.mark.parametrize("value", [0.0, np.nan], ids=["vacant", "unknown"])
def test_nothing_in_gives_nothing_out_without_a_warning(value: float):
    y = seasonal()
    y[0] = value
    base = made(y)
    np.testing.assert_array_equal(base.naive[0], np.full(12, value))
    assert np.isfinite(base.theta[1:]).all()


def test_own_season_counts_for_more_where_years_agree():
    rng = np.random.default_rng(1)
    group = np.zeros(40, np.int32)
    own = 1 + 0.4 * np.sin(2 * np.pi * (np.arange(36) / 12 + rng.random((40, 1))))
    steady = group_season(own, group, 1, 12)
    noisy = group_season(np.tile(SHAPE, 3) * rng.uniform(0.6, 1.4, (40, 36)), group, 1, 12)
    assert steady.prior < 0.5
    assert noisy.prior > 4
