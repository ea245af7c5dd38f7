"""A Panel as files that every worker maps: one copy in memory however many processes serve it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.ciclo import Calendar
from consumo.domain.panel import Panel
from consumo.domain.raw_cells import RawCells
from consumo.storage.durable import link, read_json, refuse, sync_tree, write_json

__all__ = ["load_panel", "map_array", "save_panel"]

_ARRAYS: Final = (
    "usuarios", "nombres", "medidores", "baterias", "bateria_of", "kwh", "dias", "calidad", "abierto", "digitos",
    "entregado",
)  # fmt: skip
_OPTIONAL: Final = ("lectura_anterior", "lectura_actual", "factor", "desfase", "medidor_nuevo", "entregado_fechas")
_META: Final = "meta.json"
_RAW: Final = "crudo.npz"
_PARTS: Final = ("rows", "columns", "values")


def save_panel(folder: Path, panel: Panel, *, like: tuple[Path, Panel] | None = None) -> None:
    """Write `panel` into the new folder `folder` and push it to the disk.

    Args:
        folder: the folder, made here.
        panel: the Panel.
        like: a folder and the Panel opened from it: files of matrices that both Panels share are linked, not written.
    """
    folder.mkdir(parents=True)
    known = [name for name in (*_ARRAYS, *_OPTIONAL) if getattr(panel, name) is not None]
    for name in known:
        target = folder / f"{name}.npy"
        if like is not None and getattr(like[1], name) is getattr(panel, name):
            link(like[0] / target.name, target)
        else:
            np.save(target, np.ascontiguousarray(getattr(panel, name)), allow_pickle=False)
    _save_raw(folder / _RAW, panel.crudo)
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
        arrays: dict[str, Any] = {name: map_array(folder / f"{name}.npy") for name in meta["matrices"]}
        calendar = Calendar(tuple(meta["ciclos"]), *dates)
        return Panel(calendar=calendar, crudo=_load_raw(folder / _RAW), **arrays)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise refuse(folder, error) from error


def _save_raw(path: Path, crudo: Mapping[str, RawCells]) -> None:
    if not crudo:
        return
    parts = {f"{name}.{part}": getattr(cells, part) for name, cells in crudo.items() for part in _PARTS}
    np.savez(path, allow_pickle=False, **parts)


def _load_raw(path: Path) -> dict[str, RawCells]:
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as parts:
        names = sorted({key.partition(".")[0] for key in parts.files})
        return {name: RawCells(*(parts[f"{name}.{part}"] for part in _PARTS)) for name in names}


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
