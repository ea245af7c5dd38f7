"""Edited Panels: other values in some cells, the raw ones kept beside; and the way back, bit for bit."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.panel import Panel
from consumo.domain.raw_cells import RawCells
from consumo.domain.vocabulary import MISSING_CALIDAD

__all__ = ["EDITABLE", "Changes", "count_changed", "edited", "raw_of", "raw_value"]

EDITABLE: Final = ("kwh", "calidad", "lectura_anterior", "lectura_actual", "factor", "entregado")
"""The matrices whose cells may be changed; rows are usuarios, and baterias for `entregado`."""

Changes = Mapping[str, Mapping[tuple[int, int], float]]
"""By matrix and cell, the new value; NaN = missing."""


def edited(panel: Panel, changes: Changes) -> Panel:
    """Return `panel` with other values in some cells; matrices without a change are shared, not copied.

    Where a kwh is changed to missing, its calidad becomes MISSING_CALIDAD.

    Args:
        panel: a Panel, with or without edits.
        changes: by the name of a matrix in EDITABLE; one that the Panel does not have is passed over.
    """
    matrices: dict[str, Any] = {}
    raw = dict(panel.crudo)
    for name, cells in _complete(changes).items():
        matrix = getattr(panel, name)
        if not cells or matrix is None:
            continue
        where = sorted(cells)
        rows, columns = (np.array(part, np.intp) for part in zip(*where, strict=True))
        before = matrix[rows, columns]
        values = np.array([cells[cell] for cell in where]).astype(matrix.dtype)
        differs = ~((before == values) | ((before != before) & (values != values)))  # noqa: PLR0124 - NaN is unlike itself
        if not differs.any():
            continue
        rows, columns = rows[differs], columns[differs]
        raw[name] = _kept(raw.get(name), RawCells(rows, columns, before[differs]))
        matrices[name] = _with(matrix, rows, columns, values[differs])
    return replace(panel, **matrices, crudo=raw) if matrices else panel


def raw_of(panel: Panel) -> Panel:
    """Return the Panel as it was before any edit; itself where there is none."""
    if not panel.crudo:
        return panel
    matrices: dict[str, Any] = {
        name: _with(getattr(panel, name), cells.rows, cells.columns, cells.values)
        for name, cells in panel.crudo.items()
    }
    return replace(panel, **matrices, crudo={})


def raw_value(panel: Panel, name: str, row: int, column: int) -> Any:
    """Return the raw value of one cell, without building the raw matrix; None where there is no such matrix."""
    matrix = getattr(panel, name)
    if matrix is None:
        return None
    kept = panel.crudo[name].at(row, column) if name in panel.crudo else None
    return matrix[row, column].item() if kept is None else kept


def count_changed(one: Panel, other: Panel) -> int:
    """Return in how many cells two Panels of one shape have another consumption."""
    if one.kwh is other.kwh:
        return 0
    return int(np.sum((one.kwh != other.kwh) & ~(np.isnan(one.kwh) & np.isnan(other.kwh))))


def _kept(first: RawCells | None, more: RawCells) -> RawCells:
    """Return the raw values of cells edited before and now; where both, that of before the first edit."""
    if first is None:
        return more
    rows, columns = (np.concatenate([getattr(first, name), getattr(more, name)]) for name in ("rows", "columns"))
    values = np.concatenate([first.values, more.values])
    # Of equal cells np.unique takes the first.
    _, chosen = np.unique(np.stack([rows, columns]), axis=1, return_index=True)
    return RawCells(rows[chosen], columns[chosen], values[chosen])


def _complete(changes: Changes) -> dict[str, dict[tuple[int, int], float]]:
    out = {name: dict(changes.get(name, {})) for name in EDITABLE}
    for cell, kwh in out["kwh"].items():
        if not np.isfinite(kwh):
            out["calidad"][cell] = MISSING_CALIDAD
    return out


def _with(
    matrix: NDArray[Any], rows: NDArray[np.intp], columns: NDArray[np.intp], values: NDArray[Any]
) -> NDArray[Any]:
    copy = np.array(matrix)
    copy[rows, columns] = values
    copy.flags.writeable = False
    return copy
