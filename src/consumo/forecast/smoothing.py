"""The level of a deseasonalised history: simple exponential smoothing, averaged over its smoothing constant.

Which constant fits a usuario best is mostly noise on some thirty values, and what fits one step ahead follows every
blip at six. So each constant is judged by its errors several steps ahead, a usuario's own judgement is shrunk to that
of all usuarios, and the levels are averaged with weights that fall with the error (Akaike-like weights: S. Kolassa,
2011, Int. J. Forecasting 27(2), doi:10.1016/j.ijforecast.2010.04.006).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.windows import Reals

__all__ = ["ALPHAS", "Level", "Trial", "average_level", "pooled_error", "smooth", "try_constants"]

Floats = NDArray[np.float64]

ALPHAS: Final = (0.05, 0.1, 0.2, 0.35, 0.6, 0.9)
_STEPS: Final = (1, 2, 3, 4, 6, 8, 10, 12)
_STRIDE: Final = 2
"""Every so many origins are judged: neighbours tell nearly the same."""

_OWN_ORIGINS: Final = 30.0
"""Origins at which a usuario's own errors weigh as much as those of all."""

_SHARPNESS: Final = 0.05
"""Relative excess of error at which a constant weighs 1/e of the best one."""

_STARTS_AT: Final = 4
"""Values from whose mean the smoothing starts, and steps after which it is judged."""


@dataclass(frozen=True, eq=False)
class Trial:
    """How each constant did on each history.

    Attributes:
        levels: last level by constant, shape (len(ALPHAS), n).
        error: mean absolute error several steps ahead by constant, shape (len(ALPHAS), n).
        origins: from how many origins, shape (n,).
    """

    levels: Reals
    error: Reals
    origins: Reals


@dataclass(frozen=True, eq=False)
class Level:
    """The averaged level.

    Attributes:
        level: NaN where nothing is known, shape (n,).
        alpha: averaged constant, shape (n,).
        error: mean absolute error several steps ahead, averaged in the same way, shape (n,).
    """

    level: Reals
    alpha: Reals
    error: Reals


def smooth(d: Reals, first: NDArray[np.int64]) -> Reals:
    """Return the level after each step for each constant, shape (width, len(ALPHAS), n).

    Args:
        d: deseasonalised, without inner gaps, NaN before row `first`, shape (width, n).
        first: row of the first value, shape (n,).
    """
    width, n = d.shape
    alphas = np.array(ALPHAS, d.dtype)[:, None]
    level = np.repeat(_start(d, first)[None], len(ALPHAS), axis=0)
    out = np.empty((width, len(ALPHAS), n), d.dtype)
    begun = np.arange(width)[:, None] >= first
    all_begun = np.asarray(begun.all(axis=1))
    for t in range(width):
        value = d[t] if all_begun[t] else np.where(begun[t], d[t], level[0])
        np.subtract(value, level, out=out[t])
        out[t] *= alphas
        out[t] += level
        level = out[t]
    return out


def try_constants(d: Reals, first: NDArray[np.int64]) -> Trial:
    """Smooth with every constant and see how well each level forecast the steps after it (arguments as `smooth`)."""
    width, n = d.shape
    levels = smooth(d, first)
    judged = np.arange(width)[:, None] >= first + _STARTS_AT
    whole = bool(judged[_STARTS_AT:].all())
    total = np.zeros((len(ALPHAS), n), d.dtype)
    count = np.zeros(n, d.dtype)
    error = np.empty_like(total)
    for ahead in _STEPS:
        origins = np.arange(width - ahead - 1, _STARTS_AT - 1, -_STRIDE)
        for t in origins.tolist():
            np.subtract(d[t + ahead], levels[t], out=error)
            np.abs(error, out=error)
            if not whole:
                error[:, ~judged[t]] = 0
            total += error
        count += judged[origins].sum(axis=0)
    return Trial(levels[-1], total / np.maximum(count, 1), count / len(_STEPS))


def pooled_error(trial: Trial) -> Floats:
    """Return the mean over the histories of each constant's error relative to all constants', shape (len(ALPHAS),)."""
    usable = (trial.origins > 0) & (trial.error.mean(axis=0) > 0)
    if not usable.any():
        return np.ones(len(ALPHAS))
    error = trial.error[:, usable].astype(np.float64)
    return np.asarray((error / error.mean(axis=0)).mean(axis=1))


def average_level(trial: Trial, pooled: Floats) -> Level:
    """Average the levels.

    Args:
        trial: from `try_constants`.
        pooled: from `pooled_error`, of the histories that the method learned from.
    """
    mean = trial.error.mean(axis=0)
    relative = trial.error / np.where(mean > 0, mean, 1)
    own = np.where(mean > 0, trial.origins, 0)
    judged = (own * relative + _OWN_ORIGINS * pooled.astype(relative.dtype)[:, None]) / (own + _OWN_ORIGINS)
    weight = np.exp((judged.min(axis=0) - judged) / _SHARPNESS)
    weight /= weight.sum(axis=0)
    alphas = np.array(ALPHAS, weight.dtype)
    return Level((weight * trial.levels).sum(axis=0), alphas @ weight, (weight * trial.error).sum(axis=0))


def _start(d: Reals, first: NDArray[np.int64]) -> Reals:
    """Return the mean of each history's first values, NaN where it has none, shape (n,)."""
    width = len(d)
    rows = first + np.arange(_STARTS_AT)[:, None]
    head = np.where(rows < width, d[np.minimum(rows, width - 1), np.arange(d.shape[1])], np.nan)
    known = np.isfinite(head)
    count = known.sum(axis=0)
    return np.asarray(
        np.where(count > 0, np.where(known, head, 0).sum(axis=0) / np.maximum(count, 1), np.nan), dtype=d.dtype
    )
