"""Histories that end at their origin: what every step of the method sees, whether to learn, to check or to forecast.

Time runs along the first axis, so that the values of one step of time lie side by side in memory. Windows of several
origins stand side by side in one array, aligned at their ends; a phase of the year is counted from the first step
ahead, so that it means the same in all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLOCK", "Reals", "Windows", "blocks_of", "windows_at", "windows_of_pairs"]

Floats = NDArray[np.float64]
Reals = NDArray[np.floating[Any]]
"""float32 where a country is forecast, float64 where the tests want more digits."""

BLOCK: Final = 4_096
"""Windows worked on at a time: their arrays stay in the processor's cache."""


@dataclass(frozen=True, eq=False)
class Windows:
    """Histories of n (usuario, origin) pairs.

    Attributes:
        y: measured values, NaN = missing, the last row is the step before the origin, shape (width, n) [kWh/d].
        shared: seasonal index of each one's group, row r = phase of the steps r + 1, r + 1 + period, … ahead, shape
            (period, n).
        prior: ratios at which a usuario's own index weighs as much as the shared one.
        known: where y is known, shape (width, n).
    """

    y: Reals
    shared: Reals
    prior: float
    known: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        """Note what is known."""
        object.__setattr__(self, "known", np.isfinite(self.y))

    @property
    def width(self) -> int:
        """Steps of history."""
        return len(self.y)

    @property
    def period(self) -> int:
        """Steps in a year."""
        return len(self.shared)

    def only(self, some: slice) -> "Windows":
        """Return some of the histories."""
        return Windows(np.ascontiguousarray(self.y[:, some]), np.ascontiguousarray(self.shared[:, some]), self.prior)

    def __len__(self) -> int:
        return len(self.y[0])


def windows_at(y: Reals, group: NDArray[np.int32], index: Floats, prior: float, rows: slice) -> Windows:
    """Return the histories of some usuarios up to the end of `y`.

    Args:
        y: values of all usuarios, shape (n_usuarios, width).
        group: group of each usuario.
        index: seasonal indices of the groups by column modulo the period, shape (n_groups, period).
        prior: see `Windows`.
        rows: the usuarios.
    """
    rolled = np.roll(index.astype(y.dtype), -(y.shape[1] % index.shape[1]), axis=1)
    return Windows(np.ascontiguousarray(y[rows].T), np.ascontiguousarray(rolled[group[rows]].T), prior)


def windows_of_pairs(
    y: Reals, group: NDArray[np.int32], index: Floats, prior: float, pairs: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> Windows:
    """Return the histories of (usuario, origin) pairs, those of early origins begin with NaN.

    Args:
        y: values of all usuarios, shape (n_usuarios, width).
        group: group of each usuario.
        index: as in `windows_at`.
        prior: see `Windows`.
        pairs: rows of `y`, and for each the columns known, shapes (n,).
    """
    rows, origins = pairs
    width, period = int(origins.max()), index.shape[1]
    column = origins - width + np.arange(width)[:, None]
    seen = np.where(column >= 0, y[rows, np.maximum(column, 0)], np.nan).astype(y.dtype)
    phase = (origins + np.arange(period)[:, None]) % period
    return Windows(seen, index.astype(y.dtype)[group[rows], phase], prior)


def blocks_of(n: int, size: int = BLOCK) -> Iterator[slice]:
    """Yield slices that cover 0 … n."""
    for start in range(0, n, size):
        yield slice(start, min(start + size, n))
