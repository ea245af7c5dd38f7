"""Figures that programs write where there is no value: overflown counters, −999, rows of nines."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["NINES", "may_stand_at_nines", "sentinels"]

_ALWAYS: Final = (16777.215, 16777215.0, 16777.216, 4294967.295, 4294967295.0, 2147483647.0, 42949672.95)
_NEGATIVE: Final = (-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0, -999999.0)
NINES: Final = (99999.0, 999999.0, 9999999.0, 99999999.0, 999999999.0)
"""What a register shows before it begins again, and what programs write where there is no value."""

_LEAST: Final = min(*_ALWAYS, *NINES)
_ABOVE: Final = 5.0  # times the highest of the other figures that nines must be, to be no value

_NEAR: Final = 0.9  # of the nines, from which a reading beside them is near
_FAR: Final = 0.5  # of the nines, below which a register does not jump to them in a ciclo
_TOLERANCE: Final = 1.0  # declared against computed [kWh]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def may_stand_at_nines(before: Floats, after: Floats, *, declared: Floats, digits: Floats, factor: Floats) -> Mask:
    """Tell the rows in which nines are what the register shows: something in the row says so.

    Its other reading is near them, or the consumption that it declares is what two such readings give, or the meter
    has that many digits and did not jump there.

    Args:
        before: the earlier reading, shape (n,).
        after: the later reading, shape (n,).
        declared: consumption [kWh], NaN where unknown, shape (n,).
        digits: of the register, NaN where unknown, shape (n,).
        factor: of the meter, NaN where unknown, shape (n,).
    """
    nines = np.where(np.isin(after, NINES), after, np.where(np.isin(before, NINES), before, np.nan))
    other = np.where(np.isin(after, NINES), before, after)
    near = (other >= _NEAR * nines) & (other != nines)
    used = np.mod(after - before, nines + 1) * np.where(np.isfinite(factor), factor, 1.0)
    agrees = abs(used - declared) <= _TOLERANCE
    jumped = np.isin(after, NINES) & (before < _FAR * nines)
    shown = (10.0 ** np.where(np.isfinite(digits), digits, 0) - 1 == nines) & ~jumped
    return np.asarray(near | agrees | shown, np.bool_)


def sentinels(values: Floats, *, kept: Mask | None = None) -> Mask:
    """Tell the figures of a column that stand for «no value», shape (n,).

    Overflown counters (2^24 − 1, 2^32 − 1 and their thousandths) and −1, −9, −99 … are never a reading or a
    consumption. Nines only are one where they come more than once and stand far above all others: 99999 can be read on
    a register.

    Args:
        values: shape (n,).
        kept: where nines are a reading, shape (n,); None = nowhere for sure.
    """
    if not ((values < 0) | (values >= _LEAST)).any():
        return np.zeros(len(values), np.bool_)
    out = np.isin(values, (*_ALWAYS, *_NEGATIVE))
    nines = np.isin(values, NINES)
    if kept is not None:
        nines &= ~kept
    if nines.any():
        others = values[np.isfinite(values) & ~nines & ~out]
        often = nines.sum() > 1
        if often and len(others) and values[nines].min() > _ABOVE * max(float(others.max()), 1.0):
            out |= nines
    return out
