"""The members that need no training, for all usuarios at once: seasonal-naive, its trended form, theta and drift."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.season import History, Season, history_of, own_season

__all__ = ["Baseline", "baseline_at"]

Floats = NDArray[np.float64]

_ALPHAS: Final = np.array([0.05, 0.15, 0.25, 0.35, 0.45, 0.6, 0.75, 0.95])


@dataclass(frozen=True, eq=False, kw_only=True)
class Baseline:
    """Forecasts from one origin, and what was learned of each usuario on the way.

    Attributes:
        history: the filled histories.
        naive: the value one year before; without one, the level with its season, shape (n, horizon) [kWh/d].
        trended: `naive` times the ratio of the last year to the one before it.
        theta: simple exponential smoothing of the deseasonalised values plus half their linear trend.
        drift: their linear trend.
        season: seasonal index of each future step, shape (n, horizon).
        step: mean absolute difference to one year before (to the value before, without a year) [kWh/d], shape (n,).
        noise: root mean squared one-step error of the smoothing [kWh/d], shape (n,).
    """

    history: History
    naive: Floats
    trended: Floats
    theta: Floats
    drift: Floats
    season: Floats
    step: Floats
    noise: Floats


def baseline_at(y: Floats, shared: Season, group: NDArray[np.int32], *, period: int, horizon: int) -> Baseline:
    """Forecast from the end of `y`.

    Theta: V. Assimakopoulos and K. Nikolopoulos (2000), Int. J. Forecasting 16(4); as smoothing with half the
    drift: R. J. Hyndman and B. Billah (2003), Int. J. Forecasting 19(2), doi:10.1016/S0169-2070(01)00143-1.

    Args:
        y: values known at the origin, NaN = missing, shape (n, width).
        shared: seasonal indices of the groups.
        group: group of each usuario, shape (n,).
        period: columns in a year.
        horizon: steps ahead.
    """
    history = history_of(y, period)
    index = own_season(history, shared.index[group], shared.prior, period)
    width = y.shape[1]
    phases = np.arange(width + horizon) % period
    flat = history.x / index[:, phases[:width]]
    level, alpha, noise = _smooth(flat, history)
    start, slope = _line(flat, history.length)
    ahead = np.arange(1, horizon + 1)
    season = index[:, phases[width:]]
    reach = (1 - (1 - alpha) ** history.length) / alpha  # the smoothed level lags the trend by this many steps
    theta = (level[:, None] + 0.5 * slope[:, None] * (ahead - 1 + reach[:, None])) * season
    drift = (start[:, None] + slope[:, None] * (history.length[:, None] - 1 + ahead)) * season
    naive, has_year = _year_before(history, period, horizon)
    plain = level[:, None] * season
    return Baseline(
        history=history,
        naive=np.where(has_year, naive, plain),
        trended=np.where(has_year, naive * _yearly_ratio(history.x, period)[:, None], plain),
        theta=np.maximum(theta, 0.0),
        drift=np.maximum(drift, 0.0),
        season=season,
        step=_typical_step(history.x, period),
        noise=noise,
    )


def _smooth(flat: Floats, history: History) -> tuple[Floats, Floats, Floats]:
    """Smooth each row with the constant that fits it best; return the last level, the constant and the RMSE."""
    n, width = flat.shape
    rows = np.arange(n)
    head = np.minimum(history.first[:, None] + np.arange(4), width - 1)
    start = np.nan_to_num(flat[rows[:, None], head]).mean(axis=1)
    level = np.repeat(start[:, None], len(_ALPHAS), axis=1)
    squares = np.zeros_like(level)
    for t in range(width):
        error = flat[:, t, None] - level
        np.nan_to_num(error, copy=False)
        squares += error * error
        level += _ALPHAS * error
    best = squares.argmin(axis=1)
    rmse = np.sqrt(squares[rows, best] / np.maximum(history.length, 1))
    return np.where(history.length > 0, level[rows, best], np.nan), _ALPHAS[best], rmse


def _line(flat: Floats, length: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return start and slope of each row's least-squares line over its span; slope 0 below six columns."""
    known = np.isfinite(flat)
    time = np.arange(flat.shape[1]) - (flat.shape[1] - length[:, None])
    count = np.maximum(length, 1).astype(np.float64)
    mean_time = (count - 1) / 2
    values = np.where(known, flat, 0.0)
    mean = values.sum(axis=1) / count
    spread = count * (count * count - 1) / 12
    cross = (np.where(known, time - mean_time[:, None], 0.0) * values).sum(axis=1)
    slope = np.where(length >= 6, cross / np.maximum(spread, 1.0), 0.0)
    return mean - slope * mean_time, slope


def _year_before(history: History, period: int, horizon: int) -> tuple[Floats, NDArray[np.bool_]]:
    width = history.x.shape[1]
    column = width - period + np.arange(horizon) % period
    values = np.full((len(history.x), horizon), np.nan)
    inside = column >= 0
    values[:, inside] = history.x[:, column[inside]]
    return values, np.isfinite(values)


def _yearly_ratio(x: Floats, period: int) -> Floats:
    """Return the last year over the one before, on the columns both have (three at least), within 0.5 … 2."""
    width = x.shape[1]
    pairs = min(period, width - period)
    if pairs < 3:
        return np.ones(len(x))
    now, then = x[:, width - pairs :], x[:, width - pairs - period : width - period]
    both = np.isfinite(then)
    bottom = np.where(both, then, 0.0).sum(axis=1)
    top = np.where(both, now, 0.0).sum(axis=1)
    usable = (bottom > 0) & (both.sum(axis=1) >= 3)
    return np.where(usable, np.clip(top / np.where(usable, bottom, 1.0), 0.5, 2.0), 1.0)


def _typical_step(x: Floats, period: int) -> Floats:
    out = np.zeros(len(x))
    for lag in (1, period):
        if x.shape[1] > lag:
            step = np.abs(x[:, lag:] - x[:, :-lag])
            known = np.isfinite(step)
            count = known.sum(axis=1)
            mean = np.where(known, step, 0.0).sum(axis=1) / np.maximum(count, 1)
            out = np.where(count > 0, mean, out)
    return out
