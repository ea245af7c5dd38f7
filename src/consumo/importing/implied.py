"""Rows that are the sum of those above without saying so: the name of a bateria with the total of its usuarios."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.grid import NUMBER, Column
from consumo.importing.marks import mark_of
from consumo.importing.numbers import read_numbers
from consumo.importing.table import Table

__all__ = ["with_implied_totals"]

_WINDOW: Final = 5_000  # rows after a total in which the next one is sought first
_LEAST_ROWS: Final = 2
_SEVERAL: Final = 3  # measures that agree and leave no room for chance
_USUAL: Final = 0.9
_NUMERIC: Final = 0.7
_GROUPING: Final = frozenset({"agrupacion", "edificio", "territorio"})

Floats = NDArray[np.float64]


def with_implied_totals(table: Table) -> Table:
    """Return the table with the rows taken for totals that add up those above and are unlike them.

    One figure may be the sum of others by chance, so such a row also has to be unlike a usuario: fewer of its columns
    are filled, its id is a word among numbers, or it is called like a group of meters. Where three figures or more
    agree nothing else is asked.
    """
    columns = [c.indice for c in table.columns if c.significado == "consumo_kwh" and not c.grupo]
    if not columns or len(table.rows) <= _LEAST_ROWS:
        return table
    figures = np.column_stack([read_numbers(table.cells(k), decimal=table.decimal_mark).values for k in columns])
    found = _sums(figures, _unlike(table))
    if not found:
        return table
    total = np.isin(np.arange(len(table.rows)), found)
    kept = ~total
    return replace(
        table,
        rows=table.rows[kept],
        headings=table.headings[kept],
        groups=table.groups[kept],
        totals=np.sort(np.concatenate([table.totals, table.rows[total]])),
    )


def _sums(figures: Floats, unlike: NDArray[np.bool_]) -> list[int]:
    """Return the rows that are the sum of all rows since the total before."""
    n, k = figures.shape
    plain = np.nan_to_num(figures)
    running = np.concatenate([np.zeros((1, k)), np.cumsum(plain, axis=0)])
    found: list[int] = []
    start = 0
    while start + _LEAST_ROWS < n:
        row = _next_sum(figures, running, start, unlike)
        if row is None:
            break
        found.append(row)
        start = row + 1
    return found


def _next_sum(figures: Floats, running: Floats, start: int, unlike: NDArray[np.bool_]) -> int | None:
    n = len(figures)
    first = start + _LEAST_ROWS
    for stop in (min(first + _WINDOW, n), n):
        sums = running[first:stop] - running[start]
        known = np.isfinite(figures[first:stop])
        same = ~known | (abs(figures[first:stop] - sums) <= np.maximum(1e-6 * abs(sums), 1e-6))
        agrees = same.all(axis=1) & known.any(axis=1) & (sums.max(axis=1) > 0)
        certain = (known & (sums > 0)).sum(axis=1) >= _SEVERAL
        rows = np.flatnonzero(agrees & (certain | unlike[first:stop]))
        if len(rows):
            return int(rows[0]) + first
        if stop == n:
            break
    return None


def _unlike(table: Table) -> NDArray[np.bool_]:
    """Tell the rows that look unlike the others: sparser, or named by a word among numbers, or like a group."""
    out = np.zeros(len(table.rows), np.bool_)
    for column in table.columns:
        filled = table.cells(column.indice).filled
        if _USUAL <= filled.mean() < 1:
            out |= ~filled
    for word in ("usuario", "nombre", "medidor"):
        cells = table.column(word)
        if cells is not None:
            out |= _grouping(cells)
            if word == "usuario":
                out |= _word_among_numbers(cells)
    return out


def _grouping(cells: Column) -> NDArray[np.bool_]:
    out = np.zeros(len(cells), np.bool_)
    rows, codes, texts = cells.distinct_texts()
    if len(texts) and len(texts) < len(cells) // 2 + 1:
        says = np.array([bool(mark_of(text).concepts & _GROUPING) for text in texts], np.bool_)
        out[rows] = says[codes]
    return out


def _word_among_numbers(cells: Column) -> NDArray[np.bool_]:
    rows, codes, texts = cells.distinct_texts()
    numeric = cells.kind == NUMBER
    if len(texts):
        numeric[rows] = np.array([text.isdecimal() for text in texts], np.bool_)[codes]
    return ~numeric & cells.filled if numeric.mean() >= _NUMERIC else np.zeros(len(cells), np.bool_)
