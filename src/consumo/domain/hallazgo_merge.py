"""Findings of reading a workbook and of judging its readings, told once where they are about the same thing."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel

__all__ = ["told_once"]

_TOLD_AGAIN: Final = "lectura.menor_que_anterior"
"""Found when the row is read, and again, with what may have happened, when the reading is judged."""


def told_once(read: Iterable[Hallazgo], judged: Iterable[Hallazgo], panel: Panel) -> tuple[Hallazgo, ...]:
    """Return both, without those of reading that judging says better; these get the place in the sheet of those.

    A fall of the register that a decision explained is no longer told, neither where it was decided on nor in the
    ciclo beside, whose previous reading was corrected with it.

    Args:
        read: findings of reading workbooks and putting their rows together.
        judged: findings of the critique.
        panel: what was judged, with the decisions applied.
    """
    placed: dict[tuple[str | None, str | None], Hallazgo]
    placed = {(h.usuario, h.ciclo): h for h in read if h.codigo == _TOLD_AGAIN and h.usuario is not None}
    settled = {(h.usuario, h.ciclo) for h in judged if (h.usuario, h.ciclo) in placed}
    if placed:
        settled |= _mended(panel)
    first = [h for h in read if h.codigo != _TOLD_AGAIN or (h.usuario, h.ciclo) not in settled]
    return (*first, *(_at(placed.get((h.usuario, h.ciclo)), h) for h in judged))


def _mended(panel: Panel) -> set[tuple[str | None, str | None]]:
    """Return the usuarios and ciclos that had no consumption until a decision gave them one."""
    raw = panel.crudo.get("kwh")
    if raw is None:
        return set()
    given = np.isnan(raw.values) & np.isfinite(panel.kwh[raw.rows, raw.columns])
    cells = zip(raw.rows[given].tolist(), raw.columns[given].tolist(), strict=True)
    return {(str(panel.usuarios[row]), panel.ciclos[column]) for row, column in cells}


def _at(place: Hallazgo | None, finding: Hallazgo) -> Hallazgo:
    if place is None or finding.hoja is not None:
        return finding
    return replace(finding, hoja=place.hoja, fila=place.fila, columna=place.columna, valor=place.valor)
