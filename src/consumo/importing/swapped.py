"""Days that Excel itself turned round: it took `05/09/2025` for May 9th and left `22/09/2025` as text."""

import re
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.grid import DATE, EPOCH, Column

__all__ = ["turned_back"]

_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})(?: .*)?$")
_TWELVE: Final = 12
_NEAR: Final = 0.9  # of the turned days, that fall in or beside a month of the texts

Months = NDArray[np.datetime64]


def turned_back(cells: Column) -> tuple[Column, NDArray[np.intp]]:
    """Return a column of days with those that were turned round put right, and which they are.

    They are known by their company: real dates whose day is never above 12, among texts whose day always is; and put
    right they fall in the months of the texts, as they stand they do not.

    Args:
        cells: of one column of days, shape (n,).
    """
    nothing = cells, np.empty(0, np.intp)
    texts = cells.distinct_texts()[2]
    real = np.flatnonzero(cells.kind == DATE)
    if not len(real) or not texts:
        return nothing
    parts = [_DAY_FIRST.match(text) for text in texts]
    read = [_month(int(m[1]), int(m[2]), m[3]) if m else None for m in parts]
    said = {month for month in read if month is not None}
    if None in read or not said:
        return nothing
    days = np.datetime64(EPOCH, "D") + cells.number[real].astype(np.int64)
    months = days.astype("M8[M]")
    day = (days - months.astype("M8[D]")).astype(np.int64) + 1
    if (day > _TWELVE).any():
        return nothing
    year, month = months.astype("M8[Y]"), (months - months.astype("M8[Y]").astype("M8[M]")).astype(np.int64) + 1
    put_right = year.astype("M8[M]") + (day - 1)
    if _near(put_right, said) < _NEAR or _near(months, said) >= _NEAR:
        return nothing
    number = cells.number.copy()
    number[real] = (put_right.astype("M8[D]") + (month - 1) - np.datetime64(EPOCH, "D")).astype(np.float64)
    turned = real[day != month]
    return replace(cells, number=number), turned


def _month(first: int, second: int, year: str) -> np.datetime64 | None:
    """Return the month of a text of which one part is above 12; None where either could be the month."""
    month = second if first > _TWELVE >= second else first if second > _TWELVE >= first else 0
    full = year if len(year) == 4 else f"20{year}"
    return np.datetime64(f"{full}-{month:02d}", "M") if month else None


def _near(months: Months, said: set[np.datetime64]) -> float:
    """Return the share of months that are among others, or next to them."""
    known = np.array(sorted(said), "M8[M]").astype(np.int64)
    gaps = abs(months.astype(np.int64)[:, None] - known).min(axis=1)
    return float((gaps <= 1).mean())
