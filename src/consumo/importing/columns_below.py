"""What stands in the columns below a row: figures, dates or words, judged by the first filled cells."""

import re
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.grid import DATE, NUMBER, TEXT, Sheet

__all__ = ["Below", "has_figures", "looks_numeric"]

_DEPTH: Final = 40  # rows looked at
_FIGURE = re.compile(
    r"[-+($\s]*(?:r\$|us\$|s/\.?)?\s*\d[\d.,'’\s\u00a0]*(?:[eE][+-]?\d+)?\s*(?:kwh|mwh|kw)?\s*[-)]?$", re.IGNORECASE
)


def looks_numeric(text: str) -> bool:
    """Whether a text looks like a figure: `1.234,56`, `$ 2.608.666`, `(45)`, `12 kWh`."""
    return bool(_FIGURE.match(text))


class Below:
    """The first filled rows from `first` up to `until` (not included), by column.

    Args:
        sheet: the sheet.
        first: 0-based row.
        until: 0-based row.
    """

    def __init__(self, sheet: Sheet, first: int, until: int) -> None:
        self._sheet = sheet
        self._first = first
        self._until = min(until, first + _DEPTH)

    @cached_property
    def _counts(self) -> dict[int, tuple[int, int, int]]:
        sheet = self._sheet
        chosen = np.flatnonzero((sheet.row >= self._first) & (sheet.row < self._until))
        kinds, columns = sheet.cells.kind[chosen], sheet.col[chosen]
        numeric = kinds == NUMBER
        textual = np.flatnonzero(kinds == TEXT)
        codes = sheet.cells.code[chosen[textual]]
        known = {code: looks_numeric(sheet.cells.texts[code]) for code in np.unique(codes).tolist()}
        numeric[textual] = np.array([known[code] for code in codes.tolist()], np.bool_) if known else False
        dated = kinds == DATE
        out = {}
        for column in np.unique(columns).tolist():
            here: NDArray[np.bool_] = columns == column
            out[column] = int(here.sum()), int(numeric[here].sum()), int(dated[here].sum())
        return out

    def filled(self, column: int) -> int:
        """Number of filled cells."""
        return self._counts.get(column, (0, 0, 0))[0]

    def is_numeric(self, column: int) -> bool:
        """Whether a third of the filled cells or more are figures."""
        filled, numeric, _ = self._counts.get(column, (0, 0, 0))
        return filled > 0 and numeric * 3 >= filled

    def is_date(self, column: int) -> bool:
        """Whether most of the filled cells are dates."""
        filled, _, dated = self._counts.get(column, (0, 0, 0))
        return dated * 2 > filled


def has_figures(sheet: Sheet) -> bool:
    """Whether a sheet holds anything but words."""
    kinds = sheet.cells.kind
    if ((kinds == NUMBER) | (kinds == DATE)).any():
        return True
    return any(looks_numeric(sheet.cells.texts[code]) for code in np.unique(sheet.cells.code[kinds == TEXT]).tolist())
