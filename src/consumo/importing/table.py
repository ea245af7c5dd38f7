"""A table of a sheet: what its columns mean and what each of its rows is."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.grid import Column, Sheet
from consumo.importing.proposal import ColumnProposal
from consumo.importing.subject import Subject
from consumo.importing.times import time_in

__all__ = ["Rows", "Series", "Table"]

Rows = NDArray[np.intp]
_OF_SERIES: Final = ("consumo_kwh", "lectura_anterior", "lectura_actual")


@dataclass(frozen=True, slots=True)
class Series:
    """The measures of one month or one group, or of a table that has only one series.

    Attributes:
        mes: `2025-09`, a day or a year; '' where the rows say when.
        meses: how many months from `mes` on it lasts.
        grupo: what the series stands for beside others; '' where there is one.
        measures: columns by measure; several are parts that are added up.
    """

    mes: str
    meses: int
    grupo: str
    measures: dict[str, list[int]]


@dataclass(frozen=True, eq=False)
class Table:
    """A table of a sheet. Rows and columns are 0-based.

    Attributes:
        sheet: where it is.
        columns: what its columns mean.
        header: rows of its header.
        span: first row below the header and first row that is no longer the table's.
        rows: rows that hold data.
        totals: rows that say that they are totals, or are the sum of those above them.
        sums: rows with figures and nobody's name: totals without a label, or rows whose id is missing.
        masters: rows of the meter of the whole bateria.
        headings: for each data row the row of the heading that it stands below, −1 where there is none.
        groups: for each data row the number of its group: groups are parted by headings, totals and empty rows.
        notes: rows with content that is none of these.
        subject: what the titles and the sheet's name say.
        nth: place among the tables of its sheet.
        delivered: kWh of a master bill found outside the rows, with its row and column; None if there is none.
        order: how `03/04/2025` is read, `dma` or `mda`; '' where the columns decide.
        decimal: decimal mark of numbers written as text; '' where the columns decide.
        foreign: the magnitude that the table is about, where that is not energy.
        year_guessed: whether the year of its month columns is said nowhere.
    """

    sheet: Sheet
    columns: tuple[ColumnProposal, ...]
    header: tuple[int, ...]
    span: tuple[int, int]
    rows: Rows
    totals: Rows
    sums: Rows
    masters: Rows
    headings: NDArray[np.int64]
    groups: NDArray[np.int64]
    notes: Rows
    subject: Subject
    nth: int = 0
    delivered: tuple[float, int, int] | None = None
    order: str = ""
    decimal: str = ""
    foreign: str = ""
    year_guessed: bool = False

    @cached_property
    def by_word(self) -> dict[str, ColumnProposal]:
        """The columns that are there once, by meaning."""
        once: dict[str, ColumnProposal] = {}
        for column in self.columns:
            if not column.mes and not column.grupo:
                once.setdefault(column.significado, column)
        return once

    def index(self, word: str) -> int | None:
        """Return the column that means `word`, where there is one such column for all rows; else None."""
        column = self.by_word.get(word)
        return None if column is None else column.indice

    def column(self, word: str) -> Column | None:
        """Return the cells of the column that means `word`, one per data row; None if there is no such column."""
        index = self.index(word)
        return None if index is None else self.cells(index)

    def cells(self, index: int) -> Column:
        """Return the cells of a column, one per data row."""
        if index not in self._cells:
            start, stop = self.span
            part = self.sheet.column(index, start, stop)
            self._cells[index] = part if len(self.rows) == stop - start else part.take(self.rows - start)
        return self._cells[index]

    @cached_property
    def _cells(self) -> dict[int, Column]:
        """The columns that were asked for: each is looked at many times."""
        return {}

    def cells_at(self, index: int, rows: Rows) -> Column:
        """Return the cells of a column in other rows of the table."""
        start, stop = self.span
        return self.sheet.column(index, start, stop).take(rows - start)

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """The series of measures: one per month and group, the one without a month first."""
        found: dict[tuple[str, int, str], dict[str, list[int]]] = {}
        for column in self.columns:
            key = (column.mes, column.meses, column.grupo)
            if column.significado in _OF_SERIES:
                found.setdefault(key, {}).setdefault(column.significado, [column.indice])
            elif column.significado == "consumo_parcial":
                found.setdefault(key, {}).setdefault("consumo_kwh", []).append(column.indice)
        return tuple(Series(*key, measures) for key, measures in sorted(found.items()))

    @property
    def sheet_says_time(self) -> bool:
        """Whether the sheet is named after a month or a year, and so not after a bateria."""
        return time_in(self.sheet.name) is not None

    @property
    def measures(self) -> list[int]:
        """Columns of consumption, or else of current readings."""
        for word in ("consumo_kwh", "consumo_parcial", "lectura_actual"):
            found = [column.indice for column in self.columns if column.significado == word]
            if found:
                return found
        return []

    @property
    def decimal_mark(self) -> str | None:
        """The decimal mark of numbers written as text, where it is known."""
        return self.decimal or self.sheet.decimal

    @property
    def filas(self) -> int:
        """Rows with content below the header."""
        return sum(len(part) for part in (self.rows, self.totals, self.sums, self.masters, self.notes))
