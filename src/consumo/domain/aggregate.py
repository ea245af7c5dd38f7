"""Sums over groups of usuarios in which a missing value stays missing."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["sum_known", "sum_known_by_group"]

Floats = NDArray[np.float64]


def sum_known(values: Floats) -> Floats:
    """Sum over the first axis what is known; NaN where nothing is, shape (n_columns,)."""
    known = np.isfinite(values)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.where(known.any(axis=0), total, np.nan)


def sum_known_by_group(values: Floats, group: NDArray[np.int32], n_groups: int) -> Floats:
    """Sum rows by group, ignoring what is missing; NaN where a group knows nothing.

    Args:
        values: shape (n_rows, n_columns).
        group: group of each row, shape (n_rows,).
        n_groups: number of groups.

    Returns:
        Sums, shape (n_groups, n_columns).
    """
    out = np.full((n_groups, values.shape[1]), np.nan)
    for column in range(values.shape[1]):  # bincount is the fastest grouped sum NumPy has; columns are few
        known = np.isfinite(values[:, column])
        sums = np.bincount(group[known], weights=values[known, column], minlength=n_groups)
        counts = np.bincount(group[known], minlength=n_groups)
        out[:, column] = np.where(counts > 0, sums, np.nan)
    return out
