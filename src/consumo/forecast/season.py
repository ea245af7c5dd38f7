"""Seasonal indices, shrunk from the usuario's own to its bateria's and from there to the panel's."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.history import History, fill_gaps, level_of
from consumo.forecast.outliers import drawn_in
from consumo.forecast.windows import Reals

__all__ = ["Season", "deseasonalised", "group_season", "own_season", "ratios_to_year", "without_outliers"]

Floats = NDArray[np.float64]

_PRIOR_YEARS: Final = 1.0
"""Own ratios that weigh as much as the group's index, where the data cannot tell (no phase seen twice)."""

_GROUP_WEIGHT: Final = 30.0
"""Ratios at which a bateria's index weighs as much as the panel's."""

_LOWEST, _HIGHEST = 0.05, 4.0
_NOTHING: Final = 1e-5
"""Yearly mean, relative to the largest value, that is as good as 0: running sums leave crumbs of that size."""

_CLIP: Final = 3.0
_PRIOR_RANGE: Final = (0.25, 8.0)
_ENOUGH_PHASES: Final = 50


@dataclass(frozen=True, eq=False)
class Season:
    """Seasonal indices shared by the usuarios of a bateria.

    Attributes:
        index: multiplicative, mean 1, by column modulo the period, shape (n_groups, period).
        prior: own ratios of a phase at which a usuario's own index weighs as much as the shared one.
    """

    index: Floats
    prior: float


def group_season(y: Reals, group: NDArray[np.int32], n_groups: int, period: int) -> Season:
    """Return the seasonal index of each group, from histories whose outliers were drawn in.

    The geometric mean of the usuarios' ratios to their centred yearly mean (classical decomposition, pooled as in
    Dekker, van Donselaar and Ouwehand, 2004, doi:10.1016/j.ijpe.2004.02.004), shrunk to the panel's. All 1 where
    there is less than a year and two ciclos.

    Args:
        y: values of usuarios, NaN = missing, shape (n, width).
        group: group of each, shape (n,).
        n_groups: number of groups.
        period: columns in a year.
    """
    history = fill_gaps(np.ascontiguousarray(y.T), period)
    first_look = _index_of(history, group, n_groups)
    shared = np.roll(first_look.index, -(len(history.x) % period), axis=1)[group].T.astype(y.dtype)
    x = without_outliers(history, np.ascontiguousarray(shared), first_look.prior)
    return _index_of(History(x, history.first, period), group, n_groups)


def without_outliers(history: History, shared: Reals, prior: float) -> Reals:
    """Return filled histories with isolated outliers drawn in (arguments as `own_season`), shape (width, n).

    A value is judged by the seasonal index of the usuario's other years, where there are any: a peak that comes every
    year is no outlier, and one that came once must not excuse itself.
    """
    ratios, known = _bounded_ratios(history)
    width, period = len(ratios), len(shared)
    index = np.empty_like(ratios)
    for phase in range(period):
        rows = slice((width + phase) % period, None, period)
        count, total = known[rows].sum(axis=0), ratios[rows].sum(axis=0)
        itself = count > 1
        others = total - itself * ratios[rows]
        index[rows] = np.maximum((others + prior * shared[phase]) / (count - itself * known[rows] + prior), _LOWEST)
    return np.asarray(drawn_in(history.x / index) * index)


def _index_of(history: History, group: NDArray[np.int32], n_groups: int) -> Season:
    period = history.period
    logs = np.log(np.clip(ratios_to_year(history), 1 / _CLIP, _CLIP).astype(np.float64))
    width = len(logs)
    season = np.ones((n_groups, period))
    for phase in range(period):
        here = logs[phase::period]
        known = np.isfinite(here)
        if not known.any():
            continue
        overall = here[known].mean()
        sums = np.bincount(group, weights=np.where(known, here, 0.0).sum(axis=0), minlength=n_groups)
        counts = np.bincount(group, weights=known.sum(axis=0), minlength=n_groups)
        season[:, phase] = np.exp((sums + _GROUP_WEIGHT * overall) / (counts + _GROUP_WEIGHT))
    season /= season.mean(axis=1, keepdims=True)
    own = logs - np.log(season)[group].T[np.arange(width) % period]
    return Season(season, _prior(own, period))


def _prior(own: Floats, period: int) -> float:
    """Return noise over signal: the variance of a usuario's ratios from year to year over that of its own season.

    Empirical Bayes (C. N. Morris, 1983, JASA 78(381), doi:10.1080/01621459.1983.10477920), one number for the
    panel, from the phases that a usuario has at least twice.
    """
    noise, signal, count = 0.0, 0.0, 0
    for phase in range(period):
        here = own[phase::period]
        times = np.isfinite(here).sum(axis=0)
        here, times = here[:, times >= 2], times[times >= 2]
        mean = np.nansum(here, axis=0) / times
        within = np.nansum((here - mean) ** 2, axis=0) / (times - 1)
        noise += float(within.sum())
        signal += float((mean**2 - within / times).sum())
        count += len(times)
    if count < _ENOUGH_PHASES:
        return _PRIOR_YEARS
    return float(np.clip(noise / max(signal, 1e-12), *_PRIOR_RANGE))


def own_season(history: History, shared: Reals, prior: float) -> Reals:
    """Return each usuario's seasonal index: its own ratios shrunk to `shared`, mean 1, shape (period, n).

    Args:
        history: filled histories, their last row one step before the origin.
        shared: index of each one's group by steps ahead modulo the period, shape (period, n).
        prior: from `Season`.
    """
    ratios, known = _bounded_ratios(history)
    width, period = len(ratios), history.period
    out = np.empty_like(shared)
    for phase in range(period):
        rows = slice((width + phase) % period, None, period)
        count = known[rows].sum(axis=0)
        out[phase] = (ratios[rows].sum(axis=0) + prior * shared[phase]) / (count + prior)
    np.maximum(out, _LOWEST, out=out)
    out /= out.mean(axis=0)
    return out


def _centred_mean(x: Reals, first: NDArray[np.int64], period: int) -> Reals:
    """Return the mean of the year around each step that has one, NaN near the first value, shape (steps, n)."""
    width, half = len(x), period // 2
    steps = width - 2 * half
    values = np.where(np.isfinite(x), x, 0) if first.any() else x
    out = np.empty((steps, x.shape[1]), x.dtype)
    running = values[: 2 * half + 1].sum(axis=0)
    out[0] = running
    for step in range(1, steps):
        running += values[step + 2 * half]
        running -= values[step - 1]
        out[step] = running
    if period % 2 == 0:  # an even year has no middle step: its two ends count half
        out -= (values[:steps] + values[2 * half :]) / 2
    out /= period
    if first.any():
        out[np.arange(steps)[:, None] < first] = np.nan
    return out


def _bounded_ratios(history: History) -> tuple[Reals, Reals]:
    """Return ratios to the year, 0 where not known, and 1 where known, shapes (width, n)."""
    ratios = np.minimum(ratios_to_year(history), _HIGHEST)
    known = np.isfinite(ratios)
    ratios[~known] = 0
    return ratios, known.astype(ratios.dtype)


def deseasonalised(x: Reals, season: Reals) -> Reals:
    """Return histories over their seasonal index, of x's shape.

    Args:
        x: values, the last row one step before the origin, shape (width, n).
        season: by steps ahead modulo the period, shape (period, n).
    """
    width, period = len(x), len(season)
    return np.asarray(x / season[(np.arange(width) - width) % period])


def ratios_to_year(history: History) -> Reals:
    """Return each value over its centred yearly mean, NaN where that is not known, shape (width, n).

    A usuario with less than two years and more than one: its last year over that year's mean.
    """
    x, period = history.x, history.period
    width = len(x)
    out = np.full(x.shape, np.nan, x.dtype)
    if period < 2 or width < period + 2:
        return out
    if width >= 2 * period:
        half = period // 2
        mean = _centred_mean(x, history.first, period)
        middle = slice(half, width - half)
        np.divide(x[middle], mean, out=out[middle], where=mean > _NOTHING * np.fmax.reduce(x, axis=0))
    young = np.flatnonzero((history.length < 2 * period) & (history.length >= period + 2))
    if len(young):
        out[:, young] = np.nan
        out[width - period :, young] = x[width - period :, young] / level_of(x[:, young], period)
    return out
