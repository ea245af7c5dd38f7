"""Errors of forecasts: each with its formula and source; arrays in, numbers out; what is missing does not count.

Every function takes arrays of one shape and averages over the cells that both know; `axis=None` gives one float,
an axis gives an array. NaN is returned where nothing can be compared.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["bias", "coverage", "mase", "pinball", "rmsse", "seasonal_scale", "wape"]

Floats = NDArray[np.float64]


def wape(actual: ArrayLike, forecast: ArrayLike, *, axis: int | None = None) -> Any:
    """Weighted absolute percentage error [–]: Σ|y − f| / Σ|y|.

    Source: S. Kolassa and W. Schütz (2007), Foresight 6 ("MAD/mean ratio"). NaN where Σ|y| is 0.
    """
    y, f = _paired(actual, forecast)
    return _ratio(np.nansum(np.abs(y - f), axis=axis), np.nansum(np.abs(y), axis=axis))


def bias(actual: ArrayLike, forecast: ArrayLike, *, axis: int | None = None) -> Any:
    """Relative bias [–]: Σ(f − y) / Σ|y|; positive where forecasts are too high."""
    y, f = _paired(actual, forecast)
    return _ratio(np.nansum(f - y, axis=axis), np.nansum(np.abs(y), axis=axis))


def seasonal_scale(history: ArrayLike, period: int, *, power: int = 1) -> Floats:
    """Mean of |y_t − y_(t−m)|^power over each row's history: the denominator of MASE (1) and RMSSE (2).

    Args:
        history: known before the forecast, NaN = missing, shape (n, n_ciclos).
        period: m; rows without one whole period use m = 1.
        power: 1 or 2.

    Returns:
        Shape (n,); NaN where there is nothing to compare or nothing varies.
    """
    y = np.asarray(history, dtype=np.float64)
    out = np.full(len(y), np.nan)
    for lag in (1, period):  # the period, where there is one, overwrites the step
        if y.shape[1] > lag:
            step = np.abs(y[:, lag:] - y[:, :-lag]) ** power
            both = np.isfinite(step)
            count = both.sum(axis=1)
            mean = np.where(both, step, 0.0).sum(axis=1) / np.maximum(count, 1)
            out = np.where(count > 0, mean, out)
    return np.where(out > 0, out, np.nan)


def mase(actual: ArrayLike, forecast: ArrayLike, history: ArrayLike, period: int) -> float:
    """Mean absolute scaled error [–]: mean over rows of mean|y − f| / seasonal_scale(row).

    Source: R. J. Hyndman and A. B. Koehler (2006), Int. J. Forecasting 22(4),
    doi:10.1016/j.ijforecast.2006.03.001. Rows whose history does not vary are left out.
    """
    y, f = _paired(actual, forecast)
    return _mean(_row_mean(np.abs(y - f)) / seasonal_scale(history, period))


def rmsse(actual: ArrayLike, forecast: ArrayLike, history: ArrayLike, period: int) -> float:
    """Root mean squared scaled error [–]: mean over rows of sqrt(mean (y − f)² / seasonal_scale(row, power=2)).

    Source: S. Makridakis, E. Spiliotis and V. Assimakopoulos (2022), Int. J. Forecasting 38(4) (M5, there with
    m = 1), doi:10.1016/j.ijforecast.2021.11.013.
    """
    y, f = _paired(actual, forecast)
    return _mean(np.sqrt(_row_mean((y - f) ** 2) / seasonal_scale(history, period, power=2)))


def coverage(actual: ArrayLike, lower: ArrayLike, upper: ArrayLike, *, axis: int | None = None) -> Any:
    """Share of the known actuals that lie in [lower, upper] [–]."""
    y, low, high = (np.asarray(a, dtype=np.float64) for a in (actual, lower, upper))
    usable = np.isfinite(y) & np.isfinite(low) & np.isfinite(high)
    inside = usable & (y >= low) & (y <= high)
    return _ratio(inside.sum(axis=axis), usable.sum(axis=axis))


def pinball(actual: ArrayLike, quantile_forecast: ArrayLike, level: float, *, axis: int | None = None) -> Any:
    """Mean pinball loss of a quantile forecast, in the unit of `actual`: max(q (y − f), (q − 1)(y − f)).

    Source: R. Koenker and G. Bassett (1978), Econometrica 46(1), doi:10.2307/1913643.

    Args:
        actual: what happened.
        quantile_forecast: forecast of the `level` quantile.
        level: q, in (0, 1).
        axis: as in `wape`.
    """
    y, f = _paired(actual, quantile_forecast)
    loss = np.maximum(level * (y - f), (level - 1) * (y - f))
    return _ratio(np.nansum(loss, axis=axis), np.isfinite(loss).sum(axis=axis))


def _paired(actual: ArrayLike, forecast: ArrayLike) -> tuple[Floats, Floats]:
    y, f = np.broadcast_arrays(np.asarray(actual, dtype=np.float64), np.asarray(forecast, dtype=np.float64))
    both = np.isfinite(y) & np.isfinite(f)
    return np.where(both, y, np.nan), np.where(both, f, np.nan)


def _ratio(top: Any, bottom: Any) -> Any:
    top, bottom = np.asarray(top, dtype=np.float64), np.asarray(bottom, dtype=np.float64)
    out = np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), np.nan)
    return float(out) if out.ndim == 0 else out


def _row_mean(values: Floats) -> Floats:
    known = np.isfinite(values)
    count = known.sum(axis=1)
    return np.where(count > 0, np.where(known, values, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")
