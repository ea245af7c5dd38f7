"""Figures that programs write where there is no value: overflown counters, −999, rows of nines."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["sentinels"]

_ALWAYS: Final = (16777.215, 16777215.0, 16777.216, 4294967.295, 4294967295.0, 2147483647.0, 42949672.95)
_NEGATIVE: Final = (-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0, -999999.0)
_NINES: Final = (99999.0, 999999.0, 9999999.0, 99999999.0, 999999999.0)
_ABOVE: Final = 5.0  # times the highest of the other figures that nines must be, to be no value

Floats = NDArray[np.float64]


def sentinels(values: Floats) -> NDArray[np.bool_]:
    """Tell the figures of a column that stand for «no value», shape (n,).

    Overflown counters (2^24 − 1, 2^32 − 1 and their thousandths) and −1, −9, −99 … are never a reading or a
    consumption. Nines only are one where they come more than once and stand far above all others: 99999 can be read on
    a register.
    """
    out = np.isin(values, (*_ALWAYS, *_NEGATIVE))
    nines = np.isin(values, _NINES)
    if nines.any():
        others = values[np.isfinite(values) & ~nines & ~out]
        often = nines.sum() > 1
        if often and len(others) and values[nines].min() > _ABOVE * max(float(others.max()), 1.0):
            out |= nines
    return out
