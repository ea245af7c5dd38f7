"""Usuarios that have stopped using anything: a house without tenants, a shop that closed."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from consumo.domain.vocabulary import ACTIVE_CICLOS

__all__ = ["is_vacant"]


def is_vacant(y: NDArray[np.floating[Any]]) -> NDArray[np.bool_]:
    """Return who used nothing in the last `ACTIVE_CICLOS` ciclos, and never came back from such a pause, shape (n,).

    In UCI's records nine of ten ciclos after two of 0 are 0 too, for half a year and longer. Who came back before
    (a holiday house, irrigation) is left to its season; who never used anything is 0 anyway.

    Args:
        y: measured consumption, NaN = not known, shape (width, n) [kWh/d].
    """
    out = np.zeros(y.shape[1], np.bool_)
    if len(y) <= ACTIVE_CICLOS:
        return out
    asleep = np.flatnonzero((y[-ACTIVE_CICLOS:] == 0).all(axis=0))
    seen = y[:, asleep]
    zero = seen == 0
    paused = np.all(np.lib.stride_tricks.sliding_window_view(zero, ACTIVE_CICLOS, axis=0), axis=-1)
    came_back = (paused[:-1] & (seen[ACTIVE_CICLOS:] > 0)).any(axis=0)
    out[asleep] = (seen > 0).any(axis=0) & ~came_back
    return out
