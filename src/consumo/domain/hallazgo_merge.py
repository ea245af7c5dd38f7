"""Findings of reading a workbook and of judging its readings, told once where they are about the same thing."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from consumo.domain.hallazgo import Hallazgo

__all__ = ["told_once"]

_TOLD_AGAIN: Final = "lectura.menor_que_anterior"
"""Found when the row is read, and again, with what may have happened, when the reading is judged."""


def told_once(read: Iterable[Hallazgo], judged: Iterable[Hallazgo]) -> tuple[Hallazgo, ...]:
    """Return both, without those of reading that judging says better; these get the place in the sheet of those.

    Args:
        read: findings of reading workbooks and putting their rows together.
        judged: findings of the critique.
    """
    placed: dict[tuple[str | None, str | None], Hallazgo]
    placed = {(h.usuario, h.ciclo): h for h in read if h.codigo == _TOLD_AGAIN and h.usuario is not None}
    better = {(h.usuario, h.ciclo): h for h in judged if (h.usuario, h.ciclo) in placed}
    first = [h for h in read if h.codigo != _TOLD_AGAIN or (h.usuario, h.ciclo) not in better]
    return (*first, *(_at(placed.get((h.usuario, h.ciclo)), h) for h in judged))


def _at(place: Hallazgo | None, finding: Hallazgo) -> Hallazgo:
    if place is None or finding.hoja is not None:
        return finding
    return replace(finding, hoja=place.hoja, fila=place.fila, columna=place.columna, valor=place.valor)
