"""A Panel as files that every worker maps: one copy in memory however many processes serve it."""

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.ciclo import Calendar
from consumo.domain.panel import Panel
from consumo.storage.durable import read_json, refuse, sync_tree, write_json

__all__ = ["load_panel", "map_array", "save_panel"]

_ARRAYS: Final = (
    "usuarios", "nombres", "medidores", "baterias", "bateria_of", "kwh", "dias", "calidad", "abierto", "digitos",
    "entregado",
)  # fmt: skip
_OPTIONAL: Final = ("lectura_anterior", "lectura_actual", "factor", "desfase", "medidor_nuevo", "entregado_fechas")
_META: Final = "meta.json"


def save_panel(folder: Path, panel: Panel) -> None:
    """Write `panel` into the new folder `folder` and push it to the disk."""
    folder.mkdir(parents=True)
    known = [name for name in (*_ARRAYS, *_OPTIONAL) if getattr(panel, name) is not None]
    for name in known:
        np.save(folder / f"{name}.npy", np.ascontiguousarray(getattr(panel, name)), allow_pickle=False)
    desde, hasta = (np.datetime_as_string(days).tolist() for days in (panel.desde, panel.hasta))
    meta = {"ciclos": list(panel.ciclos), "desde": desde, "hasta": hasta, "matrices": known}
    write_json(folder / _META, meta)
    sync_tree(folder)


def load_panel(folder: Path) -> Panel:
    """Map the Panel that `save_panel` wrote; it was checked when it was built, so it is not checked again.

    Raises:
        StorageError: if it is not there, or not whole.
    """
    try:
        meta = read_json(folder / _META) or {}
        dates = [np.array(meta[name], dtype="datetime64[D]") for name in ("desde", "hasta")]
        arrays = {name: map_array(folder / f"{name}.npy") for name in meta["matrices"]}
        return Panel(calendar=Calendar(tuple(meta["ciclos"]), *dates), **arrays)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise refuse(folder, error) from error


def map_array(path: Path) -> NDArray[Any]:
    """Map an array of a `.npy` file for reading; an empty one, which cannot be mapped, is read.

    Raises:
        OSError, EOFError, ValueError: if it is not there, or not whole.
    """
    try:
        mapped: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError:
        mapped = np.load(path, allow_pickle=False)
        if mapped.size:
            raise
    # A plain view of the mapping: np.memmap's own class makes every small slice several times slower.
    return mapped.view(np.ndarray)
