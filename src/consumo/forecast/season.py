"""Gaps filled, levels, and seasonal indices shrunk from the usuario's own to its bateria's and the panel's."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["History", "Season", "group_season", "history_of", "own_season"]

Floats = NDArray[np.float64]

_PRIOR_YEARS: Final = 1.0
"""Own ratios that weigh as much as the group's index, where the data cannot tell (no phase seen twice)."""

_GROUP_WEIGHT: Final = 30.0
"""Ratios at which a bateria's index weighs as much as the panel's."""

_LOWEST, _HIGHEST = 0.05, 4.0
_CLIP: Final = 3.0
_PRIOR_RANGE: Final = (0.25, 8.0)
_ENOUGH_PHASES: Final = 50


@dataclass(frozen=True, eq=False)
class History:
    """Histories without inner gaps.

    Attributes:
        x: values with gaps filled from first known to the end, NaN before it, shape (n, width).
        first: column of the first known value, `width` where there is none, shape (n,).
        length: columns from the first known value on, shape (n,).
        level: mean of the last `period` columns, NaN where nothing is known, shape (n,).
    """

    x: Floats
    first: NDArray[np.int64]
    length: NDArray[np.int64]
    level: Floats


@dataclass(frozen=True, eq=False)
class Season:
    """Seasonal indices shared by the usuarios of a bateria.

    Attributes:
        index: multiplicative, mean 1, by column modulo the period, shape (n_groups, period).
        prior: own ratios of a phase at which a usuario's own index weighs as much as the shared one.
    """

    index: Floats
    prior: float


def history_of(y: Floats, period: int) -> History:
    """Fill each gap with last year's value times the recent ratio to last year, else with the value before.

    Args:
        y: values, NaN = missing, shape (n, width).
        period: columns in a year.
    """
    width = y.shape[1]
    known = np.isfinite(y)
    first = np.where(known.any(axis=1), np.argmax(known, axis=1), width)
    x = y.copy()
    for t in range(1, width):
        rows = np.flatnonzero(~known[:, t] & (first < t))
        if len(rows) == 0:
            continue
        x[rows, t] = x[rows, t - 1]
        if t >= period:
            last_year = x[rows, t - period]
            back = slice(max(t - 3, period), t)
            before = x[rows, back.start - period : back.stop - period].sum(axis=1)
            recent = x[rows, back].sum(axis=1)
            ratio = np.where(before > 0, recent / np.where(before > 0, before, 1.0), 1.0)
            usable = np.isfinite(last_year) & np.isfinite(ratio) & (ratio < 3)
            x[rows[usable], t] = last_year[usable] * ratio[usable]
    tail = x[:, max(0, width - period) :]
    return History(x, first, width - first, _mean_known(tail))


def group_season(y: Floats, group: NDArray[np.int32], n_groups: int, period: int) -> Season:
    """Return the seasonal index of each group.

    The geometric mean of the usuarios' ratios to their centred yearly mean (classical decomposition, pooled as in
    Dekker, van Donselaar and Ouwehand, 2004, doi:10.1016/j.ijpe.2004.02.004), shrunk to the panel's. All 1 where
    there is less than a year and two ciclos.
    """
    logs = np.log(np.clip(_ratios(history_of(y, period), period), 1 / _CLIP, _CLIP))
    season = np.ones((n_groups, period))
    for phase in range(period):
        here = logs[:, phase::period]
        known = np.isfinite(here)
        if not known.any():
            continue
        overall = here[known].mean()
        sums = np.bincount(group, weights=np.where(known, here, 0.0).sum(axis=1), minlength=n_groups)
        counts = np.bincount(group, weights=known.sum(axis=1), minlength=n_groups)
        season[:, phase] = np.exp((sums + _GROUP_WEIGHT * overall) / (counts + _GROUP_WEIGHT))
    season /= season.mean(axis=1, keepdims=True)
    return Season(season, _prior(logs, np.log(season)[group], period))


def _prior(logs: Floats, shared: Floats, period: int) -> float:
    """Return noise over signal: the variance of a usuario's ratios from year to year over that of its own season.

    Empirical Bayes (C. N. Morris, 1983, JASA 78(381), doi:10.1080/01621459.1983.10477920), one number for the
    panel, from the phases that a usuario has at least twice.
    """
    noise, signal, count = 0.0, 0.0, 0
    for phase in range(period):
        own = logs[:, phase::period] - shared[:, phase, None]
        times = np.isfinite(own).sum(axis=1)
        own, times = own[times >= 2], times[times >= 2]
        mean = np.nansum(own, axis=1) / times
        within = np.nansum((own - mean[:, None]) ** 2, axis=1) / (times - 1)
        noise += float(within.sum())
        signal += float((mean**2 - within / times).sum())
        count += len(times)
    if count < _ENOUGH_PHASES:
        return _PRIOR_YEARS
    return float(np.clip(noise / max(signal, 1e-12), *_PRIOR_RANGE))


def own_season(history: History, shared: Floats, prior: float, period: int) -> Floats:
    """Return each usuario's seasonal index: its own ratios shrunk to `shared`, shape (n, period).

    Args:
        history: from `history_of`.
        shared: index of each usuario's group, shape (n, period).
        prior: from `Season`.
        period: columns in a year.
    """
    ratios = np.clip(_ratios(history, period), 0, _HIGHEST)
    out = np.empty_like(shared)
    for phase in range(period):
        own = ratios[:, phase::period]
        known = np.isfinite(own)
        total = np.where(known, own, 0.0).sum(axis=1)
        out[:, phase] = (total + prior * shared[:, phase]) / (known.sum(axis=1) + prior)
    out = np.maximum(out, _LOWEST)
    return np.asarray(out / out.mean(axis=1, keepdims=True))


def _ratios(history: History, period: int) -> Floats:
    """Return each value over its centred yearly mean, NaN where that is not known, shape (n, width)."""
    x, width = history.x, history.x.shape[1]
    out = np.full(x.shape, np.nan)
    if period < 2 or width < period + 2:
        return out
    half = period // 2
    if width >= 2 * period:
        sums = np.concatenate([np.zeros((len(x), 1)), np.cumsum(np.nan_to_num(x), axis=1)], axis=1)
        t = np.arange(half, width - half)
        mean = (sums[:, t + half + 1] - sums[:, t - half]) / period
        if period % 2 == 0:  # an even year has no middle column: its two ends count half
            mean -= (np.nan_to_num(x[:, t - half]) + np.nan_to_num(x[:, t + half])) / (2 * period)
        whole = (t - half >= history.first[:, None]) & (mean > 0)
        out[:, t] = np.where(whole, x[:, t] / np.where(whole, mean, 1.0), np.nan)
    young = (history.length < 2 * period) & (history.length >= period + 2) & (history.level > 0)
    rows = np.flatnonzero(young)
    out[rows] = np.nan
    last = slice(width - period, width)
    out[rows, last] = x[rows, last] / history.level[rows, None]
    return out


def _mean_known(values: Floats) -> Floats:
    known = np.isfinite(values)
    count = known.sum(axis=1)
    return np.where(count > 0, np.where(known, values, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)
