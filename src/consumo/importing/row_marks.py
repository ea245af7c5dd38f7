"""What the cells of one row say as headers: words that mean something, times that follow each other, plain numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from consumo.importing.columns_below import looks_numeric
from consumo.importing.marks import Mark, mark_of
from consumo.importing.times import Time, time_of

__all__ = ["Row", "RowMarks", "marks_of_row", "order_of"]

_SHORTEST_RUN: Final = 3  # numbers that may be months are none by twos

Row = Mapping[int, Any]
"""Cells of a row by column."""


@dataclass(frozen=True, slots=True)
class RowMarks:
    """What the cells of one row say as headers.

    Attributes:
        marks: of the texts that are no time, by column.
        times: by column; of bare numbers and dates only those that form a run.
        plain: columns of numbers that are no time.
        texts: number of texts.
    """

    marks: dict[int, Mark]
    times: dict[int, Time]
    plain: tuple[int, ...]
    texts: int

    @property
    def spoken(self) -> int:
        """Number of cells that say something understood."""
        return sum(mark.speaks for mark in self.marks.values()) + len(self.times)


def marks_of_row(row: Row) -> RowMarks:
    """Return what the cells of a row say as headers."""
    marks: dict[int, Mark] = {}
    times: dict[int, Time] = {}
    loose: dict[int, Time] = {}
    plain: list[int] = []
    for column, cell in row.items():
        time = time_of(cell)
        written = isinstance(cell, str)
        if time is not None and (not written or (time.day is not None and not time.rest) or cell.isdecimal()):
            loose[column] = time
        elif written and time is not None and not _drowned(time):
            times[column] = time
        elif written and not looks_numeric(cell):
            marks[column] = mark_of(cell)
        else:
            plain.append(column)
    run = _run(loose)
    times |= run
    plain += [column for column in loose if column not in run]
    return RowMarks(marks, times, tuple(plain), sum(isinstance(cell, str) for cell in row.values()))


def _drowned(time: Time) -> bool:
    """Whether a short month name stands among words that nothing explains (`Mar del Plata`)."""
    return bool(time.rest) and mark_of(time.rest).unknown > 0 and (time.bare or not time.year)


def _run(loose: Mapping[int, Time]) -> dict[int, Time]:
    """Return dates, years and bare numbers that follow each other at one step, as headers of columns do."""
    if len(loose) < 2:  # two days may be the dates of a reading; what stands below them decides
        return {c: t for c, t in loose.items() if t.is_year}
    values = [order_of(time) for _, time in sorted(loose.items())]
    steps = np.diff(np.array(values))
    kinds = {(time.is_year, time.day is not None) for time in loose.values()}
    even = len(kinds) == 1 and abs(steps).max() <= 1.4 * abs(steps).min() and abs(steps).min() > 0
    same_way = (steps > 0).all() or (steps < 0).all()
    years = all(time.is_year for time in loose.values())
    if len(loose) < _SHORTEST_RUN and not years and all(time.bare for time in loose.values()):
        return {}
    return dict(loose) if (even and same_way) or years else {}


def order_of(time: Time) -> float:
    """Return a number that grows with time."""
    if time.day is not None:
        return float(time.day.astype(np.int64))
    return float(time.year * 12 + time.month)
