"""Some usuarios of a Panel, as a Panel of their own."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.panel import Panel
from consumo.domain.raw_cells import RawCells

__all__ = ["take_rows"]

_BY_USUARIO: Final = (
    "usuarios", "nombres", "medidores", "bateria_of", "kwh", "dias", "calidad", "digitos", "lectura_anterior",
    "lectura_actual", "factor", "desfase", "medidor_nuevo",
)  # fmt: skip


def take_rows(panel: Panel, rows: NDArray[np.intp] | slice) -> Panel:
    """Return the Panel of the usuarios in `rows`, in that order; ciclos and baterias stay as they are.

    Args:
        panel: the Panel, with or without edits.
        rows: which usuarios, none twice, shape (n,); of a slice, views and not copies.
    """
    arrays: dict[str, Any] = {
        name: matrix[rows] for name in _BY_USUARIO if (matrix := getattr(panel, name)) is not None
    }
    places = np.arange(panel.n_usuarios)[rows] if isinstance(rows, slice) else rows
    crudo = {name: cells if name == "entregado" else _taken(cells, places) for name, cells in panel.crudo.items()}
    return replace(panel, **arrays, crudo={name: cells for name, cells in crudo.items() if len(cells)})


def _taken(cells: RawCells, rows: NDArray[np.intp]) -> RawCells:
    """Return the cells of these rows, by their new places."""
    order = np.argsort(rows, kind="stable")
    place = np.searchsorted(rows, cells.rows, sorter=order).clip(max=max(len(rows) - 1, 0))
    kept = rows[order[place]] == cells.rows if len(rows) else np.zeros(len(cells), np.bool_)
    new = order[place[kept]] if len(rows) else np.zeros(0, np.intp)
    by_place = np.lexsort((cells.columns[kept], new))
    return RawCells(new[by_place], cells.columns[kept][by_place], cells.values[kept][by_place])
