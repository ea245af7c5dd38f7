"""The same energy in several cuts of one table (by region, then by system): one cut is taken, the others are said."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.numbers import read_numbers
from consumo.importing.table import Table

__all__ = ["without_other_cuts"]

_TOLERANCE: Final = 1e-3
_MOST_GROUPS: Final = 50

Floats = NDArray[np.float64]


def without_other_cuts(table: Table) -> tuple[Table, list[Hallazgo]]:
    """Return the table without groups of rows that add up to the same as the first group, and what is said of them.

    Groups are parted by headings, totals and empty rows. Only whole tables of equal sums, column by column, are cuts:
    baterias that happen to use the same in one month do not in all of them.
    """
    groups = np.unique(table.groups)
    if not 2 <= len(groups) <= _MOST_GROUPS or len(table.rows) > 20_000:
        return table, []
    figures = _figures(table)
    sums = {int(g): np.nansum(figures[table.groups == g], axis=0) for g in groups}
    first = sums[int(groups[0])]
    size = int((table.groups == groups[0]).sum())
    if size < 2 or first.sum() <= 0:
        return table, []
    again = [int(g) for g in groups[1:] if _equal(sums[int(g)], first) and (table.groups == g).sum() > 1]
    if not again or not (figures.shape[1] > 1 or size > 2):
        return table, []
    dropped = np.isin(table.groups, again)
    finding = Hallazgo(
        codigo="tabla.otro_corte",
        hoja=table.sheet.name,
        fila=int(table.rows[dropped][0]) + 1,
        veces=int(dropped.sum()),
        evidencia={"suma": round(float(first.sum()), 3)},
    )
    kept = ~dropped
    narrowed = replace(table, rows=table.rows[kept], headings=table.headings[kept], groups=table.groups[kept])
    if len(again) == len(groups) - 1:
        narrowed = replace(narrowed, headings=np.full(len(narrowed.rows), -1))
    return narrowed, [finding]


def _figures(table: Table) -> Floats:
    columns = [read_numbers(table.cells(k), decimal=table.decimal_mark).values for k in table.measures]
    return np.column_stack(columns) if columns else np.zeros((len(table.rows), 0))


def _equal(first: Floats, second: Floats) -> bool:
    return bool((abs(first - second) <= _TOLERANCE * np.maximum(abs(second), 1.0)).all())
