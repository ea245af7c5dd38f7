"""Rows whose ciclo says its two days: `15 ENE 2025 - 14 FEB 2025`."""

import numpy as np
from numpy.typing import NDArray

from consumo.importing.table import Table
from consumo.importing.times import range_in

__all__ = ["ranges_of_rows"]

Dates = NDArray[np.datetime64]


def ranges_of_rows(table: Table, desde: Dates, hasta: Dates, months: Dates) -> tuple[Dates, Dates, Dates]:
    """Take the two days of the rows whose ciclo says both: `15 ENE 2025 - 14 FEB 2025`."""
    cells = table.column("ciclo")
    if cells is None:
        return desde, hasta, months
    rows, codes, texts = cells.distinct_texts()
    found = [range_in(text) for text in texts]
    if not any(found):
        return desde, hasta, months
    edges = np.array([one or (np.datetime64("NaT"), np.datetime64("NaT")) for one in found], "M8[D]")[codes]
    known = ~np.isnat(edges[:, 0])
    desde[rows[known]], hasta[rows[known]] = edges[known].T
    months[rows[known]] = np.datetime64("NaT")
    return desde, hasta, months
