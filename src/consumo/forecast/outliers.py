"""Single values far from their neighbours, drawn in before anything is learned from them; a lasting shift stays.

F. R. Hampel (1974), "The influence curve and its role in robust estimation", JASA 69(346),
doi:10.1080/01621459.1974.10482962: a running median, and what lies further from it than k robust deviations.
"""

from typing import Final

import numpy as np

from consumo.forecast.networks import kth_row
from consumo.forecast.windows import Reals

__all__ = ["drawn_in"]

_HALF: Final = 3
_DEVIATIONS: Final = 4.0
_TO_SIGMA: Final = 1.4826
"""Standard deviations of a normal distribution in its median absolute deviation."""

_FLOOR: Final = 0.15
"""Relative distance to the running median that is never too far."""

# Sorting network of seven (D. E. Knuth, The Art of Computer Programming 3, §5.3.4), cut to what its middle needs.
_EXCHANGES: Final = (
    (0, 6), (2, 3), (4, 5), (0, 2), (1, 4), (3, 6), (0, 1), (2, 5), (3, 4), (1, 2), (4, 6), (2, 3), (4, 5), (3, 4),
)  # fmt: skip


def drawn_in(d: Reals) -> Reals:
    """Return deseasonalised histories with isolated outliers drawn in to the limit of what is not one.

    Args:
        d: without inner gaps, NaN before the first value, shape (width, n). The first three values stay as they are;
            after the last one the values are mirrored.
    """
    if len(d) <= _HALF:
        return d.copy()
    median = running_median(d)
    away = d - median
    distance = np.abs(away)
    reach = _DEVIATIONS * _TO_SIGMA * _median_known(distance[_HALF:])
    limit = np.maximum(reach, _FLOOR * np.abs(median))
    far = distance > limit  # NaN compares as False: what is not known, or has unknown neighbours, stays
    out, at = d.copy(), np.nonzero(far)
    out[at] = median[at] + np.sign(away[at]) * limit[at]
    return out


def running_median(d: Reals) -> Reals:
    """Return the median of each value and the three before and after it, NaN without three before it."""
    padded = np.concatenate([d, d[-2 : -2 - _HALF : -1]])
    judged = len(d) - _HALF
    lines = [padded[k : k + judged] for k in range(2 * _HALF + 1)]
    for low, high in _EXCHANGES:
        lines[low], lines[high] = np.minimum(lines[low], lines[high]), np.maximum(lines[low], lines[high])
    out = np.full_like(d, np.nan)
    out[_HALF:] = lines[_HALF]
    return out


def _median_known(distance: Reals) -> Reals:
    """Return the median over time of what is known (the upper one of two), inf where nothing is, shape (n,)."""
    known = np.isfinite(distance)
    count = known.sum(axis=0)
    half = len(distance) // 2
    out = kth_row(distance, half)
    young = np.flatnonzero(count < len(distance))
    if len(young):
        ordered = np.sort(np.where(known[:, young], distance[:, young], np.inf), axis=0)
        middle = np.minimum(count[young] // 2, len(distance) - 1)
        out[young] = ordered[middle, np.arange(len(young))]
    return np.asarray(out)
