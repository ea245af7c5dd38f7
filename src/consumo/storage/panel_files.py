"""A Panel as files that every worker maps: one copy in memory however many processes serve it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.ciclo import Calendar
from consumo.domain.panel import Panel
from consumo.domain.panel_edits import edited, raw_of
from consumo.domain.raw_cells import RawCells
from consumo.storage.durable import link, read_json, refuse, sync_tree, write_json

__all__ = ["is_thin", "load_panel", "map_array", "save_panel", "thin_panel", "whole_panel"]

_ARRAYS: Final = (
    "usuarios", "nombres", "medidores", "baterias", "bateria_of", "kwh", "dias", "calidad", "abierto", "digitos",
    "entregado",
)  # fmt: skip
_OPTIONAL: Final = ("lectura_anterior", "lectura_actual", "factor", "desfase", "medidor_nuevo", "entregado_fechas")
_META: Final = "meta.json"
_BASE: Final = "sobre"
_RAW: Final = "crudo.npz"
_EDITED: Final = "editado.npz"
_PARTS: Final = ("rows", "columns", "values")


def save_panel(folder: Path, panel: Panel, *, like: tuple[Path, Panel] | None = None) -> None:
    """Write `panel` into the new folder `folder` and push it to the disk.

    Args:
        folder: the folder, made here.
        panel: the Panel.
        like: a folder and the Panel opened from it: files of matrices that both Panels share are linked, not written.
    """
    folder.mkdir(parents=True)
    _write_panel(folder, panel, like=like)


def _write_panel(folder: Path, panel: Panel, *, like: tuple[Path, Panel] | None) -> None:
    known = [name for name in (*_ARRAYS, *_OPTIONAL) if getattr(panel, name) is not None]
    for name in known:
        target = folder / f"{name}.npy"
        if like is not None and getattr(like[1], name) is getattr(panel, name):
            link(like[0] / target.name, target)
        else:
            np.save(target, np.ascontiguousarray(getattr(panel, name)), allow_pickle=False)
    _save_cells(folder / _RAW, panel.crudo)
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
        if _BASE in meta:
            return _edited(folder, load_panel(folder.parent / meta[_BASE]))
        dates = [np.array(meta[name], dtype="datetime64[D]") for name in ("desde", "hasta")]
        arrays: dict[str, Any] = {name: map_array(folder / f"{name}.npy") for name in meta["matrices"]}
        calendar = Calendar(tuple(meta["ciclos"]), *dates)
        return Panel(calendar=calendar, crudo=_load_cells(folder / _RAW), **arrays)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise refuse(folder, error) from error


def is_thin(folder: Path) -> bool:
    """Whether only the edited cells of the Panel in `folder` are kept.

    Raises:
        StorageError: if it cannot be read.
    """
    return _BASE in (read_json(folder / _META) or {})


def thin_panel(folder: Path, base: str) -> None:
    """Keep of a Panel only its edited cells: the rest is that of the version `base`, in the folder beside it.

    Whoever has it open keeps it; `load_panel` gives the same Panel as before.

    Raises:
        OSError, StorageError: if it cannot be read or written.
    """
    panel = load_panel(folder)
    values = {
        name: RawCells(cells.rows, cells.columns, getattr(panel, name)[cells.rows, cells.columns])
        for name, cells in panel.crudo.items()
    }
    _save_cells(folder / _EDITED, values)
    sync_tree(folder)
    write_json(folder / _META, {_BASE: base})
    for name in (*_ARRAYS, *_OPTIONAL):
        (folder / f"{name}.npy").unlink(missing_ok=True)
    (folder / _RAW).unlink(missing_ok=True)


def whole_panel(folder: Path) -> None:
    """Write the Panel of a thin folder in full again, so that workers can map it.

    Raises:
        OSError, StorageError: if it cannot be read or written.
    """
    if not is_thin(folder):
        return
    beside = folder.parent / read_json(folder / _META)[_BASE]
    base = load_panel(beside)
    _write_panel(folder, _edited(folder, base), like=(beside, base))
    (folder / _EDITED).unlink(missing_ok=True)


def _edited(folder: Path, base: Panel) -> Panel:
    """Return the Panel of a thin folder, made of the one that it is based on."""
    return edited(raw_of(base), {name: _changes(cells) for name, cells in _load_cells(folder / _EDITED).items()})


def _changes(cells: RawCells) -> dict[tuple[int, int], float]:
    places = zip(cells.rows.tolist(), cells.columns.tolist(), strict=True)
    return dict(zip(places, cells.values.tolist(), strict=True))


def _save_cells(path: Path, crudo: Mapping[str, RawCells]) -> None:
    if not crudo:
        return
    parts = {f"{name}.{part}": getattr(cells, part) for name, cells in crudo.items() for part in _PARTS}
    np.savez(path, allow_pickle=False, **parts)


def _load_cells(path: Path) -> dict[str, RawCells]:
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
