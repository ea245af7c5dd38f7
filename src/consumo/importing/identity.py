"""Whose row it is: ids as text kept as written, baterias, and ids made up where the workbook has no usuario column."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.table import Table

__all__ = ["identify_rows"]

Texts = NDArray[np.object_]


def identify_rows(table: Table, *, default_bateria: str) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Return `usuario, nombre, bateria, medidor` of each data row, and what had to be assumed.

    Without a usuario column the id is the medidor, else the bateria with its category (`ANTIOQUIA - Bajo`), else
    the name; a bateria column in which every row of a ciclo has its own value names usuarios, not baterias.

    Args:
        table: the table.
        default_bateria: the bateria where no column names one.
    """
    hoja, n = table.sheet.name, len(table.rows)
    known = {
        word: cells.as_text()
        for word in ("usuario", "nombre", "bateria", "medidor", "categoria")
        if (cells := table.column(word)) is not None
    }
    findings: list[Hallazgo] = []
    empty = np.full(n, "", dtype=object)
    bateria = known.get("bateria")
    usuario = known.get("usuario")
    if usuario is None:
        usuario, source = _made_up(known, empty)
        if source == "bateria":
            bateria = None
        findings.append(
            Hallazgo(codigo="columna.usuario_compuesto", hoja=hoja, veces=n, evidencia={"columnas": source})
        )
    if bateria is None:
        bateria = np.full(n, default_bateria, dtype=object)
        findings.append(
            Hallazgo(codigo="columna.bateria_supuesta", hoja=hoja, veces=n, evidencia={"supuesta": default_bateria})
        )
    blank = bateria == ""
    if blank.any():
        bateria, inherited = _filled_down(bateria, default_bateria)
        codigo = "dato.bateria_heredada" if inherited else "columna.bateria_supuesta"
        findings.append(
            Hallazgo(codigo=codigo, hoja=hoja, veces=int(blank.sum()), evidencia={"supuesta": default_bateria})
        )
    frame = pd.DataFrame(
        {
            "usuario": usuario,
            "nombre": known.get("nombre", empty),
            "bateria": bateria,
            "medidor": known.get("medidor", empty),
        },
        dtype=object,
    )
    return frame, findings


def _filled_down(bateria: Texts, default: str) -> tuple[Texts, bool]:
    """Give blank cells the text above, as merged cells mean; the default where there is none at all."""
    blank = bateria == ""
    if blank.all():
        return np.full(len(bateria), default, dtype=object), False
    above = np.maximum.accumulate(np.where(blank, -1, np.arange(len(bateria))))
    return np.where(above >= 0, bateria[above], default).astype(object), True


def _made_up(known: dict[str, Texts], empty: Texts) -> tuple[Texts, str]:
    if "medidor" in known:
        return known["medidor"], "medidor"
    if "bateria" in known and "categoria" in known:
        bateria, categoria = known["bateria"], known["categoria"]
        both = (bateria != "") & (categoria != "")
        return np.where(both, bateria + " - " + categoria, bateria + categoria).astype(object), "bateria, categoria"
    for word in ("nombre", "bateria", "categoria"):
        if word in known:
            return known[word], word
    return empty, ""
