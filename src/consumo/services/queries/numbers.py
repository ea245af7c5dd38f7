"""Numbers as they leave the process: rounded to what a meter can tell, missing as None."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "COEFFICIENT_DECIMALS", "FRACTION_DECIMALS", "KWH_DECIMALS", "known", "known_one", "or_none", "relative_change",
]  # fmt: skip

KWH_DECIMALS: Final = 3
"""Decimals of kWh and kWh/day: the watt-hour; hides the last bits of binary sums (8951.000000000001)."""

FRACTION_DECIMALS: Final = 5

COEFFICIENT_DECIMALS: Final = 6
"""Of the polynomial [kWh/d]."""

Floats = NDArray[np.float64]


def known(values: NDArray[Any], decimals: int = KWH_DECIMALS) -> list[Any]:
    """Return `values`, of any shape, as (nested) lists of rounded numbers; None where not finite."""
    rounded = values.round(decimals)
    finite = np.isfinite(rounded)
    if not finite.all():
        rounded = rounded.astype(object)
        rounded[~finite] = None
    return rounded.tolist()  # type: ignore[no-any-return]


def or_none(values: list[float]) -> list[float | None]:
    """Return `values` with None for NaN."""
    return [None if value != value else value for value in values]  # noqa: PLR0124 - only NaN is not itself


def known_one(value: float | np.floating[Any], decimals: int = KWH_DECIMALS) -> float | None:
    """Return one rounded number, None where not finite."""
    number = float(value)
    return round(number, decimals) if np.isfinite(number) else None


def relative_change(now: Floats, before: Floats) -> Floats:
    """Return now / before − 1 [fraction]; NaN where either is missing or nothing was used before."""
    usable = np.isfinite(now) & np.isfinite(before) & (before > 0)
    quotient: Floats = np.divide(now, before, out=np.full(now.shape, np.nan), where=usable)
    return quotient - 1.0
