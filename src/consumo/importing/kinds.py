"""Which rows are of electricity: tables of several services (gas, water, reactive energy) say it row by row."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.folding import fold
from consumo.importing.marks import mark_of, unit_of
from consumo.importing.profiles import COMMODITIES, ELECTRIC
from consumo.importing.table import Table

__all__ = ["electric_rows"]


def electric_rows(table: Table) -> tuple[Table, list[Hallazgo]]:
    """Return the table without the rows that measure something else, and what was left out.

    A row is left out where its service is named and is another one while some row says electricity, or where its unit
    is no unit of energy (`m3`, `kvarh`, `$`).
    """
    other = np.zeros(len(table.rows), np.bool_)
    findings: list[Hallazgo] = []
    for word in ("energetico", "unidad"):
        index = table.index(word)
        if index is None:
            continue
        cells = table.cells(index)
        rows, codes, texts = cells.distinct_texts()
        says = _says_other(texts, of_units=word == "unidad")
        for which, text in enumerate(texts):
            places = rows[codes == which] if says[which] else rows[:0]
            fresh = places[~other[places]]
            if len(fresh):
                findings.append(
                    Hallazgo(
                        codigo="dato.otra_magnitud",
                        hoja=table.sheet.name,
                        fila=int(table.rows[fresh[0]]) + 1,
                        valor=text,
                        veces=len(fresh),
                    )
                )
                other[fresh] = True
    if not other.any():
        return table, []
    kept = ~other
    narrowed = replace(table, rows=table.rows[kept], headings=table.headings[kept], groups=table.groups[kept])
    return narrowed, findings


def _says_other(texts: list[str], *, of_units: bool) -> NDArray[np.bool_]:
    marks = [mark_of(text) for text in texts]
    if of_units:
        return np.array([not unit_of(t) and bool(m.foreign) for t, m in zip(texts, marks, strict=True)], np.bool_)
    electric = [bool(ELECTRIC.search(fold(text))) for text in texts]
    other = [mark.foreign in COMMODITIES for mark in marks]
    return np.array([alien and not own for alien, own in zip(other, electric, strict=True)], np.bool_)
