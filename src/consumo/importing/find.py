"""Find the tables of a sheet: stacked one below the other, side by side, or one alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np

from consumo.importing.assign import assign_columns
from consumo.importing.assign_work import MEASURES, has_measure
from consumo.importing.body import split_body
from consumo.importing.confirm import confirm_columns, confirmed_table
from consumo.importing.grid import Sheet
from consumo.importing.headers import Header, find_headers, header_at, title_start
from consumo.importing.heads import Head, heads_of
from consumo.importing.labels import is_master_label
from consumo.importing.mapping import Mapping as Confirmed
from consumo.importing.profiles import profile_of, sample_rows
from consumo.importing.proposal import ColumnProposal
from consumo.importing.subject import Subject, subject_of
from consumo.importing.table import Rows, Table
from consumo.importing.times import time_of
from consumo.importing.years import with_years

__all__ = ["find_tables"]

_TITLES: Final = 12  # rows above a header that are looked at for titles
_FEWEST_BARE: Final = 4  # rows without a header that are enough to judge their columns
_NOTES_READ: Final = 500  # rows outside the tables that are searched for the master bill
_KEYS: Final = frozenset({"usuario", "nombre", "medidor", "bateria", "categoria", "ciclo", "hasta", "desde", "anio"})
_TIMES: Final = frozenset({"ciclo", "hasta", "desde"})


def find_tables(sheet: Sheet, *, mappings: Sequence[Confirmed] = ()) -> list[Table]:
    """Find the tables of readings or consumption of a sheet, from the top down and from the left.

    Args:
        sheet: where to look.
        mappings: confirmed by a person; what they say of a table of its shape, or of the sheet, overrides the rest.
    """
    headers = _confirmed_headers(sheet, mappings) or find_headers(sheet) or _no_header(sheet)
    found = _under(sheet, headers, mappings)
    alone = [header for header, tables in found if tables]
    if len(alone) < len(headers):
        # What is no table does not cut the one above: its rows are that one's.
        found = _under(sheet, alone, mappings)
    tables = [table for _, under in found for table in under]
    return [replace(table, nth=nth) for nth, table in enumerate(tables)]


def _under(sheet: Sheet, headers: Sequence[Header], mappings: Sequence[Confirmed]) -> list[tuple[Header, list[Table]]]:
    """Return each header with the tables under it, down to the titles of the next header."""
    out: list[tuple[Header, list[Table]]] = []
    for place, header in enumerate(headers):
        below = headers[place + 1] if place + 1 < len(headers) else None
        after = sheet.n_rows if below is None else title_start(sheet, below, header.last)
        before = headers[place - 1].last if place else -1
        found = [_table(sheet, header, part, (before, after), mappings) for part in _segments(sheet, header, after)]
        out.append((header, [table for table in found if table is not None]))
    return out


def _confirmed_headers(sheet: Sheet, mappings: Sequence[Confirmed]) -> list[Header]:
    """Return the headers that a person named for this very sheet."""
    named = [
        t for mapping in mappings for t in mapping.tablas if not t.forma and t.fits(sheet.name, "") and t.encabezados
    ]
    return [header_at(sheet, [row - 1 for row in table.encabezados]) for table in named]


def _no_header(sheet: Sheet) -> list[Header]:
    """Return a header without words for a sheet of bare rows, where the figures may say what the columns are."""
    if sheet.n_rows < _FEWEST_BARE or sheet.n_cols < 3:
        return []
    filled = np.bincount(sheet.row, minlength=sheet.n_rows)
    first = int(np.flatnonzero(filled >= 3)[0]) if (filled >= 3).any() else 0
    return [Header((first - 1,), ({},))] if (filled >= 3).sum() >= _FEWEST_BARE else []


def _segments(sheet: Sheet, header: Header, after: int) -> list[list[int]]:
    """Return the columns of each table that stands under one header, from the left.

    Tables stand side by side where an empty column parts them and each has figures and a key of its own, or where
    the same headers come again.
    """
    below = (sheet.row > header.last) & (sheet.row < after)
    used = set(np.unique(sheet.col[below]).tolist()) | {index for row in header.cells for index in row}
    runs: list[list[int]] = []
    for index in sorted(used):
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    everything = [index for run in runs for index in run]
    parts = [part for run in runs for part in _periods(header, run)]
    if len(parts) < 2:
        return [everything]
    complete = [_is_complete(sheet, header, part, after) for part in parts]
    if sum(complete) < 2:
        return [everything]
    return [part for part, alone in zip(parts, complete, strict=True) if alone]


def _periods(header: Header, run: list[int]) -> list[list[int]]:
    """Cut columns next to each other where the whole list of headers comes again."""
    leaves = [str(header.cells[-1].get(index, "")).strip().casefold() for index in run]
    above = [any(index in row for row in header.cells[:-1]) for index in run]
    for length in range(2, len(run) // 2 + 1):
        again = len(run) % length == 0 and all(leaves[k] == leaves[k % length] for k in range(len(run)))
        if again and len(set(leaves[:length])) == length and not any(above):
            return [run[k : k + length] for k in range(0, len(run), length)]
    return [run]


def _is_complete(sheet: Sheet, header: Header, columns: Sequence[int], after: int) -> bool:
    """Whether some columns are a table by themselves: figures with a key of their own."""
    heads = heads_of(header, columns)
    found = _assigned(sheet, heads, (header.last + 1, after), ())
    words = {column.significado for column in found}
    return has_measure(found) and bool(words & _KEYS)


def _assigned(
    sheet: Sheet, heads: Sequence[Head], span: tuple[int, int], titles: Sequence[str]
) -> tuple[ColumnProposal, ...]:
    start, stop = span
    content = np.zeros(max(stop - start, 0), np.bool_)
    inside = (sheet.row >= start) & (sheet.row < stop) & np.isin(sheet.col, [head.index for head in heads])
    content[sheet.row[inside] - start] = True
    rows = sample_rows(np.flatnonzero(content))
    profiles = {head.index: profile_of(sheet.column(head.index, start, stop).take(rows)) for head in heads}
    return assign_columns(heads, profiles, subject_of(titles, sheet.name, sheet.archivo))


def _table(
    sheet: Sheet, header: Header, columns: list[int], bounds: tuple[int, int], mappings: Sequence[Confirmed]
) -> Table | None:
    """Return the table under a header, or None if nothing says whose or when its figures are."""
    before, after = bounds
    header, own_titles = _without_title(header, columns)
    heads = heads_of(header, columns)
    titles = [*own_titles, *_titles(sheet, header, columns, before)]
    span = (header.last + 1, after)
    found = _assigned(sheet, heads, span, titles)
    confirmed = confirmed_table(sheet, heads, mappings)
    if confirmed is not None:
        if confirmed.ignorar:
            return None
        found = confirm_columns(heads, found, confirmed)
    subject = subject_of(titles, sheet.name, sheet.archivo)
    found, guessed = with_years(found, subject, sheet.saved)
    words = {column.significado for column in found}
    bare = not any(head.text for head in heads)
    if bare and not any(column.porque.clave in {"diferencia", "confirmada"} for column in found):
        return None
    if not has_measure(found) or not (words & _KEYS or _has_own_names(found)):
        return None
    body = split_body(sheet, found, span, () if bare else header.rows)
    if len(body.rows) == 0:
        return None
    return Table(
        sheet=sheet,
        columns=found,
        header=() if bare else header.rows,
        span=span,
        rows=body.rows,
        totals=body.totals,
        sums=body.sums,
        masters=body.masters,
        headings=body.headings,
        groups=body.groups,
        notes=body.notes,
        subject=subject,
        year_guessed=guessed,
        foreign=_foreign(found, subject) if confirmed is None else "",
        delivered=_delivered(sheet, body.notes),
        order=confirmed.orden_fecha if confirmed else "",
        decimal=confirmed.decimal if confirmed else "",
    )


def _foreign(columns: Iterable[ColumnProposal], subject: Subject) -> str:
    """Return what the titles say the table is about, where its columns say nothing of energy."""
    own = any(c.unidad or c.porque.clave == "diferencia" for c in columns if c.significado in MEASURES)
    return "" if own else subject.foreign


def _has_own_names(columns: Iterable[ColumnProposal]) -> bool:
    return any(column.grupo for column in columns)


def _without_title(header: Header, columns: Sequence[int]) -> tuple[Header, list[str]]:
    """Take the upper rows of a header for titles where they hold one text over the first column of the table."""
    rows = [{k: cell for k, cell in row.items() if k in set(columns)} for row in header.cells]
    titles: list[str] = []
    while len(rows) > 1:
        cells = list(rows[0].items())
        if cells and not (len(cells) == 1 and cells[0][0] == min(rows[-1], default=-1) and len(rows[-1]) > 1):
            break
        if cells and time_of(rows[-1].get(cells[0][0], "")) is not None:
            break  # a year over the first month
        titles = [*(str(cell) for _, cell in cells), *titles]
        rows = rows[1:]
    return Header(header.rows[-len(rows) :], tuple(rows)), titles


def _titles(sheet: Sheet, header: Header, columns: Sequence[int], before: int) -> list[str]:
    """Return the texts above a header that speak of its table, the nearest first."""
    first = header.rows[0]
    wanted = list(range(first - 1, max(before, first - 1 - _TITLES), -1))
    left, right = min(columns), max(columns)
    titles: list[str] = []
    for cells in sheet.rows(wanted) if wanted else ():
        if any(isinstance(cell, float) for cell in cells.values()) and len(cells) > 2:
            break  # figures: the rows of the table before
        titles += _with_days([c for k, c in sorted(cells.items()) if left <= k <= right or len(cells) == 1])
    return titles


def _with_days(cells: Sequence[Any]) -> list[str]:
    """Return the texts of a row, each with the day at its right: `Lectura anterior: | 05/01/2025`."""
    out: list[str] = []
    for cell in cells:
        if isinstance(cell, str):
            out.append(cell)
        elif isinstance(cell, date) and out:
            out[-1] += f" {cell:%d/%m/%Y}"
    return out


def _is_title(cell: Any) -> bool:
    time = time_of(cell)
    return isinstance(cell, str) or (isinstance(cell, float) and time is not None and time.is_year)


def _delivered(sheet: Sheet, notes: Rows) -> tuple[float, int, int] | None:
    """Find `Consumo General KW | 9905` among the notes: what the utility billed for the whole."""
    wanted = notes[:_NOTES_READ].tolist()
    for row, cells in zip(wanted, sheet.rows(wanted), strict=True):
        found = _figure_after_master(cells)
        if found is not None:
            return found[0], row, found[1]
    return None


def _figure_after_master(cells: Mapping[int, Any]) -> tuple[float, int] | None:
    for column, cell in sorted(cells.items()):
        if not is_master_label(cell):
            continue
        for place in range(column + 1, column + 4):
            value = cells.get(place)
            if isinstance(value, float) and value > 0:
                return value, place
    return None
