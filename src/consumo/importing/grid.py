"""A sheet as columns of typed cells: text stays text, numbers stay numbers, rows are counted as Excel counts them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["BOOL", "DATE", "EMPTY", "ERROR", "NUMBER", "TEXT", "Column", "Sheet", "column_index", "column_letter"]

EMPTY, NUMBER, TEXT, DATE, BOOL, ERROR = range(6)
"""Kinds of a cell. A DATE is an Excel serial (days since 1899-12-30); an ERROR is `#N/A`, `#DIV/0!` and the like."""

EPOCH: Final = date(1899, 12, 30)


def column_letter(index: int) -> str:
    """Return Excel's name of the 0-based column: 0 → A, 26 → AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int | None:
    """Return the 0-based column of Excel's name: A → 0, AA → 26; None if it is no such name."""
    if not 1 <= len(letters) <= 3 or not all("A" <= letter <= "Z" for letter in letters):
        return None
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


@dataclass(frozen=True, eq=False)
class Column:
    """Cells below each other.

    Attributes:
        kind: EMPTY, NUMBER, TEXT, DATE, BOOL or ERROR, uint8, shape (n,).
        number: the number, serial or 0/1; NaN for the other kinds, float64, shape (n,).
        code: index into `texts` of a TEXT or ERROR, else −1, int32 or int64, shape (n,).
        texts: the distinct texts of the sheet, stripped of outer blanks, object, shape (n_texts,).
    """

    kind: NDArray[np.uint8]
    number: NDArray[np.float64]
    code: NDArray[np.signedinteger[Any]]
    texts: NDArray[np.object_]

    @classmethod
    def of(cls, cells: Sequence[Any]) -> Self:
        """Build a column from Python values: str, int, float, bool, date, datetime, None or ''."""
        # A last filled cell keeps the empty ones before it; it is cut off again.
        column = Sheet.from_rows("", "", [[cell] for cell in [*cells, 0]]).column(0)
        n = len(cells)
        return cls(column.kind[:n], column.number[:n], column.code[:n], column.texts)

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def filled(self) -> NDArray[np.bool_]:
        """Where there is something, shape (n,)."""
        return np.not_equal(self.kind, EMPTY)

    @cached_property
    def read(self) -> dict[str | None, Any]:
        """What `numbers.read_numbers` has read of it, by the decimal mark that it was given."""
        return {}

    def take(self, rows: NDArray[np.intp]) -> "Column":
        """Return the cells of `rows`."""
        return Column(self.kind[rows], self.number[rows], self.code[rows], self.texts)

    def value(self, row: int) -> Any:
        """Return one cell as a Python value, '' where empty."""
        kind = int(self.kind[row])
        if kind in {TEXT, ERROR}:
            return self.texts[self.code[row]]
        number = float(self.number[row])
        if kind == NUMBER:
            return number
        if kind == BOOL:
            return bool(number)
        return EPOCH + timedelta(days=int(number)) if kind == DATE else ""

    def distinct_texts(self) -> tuple[NDArray[np.intp], NDArray[np.intp], list[str]]:
        """Return the rows that hold text, for each the position of its text in the list, and the distinct texts."""
        return self._distinct_texts

    @cached_property
    def _distinct_texts(self) -> tuple[NDArray[np.intp], NDArray[np.intp], list[str]]:
        rows = np.flatnonzero(self.kind == TEXT)
        if not len(rows):
            return rows, rows, []
        codes, which = pd.factorize(self.code[rows])
        return rows, codes, self.texts[which].tolist()

    def as_text(self) -> NDArray[np.object_]:
        """Return the cells as ids: text as written, whole numbers without `.0`, dates as ISO, '' where empty."""
        out = np.full(len(self), "", dtype=object)
        textual = (self.kind == TEXT) | (self.kind == ERROR)
        out[textual] = self.texts[self.code[textual]]
        for kind in (NUMBER, DATE, BOOL):
            rows = np.flatnonzero(self.kind == kind)
            if len(rows):
                codes, numbers = pd.factorize(self.number[rows])
                out[rows] = np.array([_written(kind, n) for n in numbers.tolist()], dtype=object)[codes]
        return out


def _written(kind: int, number: float) -> str:
    if kind == DATE:
        return (EPOCH + timedelta(days=int(number))).isoformat()
    if kind == BOOL:
        return "1" if number else "0"
    return str(int(number)) if number.is_integer() else repr(number)


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet, as its filled cells in order of column, then row.

    Attributes:
        archivo: name of the file.
        name: name of the sheet; of the file without its ending for text files.
        n_rows: rows up to the last filled one.
        row, col: 0-based place of each filled cell, int32 or int64, shape (n_cells,), sorted by column, then row.
        cells: the filled cells, shape (n_cells,).
        decimal: the decimal mark of numbers written as text, where the format of the file tells it.
        saved: day on which the file was saved, where known.
        cut: whether a text file ends in the middle of a line.
        longer: first line (from 1) of a text file with more cells than its header, and how many there are.
        lost: first row (from 1) from which the file seems to hold cells that could not be read, 0 if none.
        quote_open: line of a text file with a quote that nobody closed, 0 where there is none.
        really: what kind of file it is, where its ending says another; in the first sheet only.
        hidden: whether the workbook hides it; such a sheet comes without its cells.
    """

    archivo: str
    name: str
    n_rows: int
    row: NDArray[np.signedinteger[Any]]
    col: NDArray[np.signedinteger[Any]]
    cells: Column
    decimal: str | None = None
    saved: date | None = None
    hidden: bool = False
    cut: bool = False
    quote_open: int = 0
    lost: int = 0
    longer: tuple[int, int] = (0, 0)
    really: str = ""

    @classmethod
    def from_cells(
        cls,
        archivo: str,
        name: str,
        place: tuple[NDArray[np.signedinteger[Any]], NDArray[np.signedinteger[Any]]],
        cells: Column,
        *,
        decimal: str | None = None,
    ) -> Self:
        """Build a sheet from cells in any order; blank texts are empty and texts lose their outer blanks."""
        texts = np.array([t.strip() for t in cells.texts.tolist()] or [""], dtype=object)
        blank = np.append(texts == "", False)  # the last entry stands for code −1
        filled = np.not_equal(cells.kind, EMPTY)
        if blank.any():
            filled &= ~blank[cells.code]
        parts: tuple[NDArray[Any], ...] = (*place, cells.kind, cells.number, cells.code)
        if not filled.all():
            parts = tuple(part[filled] for part in parts)
        row, col, kind, number, code = _by_column(parts)
        n_rows = int(row.max()) + 1 if len(row) else 0
        return cls(archivo, name, n_rows, row, col, Column(kind, number, code, texts), decimal)

    @classmethod
    def from_rows(cls, archivo: str, name: str, rows: Sequence[Sequence[Any]], *, decimal: str | None = None) -> Self:
        """Build a sheet from Python values by row: str, int, float, bool, date, datetime, None or ''."""
        flat = [(i, j, c) for i, row in enumerate(rows) for j, c in enumerate(row) if c is not None and c != ""]
        kinds = np.array([_kind(c) for _, _, c in flat], dtype=np.uint8)
        numbers = np.array([_number(c) for _, _, c in flat], dtype=np.float64)
        codes, texts = pd.factorize(np.array([c if isinstance(c, str) else "" for _, _, c in flat], dtype=object))
        codes = np.where(kinds == TEXT, codes, -1).astype(np.int64)
        place = tuple(np.array([cell[k] for cell in flat], dtype=np.int64) for k in (0, 1))
        return cls.from_cells(
            archivo,
            name,
            (place[0], place[1]),
            Column(kinds, numbers, codes, np.asarray(texts, object)),
            decimal=decimal,
        )

    @cached_property
    def _starts(self) -> NDArray[np.intp]:
        return np.searchsorted(self.col, np.arange(self.n_cols + 1))

    @cached_property
    def n_cols(self) -> int:
        """Columns up to the last filled one."""
        return int(self.col[-1]) + 1 if len(self.col) else 0

    @cached_property
    def has_content(self) -> NDArray[np.bool_]:
        """Whether each row holds anything, shape (n_rows,)."""
        out = np.zeros(self.n_rows, dtype=np.bool_)
        out[self.row] = True
        return out

    def column(self, index: int, start: int = 0, stop: int | None = None) -> Column:
        """Return the cells of a column from row `start` up to `stop` (not included; None = all), shape (n,)."""
        end = self.n_rows if stop is None else min(stop, self.n_rows)
        key = index, start, end
        if key not in self._columns:
            self._columns[key] = self._column(index, start, max(end, start))
        return self._columns[key]

    @cached_property
    def _columns(self) -> dict[tuple[int, int, int], Column]:
        """The columns that were asked for: each is looked at many times."""
        return {}

    def _column(self, index: int, start: int, end: int) -> Column:
        n = end - start
        here = slice(0, 0)
        if 0 <= index < self.n_cols and n:
            first, last = self._starts[index], self._starts[index + 1]
            low, high = first + np.searchsorted(self.row[first:last], (start, end))
            here = slice(low, high)
        cells = self.cells
        if n and here.stop - here.start == n:  # no cell is empty: nothing to copy
            return Column(cells.kind[here], cells.number[here], cells.code[here], cells.texts)
        kind, number, code = np.zeros(n, np.uint8), np.full(n, np.nan), np.full(n, -1, np.int64)
        rows = self.row[here] - start
        kind[rows], number[rows], code[rows] = cells.kind[here], cells.number[here], cells.code[here]
        return Column(kind, number, code, cells.texts)

    def rows(self, wanted: Sequence[int]) -> list[dict[int, Any]]:
        """Return some rows as Python values by 0-based column; empty cells are left out."""
        place = {row: k for k, row in enumerate(wanted)}
        out: list[dict[int, Any]] = [{} for _ in wanted]
        for k in np.flatnonzero(np.isin(self.row, np.asarray(wanted, np.int64))).tolist():
            out[place[int(self.row[k])]][int(self.col[k])] = self.cells.value(k)
        return out


def _by_column(parts: tuple[NDArray[Any], ...]) -> tuple[NDArray[Any], ...]:
    """Return row, col and what belongs to them in order of column, then row."""
    row, col = parts[:2]
    if not len(row):
        return parts
    width = int(col.max()) + 1
    if (np.diff(row) < 0).any():
        order = np.lexsort((row, col))
    elif len(row) % width == 0 and (col.reshape(-1, width) == np.arange(width)).all():
        return tuple(np.ascontiguousarray(part.reshape(-1, width).T).ravel() for part in parts)  # no cell is empty
    else:
        # Cells come by row, so that a stable sort of few columns does it.
        order = np.argsort(col.astype(np.int16) if width <= np.iinfo(np.int16).max else col, kind="stable")
    return tuple(part[order] for part in parts)


def _kind(cell: Any) -> int:
    if isinstance(cell, bool):
        return BOOL
    if isinstance(cell, (int, float)):
        return NUMBER
    return DATE if isinstance(cell, date) else TEXT


def _number(cell: Any) -> float:
    if isinstance(cell, (int, float)):
        return float(cell)
    if isinstance(cell, date):  # a datetime is a date too; the hour of a reading is not kept
        return float(cell.toordinal() - EPOCH.toordinal())
    return float("nan")
