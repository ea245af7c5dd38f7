"""Findings → what is written beside which cell, and the rows of the sheet `Observaciones`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Idioma, Severidad
from consumo.importing.grid import column_index
from consumo.importing.load import ReadResult
from consumo.importing.proposal import Proposal

__all__ = ["MOST_NOTES", "Note", "located", "notes_of"]

MOST_NOTES: Final = 10_000
"""Findings that are written into one workbook: more comments than that, and Excel takes minutes to open it."""

_LETTERS: Final = re.compile(r"[A-Z]{1,3}")
_GRAVEST: Final = {Severidad.BLOQUEA: 0, Severidad.REVISAR: 1, Severidad.INFORMA: 2}
_VALUES: Final = ("consumo_kwh", "lectura_actual", "entregado_kwh", "lectura_anterior")


@dataclass(frozen=True, slots=True)
class Note:
    """One finding and its place.

    Attributes:
        hallazgo: what was found.
        hoja: name of the sheet, '' where it is about the workbook.
        fila: 1-based row, 0 where it is about the sheet or a column.
        columna: 0-based column; None where it is about the row, the sheet or the workbook.
    """

    hallazgo: Hallazgo
    hoja: str = ""
    fila: int = 0
    columna: int | None = None

    def text(self, idioma: Idioma) -> str:
        """Return what the comment says."""
        h = self.hallazgo
        expected, do = ("Se esperaba", "Qué hacer") if idioma is Idioma.ES else ("Expected", "What to do")
        return f"{h.message(idioma)}\n{expected}: {h.expected(idioma)}.\n{do}: {h.suggestion(idioma)}"


def notes_of(findings: Iterable[Hallazgo]) -> list[Note]:
    """Return the notes of findings, the gravest first, as they stand in the workbook."""
    ordered = sorted(findings, key=lambda h: (_GRAVEST[h.severidad], h.hoja or "", h.fila or 0))
    return [_note(h) for h in ordered]


def _note(h: Hallazgo) -> Note:
    letters = h.columna or ""
    index = column_index(letters) if _LETTERS.fullmatch(letters) else None
    return Note(h, h.hoja or "", h.fila or 0, index)


def located(found: Sequence[Hallazgo], read: ReadResult, archivo: str) -> list[Note]:
    """Return the notes of findings about a usuario and ciclo at the rows of `archivo` that say it.

    Findings about something that this workbook does not say are left out.
    """
    mine = read.lecturas[read.lecturas["archivo"] == archivo]
    places = _places(mine)
    columns = _columns(read.propuestas, archivo)
    notes = []
    for h in found:
        who = h.usuario or h.bateria
        place = places.get((who or "", h.ciclo or "")) if who else None
        if place is not None:
            hoja, fila = place
            notes.append(Note(h, hoja, fila, columns.get((hoja, h.ciclo or ""), columns.get((hoja, "")))))
    return notes


def _places(rows: pd.DataFrame) -> dict[tuple[str, str], tuple[str, int]]:
    """Return the sheet and row of each usuario and ciclo; of a usuario alone, those of its last one."""
    out: dict[tuple[str, str], tuple[str, int]] = {}
    names = ["usuario", "bateria", "ciclo", "hoja", "fila"]
    for usuario, bateria, ciclo, hoja, fila in rows[names].itertuples(index=False, name=None):
        # Where two baterias share an id, the Panel puts the bateria before it.
        for who in (usuario, f"{bateria}/{usuario}") if fila > 0 else ():
            out[who, ciclo] = out[who, ""] = (hoja, int(fila))
    return out


def _columns(proposals: Iterable[Proposal], archivo: str) -> dict[tuple[str, str], int]:
    """Return the column of the figures of each sheet and month; '' where it is the same for all months."""
    out: dict[tuple[str, str], int] = {}
    tables = [table for proposal in proposals for table in proposal.tablas if table.archivo == archivo]
    for table in tables:
        for word in reversed(_VALUES):
            for column in table.columnas:
                if column.significado == word:
                    out[table.hoja, column.mes] = column.indice
    return out
