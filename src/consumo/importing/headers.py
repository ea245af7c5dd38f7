"""Where the headers of a sheet are: one row or several, at the top or again further down, with groups above them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.columns_below import Below, looks_numeric
from consumo.importing.dates import parse_day
from consumo.importing.folding import fold
from consumo.importing.grid import DATE, NUMBER, TEXT, Sheet
from consumo.importing.marks import mark_of
from consumo.importing.numbers import MISSING_WORDS
from consumo.importing.row_marks import Row, RowMarks, marks_of_row, order_of
from consumo.importing.times import time_in, time_of

__all__ = ["Header", "find_headers", "header_at", "heads_series", "is_numbering", "title_start"]

_TOP: Final = 300  # rows in which every text may be part of a header
_SMALL: Final = 200_000  # cells up to which the whole sheet is searched
_PARENTS: Final = 3  # rows above the lowest header row that may belong to it
_BELOW: Final = 2  # rows of units or of column numbers below it
_LONGEST_TITLE: Final = 60
_TITLE_ROWS: Final = 4
_LONGEST_ID: Final = 24
_NO_DATA: Final = MISSING_WORDS - {"", "s", "sd", "na", "nd", "pendiente"}  # these may head a column
_NUMBERING: Final = re.compile(r"\(?(\d{1,2})\)?\s*(?:=.*)?$")


@dataclass(frozen=True, eq=False)
class Header:
    """The header rows of a block.

    Attributes:
        rows: 0-based rows, top first, next to each other.
        cells: their cells by column, one mapping per row.
    """

    rows: tuple[int, ...]
    cells: tuple[Row, ...]

    @property
    def last(self) -> int:
        """The last row of the header."""
        return self.rows[-1]


def find_headers(sheet: Sheet) -> list[Header]:
    """Return the headers of a sheet from the top down.

    A header has two cells or more that say something, hardly any plain number, and figures below it.
    """
    candidates = _candidates(sheet)
    if not candidates:
        return []
    wanted = sorted({r for c in candidates for r in range(max(0, c - _PARENTS), min(sheet.n_rows, c + _BELOW + 1))})
    rows = dict(zip(wanted, sheet.rows(wanted), strict=True))
    found: list[Header] = []
    after = -1
    for place, candidate in enumerate(candidates):
        above = {} if _repeats(rows[candidate], found) else rows.get(candidate - 1, {})
        if candidate <= after or not _can_be(rows[candidate], above, repeated=bool(found)):
            continue
        if _is_header(sheet, rows, candidate + 1, after):
            continue  # the lowest row that can name the columns does; this one is a group or a year above it
        until = next((c for c in candidates[place + 1 :] if c > candidate + _BELOW), sheet.n_rows)
        header = _header(sheet, rows, candidate, after, until)
        if header is not None:
            found.append(header)
            after = header.last
    return found


def _repeats(row: Row, found: Sequence[Header]) -> bool:
    """Whether a row says a word again where the header before it says it: `Usuario | 2023 | 2024` below the total."""
    before = [cells for header in found[-1:] for cells in header.cells]
    return any(
        mark_of(cell).speaks and any(cells.get(c) == cell for cells in before)
        for c, cell in row.items()
        if isinstance(cell, str)
    )


def header_at(sheet: Sheet, rows: Sequence[int]) -> Header:
    """Return the header that a person says is in these 0-based rows."""
    inside = [row for row in rows if row < sheet.n_rows] or [0]
    return Header(tuple(inside), tuple(sheet.rows(inside)))


def _candidates(sheet: Sheet) -> list[int]:
    """Return the rows in which two cells or more say something as headers; far down, only those without a figure."""
    if not sheet.n_rows:
        return []
    top = sheet.row < _TOP
    known = np.unique(sheet.cells.code if len(sheet.row) <= _SMALL else sheet.cells.code[top])
    speaks = np.zeros(len(sheet.cells.texts) + 1, np.bool_)
    for code in known[known >= 0].tolist():
        speaks[code] = _speaks(sheet.cells.texts[code])
    says = speaks[sheet.cells.code]
    says[np.flatnonzero(top & (sheet.cells.kind == TEXT))] |= _days_at_the_top(sheet, top)
    figure = (sheet.cells.kind == NUMBER) & ~top
    says |= top & np.isin(sheet.cells.kind, (NUMBER, DATE))  # numbers and dates of the first rows may be months
    counts = np.bincount(sheet.row[says], minlength=sheet.n_rows)
    counts[sheet.row[figure]] = 0
    filled = np.bincount(sheet.row, minlength=sheet.n_rows)
    one_word = (counts == 1) & (filled >= 3) & (np.arange(sheet.n_rows) < _TOP)  # `Mes | 4A | 4B | 5A`
    return np.flatnonzero((counts >= 2) | one_word).tolist()


def _days_at_the_top(sheet: Sheet, top: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell the texts of the first rows that are days: they may head columns of readings."""
    codes = sheet.cells.code[np.flatnonzero(top & (sheet.cells.kind == TEXT))]
    days = {code: parse_day(sheet.cells.texts[code]) is not None for code in np.unique(codes).tolist()}
    return np.array([days[code] for code in codes.tolist()], np.bool_)


def _speaks(text: str) -> bool:
    """Whether a text can be part of a header; ids, figures and days cannot."""
    if len(text) > _LONGEST_TITLE * 2 or text.isdecimal() or looks_numeric(text):
        return False
    time = time_of(text)
    return (time is not None and (time.day is None or bool(time.rest))) or mark_of(text).speaks


def title_start(sheet: Sheet, header: Header, after: int) -> int:
    """Return the first row of the titles right above a header, in which one text stands alone."""
    first = header.rows[0]
    wanted = list(range(first - 1, max(after, first - 1 - _TITLE_ROWS), -1))
    rows = sheet.rows(wanted) if wanted else []
    for nth, (row, cells) in enumerate(zip(wanted, rows, strict=True)):
        if len(cells) != 1:
            break
        (cell,) = cells.values()
        parted = nth + 1 < len(rows) and not rows[nth + 1]
        grouping = isinstance(cell, str) and bool(mark_of(cell).concepts & {"agrupacion", "edificio"})
        if not (parted or grouping or time_of(cell) is not None or (isinstance(cell, str) and time_in(cell))):
            break
        first = row
    return first


def _can_be(row: Row, above: Row, *, repeated: bool) -> bool:
    """Whether a row can name columns; the first header of a sheet may hold a stray figure.

    Numbers that may be years or months are headers only in a run of three beside some words: data looks like them.
    """
    if _says_no_data(row):
        return False
    said = marks_of_row(row)
    bare = [order_of(time) for _, time in sorted(said.times.items()) if time.bare]
    worded = said.spoken - len(bare)
    if not repeated and heads_series(row):
        return True
    if repeated and _years_may_be_registers(row, said, above):
        return False
    if said.spoken < 2 or len(said.plain) > (0 if repeated else said.spoken // 3):
        return False
    if worded < 2 and (repeated or len(set(bare)) < max(3, len(bare))):
        return False
    return said.spoken >= len(row) / 4 or len(said.times) >= 2


def _years_may_be_registers(row: Row, said: RowMarks, above: Row) -> bool:
    """Whether the years of a row may be registers or kWh: `1900 | 1901`.

    Those stand below figures or below names of their own; years stand below one name for all, or below nothing. Where
    every cell is kept as text, a row of which nothing else is understood is one of data too.
    """
    years = [column for column, time in said.times.items() if time.is_year and not _written(row[column])]
    words = sum(mark.speaks for mark in said.marks.values())
    if not years or words > 1:
        return False
    if said.marks and not words and len(years) == len(said.times):
        return True
    over = [above[column] for column in years if column in above]
    figures = [cell for cell in over if not isinstance(cell, str) or looks_numeric(cell)]
    names = {cell for cell in over if isinstance(cell, str) and mark_of(cell).speaks}
    return len(figures) + len(names) == len(years)


def _written(cell: Any) -> bool:
    return isinstance(cell, str) and not cell.isdecimal()


def _says_no_data(row: Row) -> bool:
    """Whether a cell says that there is no value, which no header does: `NO DATA`, `#N/A`."""
    return any(isinstance(cell, str) and fold(cell) in _NO_DATA for cell in row.values())


def heads_series(row: Row) -> bool:
    """Whether a row heads a column of times and columns of one usuario each: `Mes | 101 | 102 | 103`."""
    (first, cell), *others = sorted(row.items())
    del first
    if len(others) < 2 or not isinstance(cell, str) or max(mark_of(cell).sure_of(w) for w in ("ciclo", "hasta")) < 0.75:
        return False
    ids = [other for _, other in others]
    short = all(len(str(other)) <= _LONGEST_ID for other in ids)
    whole = all(isinstance(other, str) or (isinstance(other, float) and other.is_integer()) for other in ids)
    silent = not any(isinstance(other, str) and mark_of(other).meanings and not _numbered(other) for other in ids)
    return short and whole and silent and len(set(ids)) == len(ids)


def _numbered(text: str) -> bool:
    return any(letter.isdecimal() for letter in text)


def _is_header(sheet: Sheet, rows: Mapping[int, Row], main: int, after: int) -> bool:
    """Whether a row names columns with figures below it."""
    if main >= sheet.n_rows or not _can_be(rows[main], rows.get(main - 1, {}), repeated=True):
        return False
    return _header(sheet, rows, main, after, sheet.n_rows) is not None


def _header(sheet: Sheet, rows: Mapping[int, Row], main: int, after: int, until: int) -> Header | None:
    """Return the header whose columns `main` names, or None if no figures stand below it."""
    said = marks_of_row(rows[main])
    last = _last_row(sheet, rows, main)
    below = Below(sheet, last + 1, until)
    named = list(rows[main])[1:] if heads_series(rows[main]) else [*said.marks, *said.times]
    above = [column for column in named if below.is_numeric(column)]
    heading = sum(mark.speaks for mark in said.marks.values()) + sum(not below.is_date(k) for k in said.times)
    if not above or (heading < 2 and not heads_series(rows[main])):
        return None  # days over days are data
    first = _first_row(rows, main, after, below)
    inside = tuple(range(first, last + 1))
    return Header(inside, tuple(rows[k] for k in inside))


def _last_row(sheet: Sheet, rows: Mapping[int, Row], main: int) -> int:
    """Return the last row of the header: rows of units, of a second line of words or of column numbers below it."""
    last = main
    for k in range(main + 1, min(main + _BELOW, sheet.n_rows - 1) + 1):
        row = rows.get(k)
        if not row or _says_no_data(row):
            break
        said = marks_of_row(row)
        if _years_may_be_registers(row, said, rows.get(k - 1, {})):
            break
        numbered = is_numbering(row)
        below = Below(sheet, k + 1, sheet.n_rows)
        over_figures = sum(below.is_numeric(column) for column in said.marks)
        units = len(row) > 1 and not said.plain and over_figures and said.spoken >= len(row) / 2
        if not (numbered or units):
            break
        last = k
    return last


def is_numbering(row: Row) -> bool:
    """Whether a row numbers the columns: `1 | 2 | 3 | 4 = 3 − 2`."""
    numbers = [_leading_number(cell) for _, cell in sorted(row.items())]
    return len(row) > 2 and numbers == list(range(1, len(row) + 1))


def _leading_number(cell: Any) -> int | None:
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else None
    match = _NUMBERING.match(cell) if isinstance(cell, str) else None
    return int(match[1]) if match else None


def _first_row(rows: Mapping[int, Row], main: int, after: int, below: Below) -> int:
    """Return the first row of the header: groups, years and first lines of words that stand above the main row."""
    first = main
    left = min(rows[main])
    for k in range(main - 1, max(main - _PARENTS, after + 1, 0) - 1, -1):
        row = rows.get(k)
        if not row:
            break
        said = marks_of_row(row)
        over = [column for column in row if below.is_numeric(column) or column in rows[first]]
        over_time = time_of(rows[first].get(left, "")) is not None if row and min(row) in rows[first] else False
        alone = len(row) == 1 and min(row) <= left and not over_time
        long_words = not said.times and any(len(str(cell)) > _LONGEST_TITLE for cell in row.values())
        if said.plain or not over or alone or long_words:
            break
        first = k
    return first
