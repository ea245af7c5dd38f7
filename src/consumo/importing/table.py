"""Find the table of a sheet: its header row, its last row, its totals and the master bill below it."""

from dataclasses import dataclass, field
from typing import Any, Final

from consumo.importing.columns import Mapping, is_total_label, map_columns, meaning_of
from consumo.importing.sheets import Sheet

__all__ = ["Table", "find_table"]

_HEADER_DEPTH: Final = 60  # rows searched for the header: titles and logos are shorter


@dataclass(frozen=True, eq=False)
class Table:
    """A table of a sheet.

    Attributes:
        sheet: where it is.
        mapping: meaning of its columns.
        header: 0-based row of the headers.
        rows: 0-based rows that hold data.
        totals: 0-based rows that are sums of others.
        notes: 0-based rows with content that is neither.
        delivered: kWh of a master bill found below, with its 0-based row and column; None if there is none.
    """

    sheet: Sheet
    mapping: Mapping
    header: int
    rows: list[int]
    totals: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    delivered: tuple[float, int, int] | None = None

    def column(self, word: str) -> list[Any] | None:
        """Return the cells of the column that means `word`, one per data row; None if there is no such column."""
        index = self.mapping.columns.get(word)
        return None if index is None else self.cells(index)

    def cells(self, index: int) -> list[Any]:
        """Return the cells of a column, one per data row; '' where a row is shorter."""
        source = self.sheet.rows
        return [source[k][index] if index < len(source[k]) else "" for k in self.rows]


def find_table(sheet: Sheet) -> Table | None:
    """Find the table of readings or consumption of a sheet, or None."""
    best: tuple[int, int, Mapping] | None = None
    for index, row in enumerate(sheet.rows[:_HEADER_DEPTH]):
        mapping = map_columns(row)
        if mapping.score > (best[0] if best else 0):
            best = mapping.score, index, mapping
    if best is None:
        return None
    _, header, mapping = best
    rows, totals, notes = _split(sheet.rows, header, mapping)
    return Table(sheet, mapping, header, rows, totals, notes, _master(sheet.rows, notes))


def _split(cells: list[list[Any]], header: int, mapping: Mapping) -> tuple[list[int], list[int], list[int]]:
    """Sort the rows below the header into data, totals and notes.

    The table ends at two empty rows, or at an unlabelled total followed by an empty row; what has content after
    that is a note.
    """
    who = [mapping.columns[w] for w in ("usuario", "medidor", "nombre", "bateria", "categoria") if w in mapping.columns]
    what = [mapping.columns[w] for w in ("consumo_kwh", "lectura_actual", "lectura_anterior") if w in mapping.columns]
    what += list(mapping.months)
    rows: list[int] = []
    totals: list[int] = []
    notes: list[int] = []
    empty_run = 0
    ended = False
    for index in range(header + 1, len(cells)):
        row = cells[index]
        if all(c == "" or c is None for c in row):
            empty_run += 1
            ended = ended or empty_run >= 2 or bool(totals and totals[-1] == index - 1)
            continue
        empty_run = 0
        width = len(row)
        if ended:
            notes.append(index)
        elif any(is_total_label(row[k]) for k in who if k < width):
            totals.append(index)
        elif not any(k < width and row[k] != "" for k in who):
            (totals if any(k < width and row[k] != "" for k in what) else notes).append(index)
        else:
            rows.append(index)
    return rows, totals, notes


def _master(cells: list[list[Any]], notes: list[int]) -> tuple[float, int, int] | None:
    """Find `Consumo General KW | 9905` among the notes: what the utility billed for the whole."""
    for index in notes:
        for column, cell in enumerate(cells[index]):
            found = meaning_of(cell) if isinstance(cell, str) else None
            if found is None or found[0] != "totalizador":
                continue
            for place in range(column + 1, min(column + 4, len(cells[index]))):
                value = cells[index][place]
                if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0:
                    return float(value), index, place
    return None
