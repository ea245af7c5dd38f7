"""Sums over groups of usuarios in which a missing value stays missing."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["sum_known", "sum_known_by_group"]

Floats = NDArray[np.float64]


def sum_known(values: NDArray[np.floating[Any]]) -> Floats:
    """Sum over the first axis what is known, in double precision; NaN where nothing is, shape (n_columns,)."""
    known = np.isfinite(values)
    total = np.where(known, values, 0).sum(axis=0, dtype=np.float64)
    return np.where(known.any(axis=0), total, np.nan)


def sum_known_by_group(values: NDArray[np.floating[Any]], group: NDArray[np.int32], n_groups: int) -> Floats:
    """Sum rows by group in double precision, ignoring what is missing; NaN where a group knows nothing.

    Args:
        values: shape (n_rows, n_columns).
        group: group of each row, shape (n_rows,).
        n_groups: number of groups.

    Returns:
        Sums, shape (n_groups, n_columns).
    """
    out = np.full((n_groups, values.shape[1]), np.nan)
    everybody = np.bincount(group, minlength=n_groups)
    for column in range(values.shape[1]):  # bincount is the fastest grouped sum NumPy has; columns are few
        here = values[:, column]
        known = np.isfinite(here)
        if known.all():
            sums, counts = np.bincount(group, weights=here, minlength=n_groups), everybody
        else:
            sums = np.bincount(group, weights=np.where(known, here, 0), minlength=n_groups)
            counts = np.bincount(group, weights=known, minlength=n_groups)
        out[:, column] = np.where(counts > 0, sums, np.nan)
    return out
