"""Whose row it is: ids as text kept as written, baterias, and ids made up where the workbook has no usuario column."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.table import Table

__all__ = ["as_text", "identify_rows"]


def as_text(cells: Sequence[Any]) -> list[str]:
    """Return cells as ids: text as written, whole numbers without `.0`, '' where empty."""
    return [
        str(int(c)) if type(c) is float and c.is_integer() else str(c).strip() if c is not None else "" for c in cells
    ]


def identify_rows(table: Table, *, default_bateria: str) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Return `usuario, nombre, bateria, medidor` of each data row, and what had to be assumed.

    Without a usuario column the id is the medidor, else the bateria with its category (`ANTIOQUIA · Bajo`), else
    the name.

    Args:
        table: the table.
        default_bateria: the bateria where no column names one.
    """
    hoja = table.sheet.name
    known = {
        word: as_text(cells)
        for word in ("usuario", "nombre", "bateria", "medidor", "categoria")
        if (cells := table.column(word)) is not None
    }
    findings: list[Hallazgo] = []
    n = len(table.rows)
    usuario = known.get("usuario")
    if usuario is None:
        usuario, source = _made_up(known)
        findings.append(
            Hallazgo(codigo="columna.usuario_compuesto", hoja=hoja, veces=n, evidencia={"columnas": source})
        )
    bateria = known.get("bateria")
    if bateria is None:
        bateria = [default_bateria] * n
        findings.append(
            Hallazgo(codigo="columna.bateria_supuesta", hoja=hoja, veces=n, evidencia={"supuesta": default_bateria})
        )
    frame = pd.DataFrame(
        {
            "usuario": usuario,
            "nombre": known.get("nombre", [""] * n),
            "bateria": bateria,
            "medidor": known.get("medidor", [""] * n),
        },
        dtype=object,
    )
    empty = frame["bateria"].to_numpy() == ""
    if empty.any() and not empty.all():
        # Merged cells give their text to the first row only.
        frame["bateria"] = frame["bateria"].replace("", np.nan).ffill().fillna(default_bateria)
        findings.append(Hallazgo(codigo="dato.bateria_heredada", hoja=hoja, veces=int(empty.sum())))
    elif empty.any():
        frame["bateria"] = default_bateria
    return frame, findings


def _made_up(known: dict[str, list[str]]) -> tuple[list[str], str]:
    if "medidor" in known:
        return known["medidor"], "medidor"
    if "bateria" in known and "categoria" in known:
        pairs = zip(known["bateria"], known["categoria"], strict=True)
        return [f"{b} · {c}" if b and c else b or c for b, c in pairs], "bateria, categoria"
    for word in ("nombre", "categoria", "bateria"):
        if word in known:
            return known[word], word
    return [], ""
