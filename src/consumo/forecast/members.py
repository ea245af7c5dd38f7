"""The members that need no training, for many histories at once: last year, level, theta; and what they are made of."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.history import History, fill_gaps, scale_of
from consumo.forecast.season import deseasonalised, own_season, without_outliers
from consumo.forecast.smoothing import Level, Trial, average_level, try_constants
from consumo.forecast.windows import Reals, Windows

__all__ = ["Described", "Members", "describe", "members_of"]

_STEEPEST: Final = 0.02
"""Largest trend per step that is believed, relative to the level."""

_LEAST_FOR_A_TREND: Final = 6


@dataclass(frozen=True, eq=False, kw_only=True)
class Described:
    """What was found out about each history, before anything is forecast.

    Attributes:
        history: gaps filled, outliers as measured, [kWh/d].
        x: outliers drawn in, shape (width, n) [kWh/d].
        season: seasonal index by steps ahead modulo the period, shape (period, n).
        d: x deseasonalised, shape (width, n) [kWh/d].
        scale: mean of the last year of d (of all of it where that is 0): what everything is relative to; NaN where it
            is 0, shape (n,) [kWh/d].
        trial: smoothing of d with each constant.
    """

    history: History
    x: Reals
    season: Reals
    d: Reals
    scale: Reals
    trial: Trial

    @cached_property
    def relative(self) -> Reals:
        """Return d / scale − 1, NaN where not known, shape (width, n)."""
        return np.asarray(self.d / self.scale - 1)


@dataclass(frozen=True, eq=False, kw_only=True)
class Members:
    """Forecasts of each history that need no training; shapes (horizon, n), relative to scale × season, minus 1.

    Attributes:
        naive: the value one year before as it was measured, the level without a year.
        last_year: the same with outliers drawn in.
        level: the smoothed level (the same at all steps).
        theta: the level and half the linear trend.
        slope: the linear trend per step, shape (n,).
        mean: mean of the whole history, shape (n,).
        sigma: the history's own variability, shape (n,).
    """

    naive: Reals
    last_year: Reals
    level: Reals
    theta: Reals
    slope: Reals
    mean: Reals
    sigma: Reals


def describe(windows: Windows) -> Described:
    """Fill gaps, find the season, draw outliers in, and smooth."""
    history = fill_gaps(windows.y, windows.period)
    x = without_outliers(history, windows.shared, windows.prior)
    season = own_season(History(x, history.first, windows.period), windows.shared, windows.prior)
    d = deseasonalised(x, season)
    return Described(
        history=history,
        x=x,
        season=season,
        d=d,
        scale=scale_of(d, windows.period),
        trial=try_constants(d, history.first),
    )


def members_of(described: Described, pooled: NDArray[np.float64], horizon: int) -> Members:
    """Forecast `horizon` steps ahead.

    Theta: V. Assimakopoulos and K. Nikolopoulos (2000), Int. J. Forecasting 16(4); as smoothing with half the
    drift: R. J. Hyndman and B. Billah (2003), Int. J. Forecasting 19(2), doi:10.1016/S0169-2070(01)00143-1.

    Args:
        described: from `describe`.
        pooled: errors of the smoothing constants over all histories, from `pooled_error`.
        horizon: steps ahead.
    """
    level = average_level(described.trial, pooled)
    mean, slope = _line(described.relative, described.history.length)
    flat = level.level / described.scale - 1
    bound = _STEEPEST * (1 + flat)
    slope = np.clip(slope, -bound, bound)
    steps = np.arange(1, horizon + 1, dtype=slope.dtype)[:, None]
    length = described.history.length.astype(slope.dtype)
    reach = (1 - (1 - level.alpha) ** length) / level.alpha  # steps by which the level lags a trend
    theta = np.maximum(flat + (slope / 2) * (steps - 1 + reach), -1)
    raw = deseasonalised(described.history.x, described.season) / described.scale - 1
    return Members(
        naive=_year_before(raw, flat, described.history.period, horizon),
        last_year=_year_before(described.relative, flat, described.history.period, horizon),
        level=np.broadcast_to(flat, (horizon, len(flat))),
        theta=theta,
        slope=slope,
        mean=mean,
        sigma=_sigma(described, level),
    )


def _line(relative: Reals, length: NDArray[np.int64]) -> tuple[Reals, Reals]:
    """Return mean and slope of each history's least-squares line; slope 0 below six steps."""
    width = len(relative)
    values = np.where(np.isfinite(relative), relative, 0)
    count = np.maximum(length, 1).astype(relative.dtype)
    time = np.arange(width, dtype=relative.dtype)
    middle = width - 1 - (count - 1) / 2
    mean = values.sum(axis=0) / count
    cross = time @ values - middle * mean * count  # Σ (t − middle) v, with v = 0 before the first value
    spread = count * (count * count - 1) / 12
    slope = np.where(length >= _LEAST_FOR_A_TREND, cross / np.maximum(spread, 1), 0)
    return mean, slope.astype(relative.dtype)


def _year_before(relative: Reals, flat: Reals, period: int, horizon: int) -> Reals:
    """Return the value of the same phase in the last year known, `flat` without one, shape (horizon, n)."""
    width = len(relative)
    out = np.repeat(flat[None], horizon, axis=0)
    for step in range(horizon):
        row = width - period + step % period
        if row >= 0:
            out[step] = np.where(np.isfinite(relative[row]), relative[row], flat)
    return out


def _sigma(described: Described, level: Level) -> Reals:
    """Return half the mean of the typical step to one year before and of the smoothing's error, 0.03 to 2."""
    x, scale = described.history.x, described.scale
    step = np.zeros(x.shape[1], x.dtype)
    for lag in (1, described.history.period):  # the year, where there is one, overwrites the single step
        if len(x) > lag:
            change = np.abs(x[lag:] - x[:-lag])
            known = np.isfinite(change)
            count = known.sum(axis=0)
            change[~known] = 0
            step = np.where(count > 0, change.sum(axis=0) / np.maximum(count, 1), step)
    own = (step + level.error) / (2 * scale)
    return np.where(np.isfinite(own), np.clip(own, 0.03, 2.0), 0.03).astype(x.dtype)
