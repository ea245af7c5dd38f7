"""What a ciclo brings to all usuarios at once, apart from what each one does by itself.

A heat wave makes all usuarios of one ciclo one observation: a band learned from residuals pooled over usuarios would
be as sure as if there had been thousands. So residuals are split into the shock of their ciclo and the rest, and the
band is that of the sum of a new shock and a new rest, the shock with the tails of a few ciclos' experience.
"""

from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["NORMAL_80", "quantiles_of_sum", "shock_spread", "split_shocks", "student_quantile"]

Floats = NDArray[np.float64]

NORMAL_80: Final = 1.2816
"""Standard deviations from the middle to the end of a normal variable's 80 % band."""

_ENOUGH: Final = 8
"""Usuarios below which a ciclo's shock cannot be told from what each of them did."""

_PRIOR_RATIO: Final = 0.6
"""Spread of the shocks over that of the rest before anything is known: from 0.4 (EIA, Brazil) to 0.9 (PG&E) on the
eight panels of ADR 2; leaving out any one of them moves the mean from 0.55 to 0.63."""

_PRIOR_ORIGINS: Final = 4.0
"""Origins that weigh as much as what other data sets say."""

_MEDIAN: Final = 1.57
"""Variance of a median over that of a mean, for normal values."""

_FREEDOM: Final = 4
"""Degrees of freedom of a new shock. The origins of a backtest share their ciclos and follow each other within a year:
however many there are, they are a few independent ciclos, and a year unlike theirs is commoner than their number says.
"""

_STEPS_OWN: Final = 199
_STEPS_SHOCK: Final = 101


def split_shocks(error: Floats) -> tuple[Floats, Floats]:
    """Return what is common to all usuarios and what is left.

    Args:
        error: NaN = not known, shape (n_origins, n, horizon).

    Returns:
        The median of each origin and step, 0 with fewer than eight usuarios and NaN with none, shape
        (n_origins, horizon); and error less it, of error's shape.
    """
    count = np.isfinite(error).sum(axis=1)
    common = np.full(count.shape, np.nan)
    for origin, step in zip(*np.nonzero(count), strict=True):
        enough = count[origin, step] >= _ENOUGH
        common[origin, step] = np.nanmedian(error[origin, :, step]) if enough else 0.0
    return common, error - common[:, None, :]


def shock_spread(common: Floats, count: NDArray[np.int64], own: float) -> Floats:
    """Return the standard deviation of the shocks at each step, shape (horizon,).

    The mean square over the origins (a bias common to all is a shock too) less what medians of so many usuarios vary
    by chance, shrunk to that of all steps, as few origins reach the longest ones, and to what is usual.

    Args:
        common: from `split_shocks`.
        count: usuarios behind each, of common's shape.
        own: spread of what is left.
    """
    n_origins, horizon = common.shape
    square = common**2 - _MEDIAN * own**2 / np.maximum(count, 1)
    square[count < _ENOUGH] = np.where(count[count < _ENOUGH] > 0, 0.0, np.nan)
    known = np.isfinite(square)
    overall = square[known].mean() if known.any() else 0.0
    out = np.empty(horizon)
    for step in range(horizon):
        near = slice(max(step - 1, 0), step + 2)
        seen = known[:, near]
        reached = seen.any(axis=1).sum()
        here = square[:, near][seen].mean() if reached else overall
        pooled = max((reached * here + _PRIOR_ORIGINS * overall) / (reached + _PRIOR_ORIGINS), 0.0)
        usual = (_PRIOR_RATIO * own) ** 2
        out[step] = np.sqrt((n_origins * pooled + _PRIOR_ORIGINS * usual) / (n_origins + _PRIOR_ORIGINS))
    return out


def quantiles_of_sum(own: Floats, spread: float, at: Floats) -> Floats:
    """Return quantiles of a new shock and a new rest together.

    The rest as it was seen; the shock as Student's t, whose middle 80 % are those of a normal of that spread.

    Args:
        own: the rest, shape (n_values,).
        spread: standard deviation of the shocks, as their inner 80 % tell it.
        at: probabilities.
    """
    # The conformal quantile is of rank ⌈(n + 1) q⌉: with few values, farther out than where it was seen.
    ranks = (np.arange(_STEPS_OWN) + 0.5) / _STEPS_OWN
    ranks = np.clip(0.5 + (ranks - 0.5) * (len(own) + 1) / len(own), 0.0, 1.0)
    together = np.quantile(own, ranks)[:, None] + spread * _SHOCKS
    return np.asarray(np.quantile(together, at))


def student_quantile(p: float, freedom: int) -> float:
    """Return Student's t quantile (Abramowitz and Stegun 26.7.5; within 2 % from 3 degrees of freedom on)."""
    x = NormalDist().inv_cdf(p)
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
    )
    return float(x + sum(term / freedom ** (k + 1) for k, term in enumerate(terms)))


def _shocks() -> Floats:
    """Return a new shock's quantiles, evenly spaced, in units of its spread."""
    even = [student_quantile((k + 0.5) / _STEPS_SHOCK, _FREEDOM) for k in range(_STEPS_SHOCK)]
    return np.array(even) * NORMAL_80 / student_quantile(0.9, _FREEDOM)


_SHOCKS: Final = _shocks()
