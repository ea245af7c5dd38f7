"""Find the table of a sheet: its header row, its data rows, its totals and the master bill below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.columns import Meanings, confirm_columns, is_total_label, map_columns, meaning_of
from consumo.importing.grid import Column, Sheet
from consumo.importing.mapping import Mapping, TableMapping, table_shape

__all__ = ["Table", "find_table"]

_HEADER_DEPTH: Final = 60  # rows searched for the header: titles and logos are shorter
_WHO: Final = ("usuario", "medidor", "nombre", "bateria", "categoria")
_WHAT: Final = ("consumo_kwh", "lectura_actual", "lectura_anterior")
_USUAL: Final = 0.9  # share of the rows that fill a column, for it to tell a data row from a note
_NOTES_READ: Final = 500  # rows below the table that are searched for the master bill

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Table:
    """A table of a sheet. Rows are 0-based.

    Attributes:
        sheet: where it is.
        mapping: meaning of its columns.
        header: row of the headers.
        rows: rows that hold data.
        totals: rows that say that they are totals.
        sums: rows with figures and nobody's name: totals without a label, or rows whose id is missing.
        notes: rows with content that is none of these.
        delivered: kWh of a master bill found below, with its row and column; None if there is none.
    """

    sheet: Sheet
    mapping: Meanings
    header: int
    rows: Rows
    totals: Rows
    sums: Rows
    notes: Rows
    delivered: tuple[float, int, int] | None = None

    def column(self, word: str) -> Column | None:
        """Return the cells of the column that means `word`, one per data row; None if there is no such column."""
        index = self.mapping.columns.get(word)
        return None if index is None else self.cells(index)

    def cells(self, index: int) -> Column:
        """Return the cells of a column, one per data row."""
        return self.sheet.column(index).take(self.rows)

    @cached_property
    def headers(self) -> dict[int, Any]:
        """The header cells by 0-based column."""
        return self.sheet.rows([self.header])[0]


def find_table(sheet: Sheet, *, mappings: Sequence[Mapping] = ()) -> Table | None:
    """Find the table of readings or consumption of a sheet, or None.

    Args:
        sheet: where to look.
        mappings: confirmed by a person; what they say of a table of its shape, or of the sheet, overrides the rest.
    """
    best: tuple[int, int, Meanings] | None = None
    top = sheet.rows(range(min(_HEADER_DEPTH, sheet.n_rows)))
    for index, row in enumerate(top):
        mapping = map_columns(row)
        if mapping.score > (best[0] if best else 0):
            best = mapping.score, index, mapping
    confirmed = _confirmed(sheet, top, None if best is None else best[1], mappings)
    if confirmed is not None:
        if confirmed.ignorar:
            return None
        header = confirmed.encabezados[-1] - 1 if confirmed.encabezados else (best[1] if best else 0)
        row = sheet.rows([header])[0]
        best = 0, header, confirm_columns(row, map_columns(row), confirmed)
    if best is None:
        return None
    _, header, mapping = best
    rows, totals, sums, notes = _split(sheet, header, mapping)
    return Table(sheet, mapping, header, rows, totals, sums, notes, _master(sheet, notes))


def _confirmed(
    sheet: Sheet, top: list[dict[int, Any]], header: int | None, mappings: Sequence[Mapping]
) -> TableMapping | None:
    """Return what was confirmed of the table whose header was found, or of the sheet."""
    shape = "" if header is None else table_shape([str(cell) for _, cell in sorted(top[header].items())])
    tables = [table for mapping in mappings for table in mapping.tablas if table.fits(sheet.name, shape)]
    return tables[0] if tables else None


def _split(sheet: Sheet, header: int, mapping: Meanings) -> tuple[Rows, Rows, Rows, Rows]:
    """Sort the rows below the header into data, labelled totals, unlabelled sums and notes.

    The table ends at two empty rows, or at a total followed by an empty one. What comes later is data too if it
    fills the columns that the data fills (blocks by bateria or page), and a note if it does not.
    """
    who: dict[str, Column] = {word: sheet.column(mapping.columns[word]) for word in _WHO if word in mapping.columns}
    what = [sheet.column(mapping.columns[word]) for word in _WHAT if word in mapping.columns]
    what += [sheet.column(index) for index in mapping.months]
    content = sheet.has_content.copy()
    content[: header + 1] = False
    named = _any([column.filled for column in who.values()], sheet.n_rows)
    figures = _any([column.filled for column in what], sheet.n_rows)
    total = _labelled_totals(who, sheet.n_rows) & content
    again = _repeated_headers([*who.values(), *what], header) & content
    plain = content & ~total & ~again
    data, sums = plain & named, plain & ~named & figures
    late = _after_the_end(content, total | sums, header)
    usual = [c.filled for c in [*who.values(), *what] if c.filled[data & ~late].mean() >= _USUAL] if data.any() else []
    fits = np.logical_and.reduce(usual) if usual else np.zeros(sheet.n_rows, np.bool_)
    data &= ~late | fits
    sums &= ~late
    notes = content & ~data & ~total & ~sums
    return np.flatnonzero(data), np.flatnonzero(total), np.flatnonzero(sums), np.flatnonzero(notes)


def _any(masks: list[Mask], n: int) -> Mask:
    return np.logical_or.reduce(masks) if masks else np.zeros(n, np.bool_)


def _labelled_totals(who: dict[str, Column], n: int) -> Mask:
    """Tell the rows that are labelled as totals; a customer named «Total S.A.» has an id, so it is none."""
    out = np.zeros(n, np.bool_)
    for word, column in who.items():
        rows, codes, texts = column.distinct_texts()
        labels = np.array([is_total_label(text) for text in texts], np.bool_)
        if labels.any():
            mask = np.zeros(n, np.bool_)
            mask[rows[labels[codes]]] = True
            out |= mask if word == "usuario" or "usuario" not in who else mask & ~who["usuario"].filled
    return out


def _repeated_headers(columns: list[Column], header: int) -> Mask:
    """Tell the rows that repeat the header, as printed lists do on every page."""
    same = [c.code == c.code[header] for c in columns if c.code[header] >= 0]
    return np.logical_and.reduce(same) if same else np.zeros(len(columns[0]), np.bool_)


def _after_the_end(content: Mask, total: Mask, header: int) -> Mask:
    empty = ~content
    empty[: header + 1] = False
    ends = np.zeros(len(content), np.bool_)
    ends[1:] = empty[1:] & (empty[:-1] | total[:-1])
    return np.maximum.accumulate(ends)


def _master(sheet: Sheet, notes: Rows) -> tuple[float, int, int] | None:
    """Find `Consumo General KW | 9905` among the notes: what the utility billed for the whole."""
    wanted = notes[:_NOTES_READ].tolist()
    for row, cells in zip(wanted, sheet.rows(wanted), strict=True):
        for column, cell in sorted(cells.items()):
            found = meaning_of(cell) if isinstance(cell, str) else None
            if found is None or found[0] != "totalizador":
                continue
            for place in range(column + 1, column + 4):
                value = cells.get(place)
                if isinstance(value, float) and value > 0:
                    return value, row, place
    return None
