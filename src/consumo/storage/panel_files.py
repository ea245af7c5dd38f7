"""A Panel as files that every worker maps: one copy in memory however many processes serve it."""

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.ciclo import Calendar
from consumo.domain.panel import Panel
from consumo.storage.durable import read_json, refuse, sync_tree, write_json

__all__ = ["load_panel", "save_panel"]

_ARRAYS: Final = (
    "usuarios", "nombres", "medidores", "baterias", "bateria_of", "kwh", "dias", "calidad", "abierto", "digitos",
    "entregado",
)  # fmt: skip
_REGISTERS: Final = ("lectura_anterior", "lectura_actual", "factor")
"""Absent where the workbook gives no registers; any other absence is damage."""


def save_panel(folder: Path, panel: Panel) -> None:
    """Write `panel` into the new folder `folder` and push it to the disk."""
    folder.mkdir(parents=True)
    for name in (*_ARRAYS, *_REGISTERS):
        array = getattr(panel, name)
        if array is not None:
            np.save(folder / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
    np.save(folder / "desde.npy", panel.desde.astype(np.int64), allow_pickle=False)
    np.save(folder / "hasta.npy", panel.hasta.astype(np.int64), allow_pickle=False)
    write_json(folder / "ciclos.json", list(panel.ciclos))
    sync_tree(folder)


def load_panel(folder: Path) -> Panel:
    """Map the Panel that `save_panel` wrote; it was checked when it was built, so it is not checked again.

    Raises:
        StorageError: if a file is missing or damaged.
    """
    try:
        return _load(folder)
    except (OSError, ValueError, TypeError, EOFError) as error:
        raise refuse(folder, error) from error


def _load(folder: Path) -> Panel:
    dates = {name: np.load(folder / f"{name}.npy").astype("datetime64[D]") for name in ("desde", "hasta")}
    calendar = Calendar(tuple(read_json(folder / "ciclos.json")), dates["desde"], dates["hasta"])
    names = (*_ARRAYS, *(name for name in _REGISTERS if (folder / f"{name}.npy").exists()))
    return Panel(calendar=calendar, **{name: _mapped(folder / f"{name}.npy") for name in names})


def _mapped(path: Path) -> NDArray[Any]:
    # A plain view of the mapping: np.memmap's own class makes every small slice several times slower.
    mapped: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    return mapped
