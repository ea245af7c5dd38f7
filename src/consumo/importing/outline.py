"""Ids that stand only in the first of the rows that are theirs, as in the outline of a pivot table."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.importing.grid import Column

__all__ = ["is_outline", "time_keys"]

_LEAST: Final = 0.3  # share of the rows without an id: one or two of them have lost it

_PARTS: Final = ("kind", "number", "code")

Mask = NDArray[np.bool_]


def is_outline(named: Mask, time: NDArray[np.int64]) -> bool:
    """Whether the rows without an id go on with the one above: none of them says a time that was said already.

    Args:
        named: where a row has an id, shape (n,).
        time: a number for each time, −1 where a row says none, shape (n,).
    """
    n = len(named)
    if n < 2 or not named[0] or named.all() or (~named).mean() < _LEAST or (time < 0).any():
        return False
    keys = pd.DataFrame({"group": np.cumsum(named), "time": time})
    return not keys.duplicated().any()


def time_keys(columns: list[Column]) -> NDArray[np.int64]:
    """Return a number for each combination of the cells of columns that say when, −1 where all are empty."""
    frame = pd.DataFrame({(k, part): getattr(cells, part) for k, cells in enumerate(columns) for part in _PARTS})
    keys = frame.groupby(list(frame.columns), dropna=False, sort=False).ngroup().to_numpy().astype(np.int64)
    empty = np.logical_and.reduce([~cells.filled for cells in columns])
    return np.where(empty, -1, keys)
