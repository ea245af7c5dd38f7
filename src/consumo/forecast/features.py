"""What the global models see: every number relative to the usuario's own level, so that all share one model."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.baseline import Baseline

__all__ = ["FOR_LINEAR", "HORIZON_COLUMN", "NAMES", "WITH_HORIZON", "feature_rows"]

_LAGS: Final = 12
_ORIGIN: Final = (
    *(f"lag_{k}" for k in range(1, _LAGS + 1)),
    "step", "noise", "mean_3", "mean_6", "zeros_6", "year_ratio", "year_before", "log_level",
    "length", "panel_growth", "panel_growth_3",
)  # fmt: skip
_TARGET: Final = (
    "naive", "trended", "theta", "drift", "season",
    "year_before_earlier", "year_before_later", "two_years_before", "horizon",
)  # fmt: skip
NAMES: Final = _ORIGIN + _TARGET
"""Names of the columns, in order."""

HORIZON_COLUMN: Final = NAMES.index("horizon")

# Linear in these would only extrapolate: the trees may split on them.
_TREES_ONLY: Final = ("length", "panel_growth", "panel_growth_3", "horizon")
FOR_LINEAR: Final = tuple(k for k, name in enumerate(NAMES) if name not in _TREES_ONLY)
WITH_HORIZON: Final = tuple(
    k for k, name in enumerate(NAMES) if name.startswith("lag_") or name in {"naive", "trended", "theta", "drift"}
)
"""Columns whose weight in the linear model changes with the horizon."""


def feature_rows(base: Baseline, period: int, horizon: int) -> NDArray[np.float32]:
    """Return the features of every usuario and step ahead, NaN where not known, shape (n, horizon, n_features).

    Args:
        base: from `baseline_at`.
        period: columns in a year.
        horizon: steps ahead.
    """
    x, level = base.history.x, base.history.level
    n, width = x.shape
    inverse = np.where(level > 0, 1 / np.where(level > 0, level, 1.0), np.nan)
    out = np.full((n, horizon, len(NAMES)), np.nan, np.float32)
    out[:, :, : len(_ORIGIN)] = _origin_part(base, inverse, period)[:, None, :]
    place = len(_ORIGIN)
    for member in (base.naive, base.trended, base.theta, base.drift):
        out[:, :, place] = member * inverse[:, None]
        place += 1
    out[:, :, place] = base.season
    for lag in (period + 1, period - 1, 2 * period):
        place += 1
        column = width + np.arange(horizon) - lag
        known = (column >= 0) & (column < width)
        out[:, known, place] = x[:, column[known]] * inverse[:, None]
    out[:, :, HORIZON_COLUMN] = np.arange(1, horizon + 1)
    return out


def _origin_part(base: Baseline, inverse: NDArray[np.float64], period: int) -> NDArray[np.float64]:
    x, level = base.history.x, base.history.level
    n, width = x.shape
    lags = np.full((n, _LAGS), np.nan)
    reach = min(_LAGS, width)
    lags[:, :reach] = x[:, ::-1][:, :reach] * inverse[:, None]
    last_year = _window(x, width - period - 3, width - period) * inverse
    mean_3 = lags[:, :3].mean(axis=1)
    ratio = mean_3 / np.where(last_year > 0, last_year, np.nan)
    growth = _panel_growth(x, period)
    rest = [
        base.step * inverse,
        base.noise * inverse,
        mean_3,
        lags[:, :6].mean(axis=1),
        (lags[:, :6] == 0).sum(axis=1),
        np.clip(ratio, 0, 4),
        _window(x, width - 2 * period, width - period) * inverse,
        np.log1p(np.nan_to_num(level)),
        base.history.length,
        np.full(n, growth[0]),
        np.full(n, growth[1]),
    ]
    return np.concatenate([lags, np.stack(rest, axis=1)], axis=1)


def _window(x: NDArray[np.float64], start: int, stop: int) -> NDArray[np.float64]:
    if start < 0:
        return np.full(len(x), np.nan)
    return np.asarray(x[:, start:stop].mean(axis=1))


def _panel_growth(x: NDArray[np.float64], period: int) -> tuple[float, float]:
    """Return the median log-ratio to one year before, of the last column and of the last three."""
    width = x.shape[1]
    if width < period + 3:
        return np.nan, np.nan
    out = []
    for k in (1, 3):
        now, then = x[:, width - k :].mean(axis=1), x[:, width - k - period : width - period].mean(axis=1)
        usable = (now > 0) & (then > 0)
        out.append(float(np.median(np.log(now[usable] / then[usable]))) if usable.any() else np.nan)
    return out[0], out[1]
