"""Gaps filled, so that every later step may count on a value in each column from a usuario's first one on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.windows import Reals

__all__ = ["History", "fill_gaps", "level_of", "scale_of"]


@dataclass(frozen=True, eq=False)
class History:
    """Histories without inner gaps; time runs along the first axis.

    Attributes:
        x: values with gaps filled from the first known one to the end, NaN before it, shape (width, n) [kWh/d].
        first: row of the first known value, `width` where there is none, shape (n,).
        period: steps in a year.
    """

    x: Reals
    first: NDArray[np.int64]
    period: int

    @property
    def length(self) -> NDArray[np.int64]:
        """Steps from the first known value on, shape (n,)."""
        return len(self.x) - self.first


def fill_gaps(y: Reals, period: int) -> History:
    """Fill each gap with last year's value times the recent ratio to last year, else with the value before.

    Args:
        y: values, NaN = missing, shape (width, n).
        period: steps in a year.
    """
    width = len(y)
    known = np.isfinite(y)
    first = np.where(known.any(axis=0), np.argmax(known, axis=0), width)
    x = y.copy()
    rows, columns = np.nonzero(~known & (np.arange(width)[:, None] > first))
    edges = np.searchsorted(rows, np.arange(width + 1))
    for t in np.flatnonzero(np.diff(edges)).tolist():
        at = columns[edges[t] : edges[t + 1]]
        carried = x[t - 1, at]
        if t >= period:
            start = max(t - 3, period)
            recent, before = x[start:t].take(at, axis=1), x[start - period : t - period].take(at, axis=1)
            unknown = np.isnan(before)
            recent[unknown] = before[unknown] = 0
            recent, before = recent.sum(axis=0), before.sum(axis=0)
            ratio = np.divide(recent, before, out=np.ones_like(before), where=before > 0)
            last_year = x[t - period, at]
            carried = np.where(np.isfinite(last_year) & (ratio < 3), last_year * ratio, carried)
        x[t, at] = carried
    return History(x, first, period)


def level_of(x: Reals, period: int) -> Reals:
    """Return the mean of what is known in the last year, NaN where nothing is or it is 0, shape (n,)."""
    return _positive_mean(x[max(0, len(x) - period) :])


def scale_of(x: Reals, period: int) -> Reals:
    """Return the mean of the last year, of the whole history where that is 0, NaN where that is 0 too, shape (n,)."""
    level = level_of(x, period)
    asleep = np.flatnonzero(np.isnan(level))
    if len(asleep):
        level[asleep] = _positive_mean(x[:, asleep])
    return level


def _positive_mean(x: Reals) -> Reals:
    known = np.isfinite(x)
    count = known.sum(axis=0)
    total = np.where(known, x, 0).sum(axis=0)
    mean: NDArray[Any] = np.where(total > 0, total / np.maximum(count, 1), np.nan).astype(x.dtype)
    return mean
