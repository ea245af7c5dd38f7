"""Cells merged downwards: what they say holds for each of their rows."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from consumo.importing.grid import DATE, NUMBER, TEXT, Column, Sheet

__all__ = ["Range", "with_merged"]

Range = tuple[int, int, int, int]
"""First row, first column, last row and last column of merged cells, 0-based."""

_MOST: Final = 200_000  # cells that are written anew in one sheet


def with_merged(sheet: Sheet, ranges: Iterable[Range]) -> Sheet:
    """Return the sheet with a text or a day of cells merged downwards in each of their rows that holds a figure.

    A figure is not repeated: it would count several times. Headers hold no figures, and are left as they are.
    """
    tall = [(top, left, bottom) for top, left, bottom, right in ranges if left == right and bottom > top]
    if not tall or not len(sheet.row):
        return sheet
    n = sheet.n_rows
    place = sheet.col.astype(np.int64) * n + sheet.row
    figures = np.zeros(n, np.bool_)
    figures[sheet.row[sheet.cells.kind == NUMBER]] = True
    wanted: list[int] = []
    source: list[int] = []
    for top, column, bottom in tall:
        here = int(np.searchsorted(place, column * n + top)) if top < n else len(place)
        if here == len(place) or place[here] != column * n + top or sheet.cells.kind[here] not in {TEXT, DATE}:
            continue
        below = np.flatnonzero(figures[top + 1 : bottom + 1]) + top + 1
        wanted += (column * n + below).tolist()
        source += [here] * len(below)
        if len(wanted) > _MOST:
            break
    return _inserted(sheet, place, np.array(wanted, np.int64), np.array(source, np.int64))


def _inserted(sheet: Sheet, place: np.ndarray, wanted: np.ndarray, source: np.ndarray) -> Sheet:
    """Write copies of the cells at `source` to the places `wanted` (column × rows + row) that are empty."""
    before = np.searchsorted(place, wanted)
    taken = place[np.minimum(before, len(place) - 1)] == wanted
    order = np.argsort(wanted[~taken], kind="stable")
    wanted, source, before = (part[~taken][order] for part in (wanted, source, before))
    if not len(wanted):
        return sheet
    cells = sheet.cells
    kind, number, code = (np.insert(part, before, part[source]) for part in (cells.kind, cells.number, cells.code))
    return replace(
        sheet,
        row=np.insert(sheet.row, before, wanted % sheet.n_rows),
        col=np.insert(sheet.col, before, wanted // sheet.n_rows),
        cells=Column(kind, number, code, cells.texts),
    )
