"""Choice of the polynomial's degree: the corrected Akaike criterion, within what the history supports."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["MAX_AUTO_DEGREE", "MAX_DEGREE", "choose_degree", "supported_degree"]

MAX_DEGREE: Final = 5
"""Highest degree that may be asked for."""

MAX_AUTO_DEGREE: Final = 3
"""Highest degree that is chosen by itself: above it a polynomial follows the seasons, not the trend."""

_POINTS_PER_DEGREE: Final = 4


def supported_degree(n_known: NDArray[np.int64], asked: int | None) -> NDArray[np.int8]:
    """Return the highest degree that each history supports, −1 where nothing is known, shape (n,).

    Args:
        n_known: known values of each row, shape (n,).
        asked: the degree asked for, which needs one point more than its degree; None for automatic, which needs
            four points per degree and stops at `MAX_AUTO_DEGREE`.
    """
    if asked is None:
        limit = np.where(n_known > 0, np.minimum(n_known // _POINTS_PER_DEGREE, MAX_AUTO_DEGREE), -1)
    else:
        limit = np.minimum(n_known - 1, asked)
    return limit.astype(np.int8)


def choose_degree(
    sse: NDArray[np.float64], n_known: NDArray[np.int64], limit: NDArray[np.int8], scale: NDArray[np.float64]
) -> NDArray[np.int8]:
    """Return the degree of least AICc for each row, at most `limit`, shape (n,).

    AICc = n ln(SSE / n) + 2 k + 2 k (k + 1) / (n − k − 1), with k = degree + 2 parameters (the variance is one):
    C. M. Hurvich and C.-L. Tsai (1989), Biometrika 76(2), doi:10.1093/biomet/76.2.297.

    Args:
        sse: squared error of each degree, shape (d + 1, n).
        n_known: shape (n,).
        limit: highest degree allowed, shape (n,).
        scale: mean square of each row's values, shape (n,): errors below 1e-12 of it are rounding, not signal.
    """
    count = np.maximum(n_known, 1)
    score = np.full(sse.shape, np.inf)
    for degree in range(len(sse)):
        parameters = degree + 2
        spare = count - parameters - 1
        error = np.maximum(sse[degree] / count, 1e-12 * np.maximum(scale, np.finfo(np.float64).tiny * 1e12))
        penalty = 2 * parameters + 2 * parameters * (parameters + 1) / np.maximum(spare, 1)
        allowed = (degree <= limit) & ((spare > 0) | (degree == 0))
        score[degree] = np.where(allowed, count * np.log(error) + penalty, np.inf)
    best = np.argmin(score, axis=0).astype(np.int8)
    return np.where(limit < 0, limit, best).astype(np.int8)
