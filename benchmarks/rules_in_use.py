"""The two rules in common use, as peers: ±30 % of the mean of 12 ciclos, and mean ± 3 standard deviations.

Both on kWh a day, with the negative differences that a spreadsheet computes, and with the alerts of neighbouring
ciclos of one usuario counted as one: better than they are usually applied.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["PEERS", "in_order"]

Floats = NDArray[np.float64]
_WINDOW = 12


def _share_of_mean(per_day: Floats) -> Floats:
    out = np.full(per_day.shape, np.nan)
    for column in range(_WINDOW, per_day.shape[1]):
        mean = per_day[:, column - _WINDOW : column].mean(axis=1)
        out[:, column] = abs(per_day[:, column] / np.where(mean == 0, np.nan, mean) - 1)
    return out


def _standard_deviations(per_day: Floats) -> Floats:
    out = np.full(per_day.shape, np.nan)
    for column in range(_WINDOW, per_day.shape[1]):
        past = per_day[:, column - _WINDOW : column]
        out[:, column] = abs(per_day[:, column] - past.mean(axis=1)) / np.maximum(past.std(axis=1, ddof=1), 1e-9)
    return out


PEERS = {"±30 % of the mean": (_share_of_mean, 0.30), "mean ± 3 sd": (_standard_deviations, 3.0)}
"""By name: how strong the alert of each reading is, and from where on the rule gives one."""


def in_order(strength: Floats, least: float = -np.inf) -> list[tuple[int, int]]:
    """Return the cells of the alerts above `least`, the strongest first, one for neighbouring ciclos of a usuario."""
    filled = np.where(np.isfinite(strength), strength, -np.inf)
    found: list[tuple[int, int]] = []
    taken = np.zeros(filled.shape, np.bool_)
    for place in np.argsort(-filled, axis=None, kind="stable").tolist():
        row, column = divmod(place, filled.shape[1])
        if filled[row, column] <= least:
            break
        if not taken[row, max(0, column - 1) : column + 2].any():
            found.append((row, column))
        taken[row, column] = True
    return found
