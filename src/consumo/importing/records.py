"""What the records of one binary sheet hold, beside what a general reader returned of it.

A general reader passes over a damaged record, or stops at it, without a word; the rest of the file shows that it did.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["SheetRecords", "lost_from"]

_FEW: Final = 0.2  # share of the rows without a record of their own, up to which those have lost it


@dataclass(eq=False)
class SheetRecords:
    """What was found in the records of a sheet.

    Attributes:
        figures: (row, column) of each cell that holds a number, 0-based.
        rows: rows of the cells, blank ones included.
        announced: rows that have a record of their own.
        odd: rows of cells that stand twice, or after a record that no sheet holds.
        broken: whether the records end before the sheet does.
    """

    figures: set[tuple[int, int]] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    announced: set[int] = field(default_factory=set)
    odd: set[int] = field(default_factory=set)
    broken: bool = False

    def cells(self, row: int, column: int, many: int = 1, *, figures: bool) -> None:
        """Take in a record of some cells beside each other, the first in `column`."""
        self.rows.add(row)
        if not figures:
            return
        for place in ((row, column + k) for k in range(many)):
            if place in self.figures:
                self.odd.add(row)
            self.figures.add(place)


def lost_from(records: SheetRecords, rows: Sequence[Sequence[Any]]) -> int:
    """Return the first row (from 1) from which cells may have been lost; 0 if nothing speaks for it.

    Args:
        records: of the sheet.
        rows: what was read of it, from its first row on.
    """
    lost = {row for row, column in records.figures if not _is_figure(rows, row, column)} | records.odd
    unannounced = records.rows - records.announced
    if len(unannounced) <= _FEW * len(records.rows):
        lost |= unannounced
    if records.broken:
        lost.add(max(records.rows, default=0))
    return min(lost) + 1 if lost else 0


def _is_figure(rows: Sequence[Sequence[Any]], row: int, column: int) -> bool:
    return row < len(rows) and column < len(rows[row]) and not isinstance(rows[row][column], str)
