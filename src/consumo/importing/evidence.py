"""Evidence from the figures of a table: which columns are readings, which is their difference, which add up others."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Difference",
    "Floats",
    "adds_up",
    "averages",
    "find_difference",
    "rises_along_rows",
    "stands_above_its_steps",
]

_SHARE: Final = 0.9  # of the rows, for a relation to hold
_RISING: Final = 0.95  # of the rows, for the columns to be registers
_STEP: Final = 0.2  # of a register, gained in a ciclo at most
_TOLERANCE: Final = 1e-4
_LEVEL: Final = 0.02  # of the second reading, that the first is at least
_ROUNDING: Final = 0.51  # figures are often shown whole
_FEWEST: Final = 3
_MOST_COLUMNS: Final = 12

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """Columns of which the third is the second minus the first, times the factor where there is one.

    Attributes:
        before, after, consumption: columns.
        share: of the rows in which it holds [0–1].
        factor: column by which the difference is multiplied, where there is one.
    """

    before: int
    after: int
    consumption: int
    share: float
    factor: int | None = None


def find_difference(figures: Mapping[int, Floats], factor: int | None = None) -> Difference | None:
    """Find the columns that are two readings and their difference, or None.

    Args:
        figures: values by column, shape (n,), NaN = missing; the first dozen is tried.
        factor: column of the multiplication factor, where it is known; else any column of a few factors may be it.
    """
    tried = [factor] if factor is not None else [None, *(k for k, v in figures.items() if _may_be_factor(v))]
    found = [one for multiplier in tried if (one := _difference(figures, multiplier)) is not None]
    return max(found, key=lambda one: one.share, default=None)


def _may_be_factor(values: Floats) -> bool:
    """Whether a column holds few different values, all of them 1 or more and some of them more."""
    known = values[np.isfinite(values)]
    few = 0 < len(np.unique(known)) <= max(3, len(known) / 4)
    return bool(few and len(known) >= 0.9 * len(values) and (known >= 1).all() and (known > 1).any())


def _difference(figures: Mapping[int, Floats], factor: int | None) -> Difference | None:
    columns = [column for column in figures if column != factor][:_MOST_COLUMNS]
    times = 1.0 if factor is None else np.where(np.isfinite(figures[factor]), figures[factor], 1.0)
    best: Difference | None = None
    for before, after in permutations(columns, 2):
        step = (figures[after] - figures[before]) * times
        known = np.isfinite(step)
        low = abs(np.nanmedian(figures[before])) < _LEVEL * abs(np.nanmedian(figures[after])) if known.any() else True
        if (
            known.sum() < _FEWEST
            or low
            or (step[known] < 0).mean() > 1 - _SHARE
            or len(np.unique(step[known])) < _FEWEST
        ):
            continue
        for consumption in columns:
            if consumption in {before, after}:
                continue
            share = _agrees(step, figures[consumption])
            if share >= _SHARE and (best is None or share > best.share):
                best = Difference(before, after, consumption, share, factor)
    return best


def _agrees(expected: Floats, found: Floats) -> float:
    """Return the share of the rows known on both sides in which two columns agree; 0 for too few rows."""
    both = np.isfinite(expected) & np.isfinite(found)
    if both.sum() < _FEWEST or both.sum() < 0.5 * np.isfinite(expected).sum():
        return 0.0
    allowed = np.maximum(_ROUNDING, _TOLERANCE * abs(expected[both]))
    return float((abs(expected[both] - found[both]) <= allowed).mean())


def adds_up(parts: Floats, total: Floats) -> bool:
    """Whether a column is the sum of others in nearly every row; missing parts count as nothing.

    Args:
        parts: shape (n, k).
        total: shape (n,).
    """
    known = np.isfinite(parts).any(axis=1)
    return _agrees(np.where(known, np.nansum(parts, axis=1), np.nan), total) >= _SHARE


def averages(parts: Floats, found: Floats) -> bool:
    """Whether a column is the mean of others in nearly every row, with blanks left out or counted as 0."""
    counts = np.isfinite(parts).sum(axis=1)
    total = np.nansum(parts, axis=1)
    means = (np.where(counts > 0, total / np.maximum(counts, 1), np.nan), total / parts.shape[1])
    return any(_agrees(mean, found) >= _SHARE for mean in means)


def rises_along_rows(series: Floats) -> bool:
    """Whether the figures of nearly every row rise from column to column, as registers do.

    Args:
        series: shape (n, k), columns in order of time.

    By chance a row of k figures rises with probability 1/k!; rows and columns enough are asked for to make that less
    than one in 1,000.
    """
    steps = np.diff(series, axis=1)
    known = np.isfinite(steps)
    full = known.sum(axis=1) >= min(2, steps.shape[1])
    if full.sum() < 2 or known.sum() < 8:
        return False
    rows_rise = np.array([(row[ok] >= 0).all() for row, ok in zip(steps[full], known[full], strict=True)])
    return bool(rows_rise.mean() >= _RISING and (steps[known] > 0).mean() > 0.5)


def stands_above_its_steps(series: Floats) -> bool:
    """Whether the figures are several times what they gain from column to column."""
    steps = np.diff(series, axis=1)
    return bool(np.nanmedian(abs(steps)) < _STEP * np.nanmedian(series))
