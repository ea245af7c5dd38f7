"""A Forecast as files beside its version; it appears whole or not at all."""

import logging
import os
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np

from consumo.domain.ciclo import Calendar
from consumo.domain.errors import StorageError
from consumo.domain.forecast_result import Forecast, ModelCard, Track, Tracked
from consumo.storage.durable import link, read_json, rename, sync_path, sync_tree, write_json
from consumo.storage.panel_files import map_array

__all__ = ["forecast_stamp", "load_forecast", "save_forecast", "share_forecast"]

_LOG: Final = logging.getLogger(__name__)
_ARRAYS: Final = (
    "kwh", "inferior", "superior", "bateria_inferior", "bateria_superior", "total_inferior", "total_superior",
    "motivos",
)  # fmt: skip
_UNDER_WAY: Final = ("medido_kwh", "medido_dias")
_TRACK: Final = ("by_ciclo", "by_horizon")
_META: Final = "meta.json"


def save_forecast(folder: Path, forecast: Forecast) -> None:
    """Write `forecast` into `folder`, replacing what is there."""
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.anterior")
    try:
        _write(draft, forecast)
        if folder.exists():
            rename(folder, old)
        rename(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    sync_path(folder.parent)


def load_forecast(folder: Path) -> Forecast | None:
    """Map the forecast in `folder`, None if there is none that can be read.

    One that is damaged, or written by another release, is no reason not to serve its version: it is made anew.
    """
    try:
        about = read_json(folder / _META)
        if about is None:
            return None
        arrays = {name: map_array(folder / f"{name}.npy") for name in _ARRAYS}
        if about.get("en_curso"):
            arrays |= {name: map_array(folder / f"{name}.npy") for name in _UNDER_WAY}
        dates = [np.array(about[name], dtype="datetime64[D]") for name in ("desde", "hasta")]
        track = {name: map_array(folder / f"{name}.npy") for name in _TRACK}
        return Forecast(
            calendar=Calendar(tuple(about["ciclos"]), *dates),
            niveles=tuple(about["niveles"]),
            modelo=ModelCard(**about["modelo"]),
            track=Track(ciclos=tuple(Tracked(**one) for one in about["track"]), **track),
            **arrays,
        )
    except (StorageError, OSError, EOFError, ValueError, KeyError, TypeError) as error:
        _LOG.warning("the forecast in %s cannot be read: %s", folder, error)
        return None


def share_forecast(source: Path, target: Path) -> bool:
    """Give the forecast in `source` to another version too; return whether there was one."""
    if not (source / _META).exists():
        return False
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copytree(source, draft, copy_function=link)
        rename(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    sync_path(target.parent)
    return True


def forecast_stamp(folder: Path) -> tuple[int, int] | None:
    """Return what changes when the forecast in `folder` does, None if there is none."""
    try:
        status = os.stat(folder / _META)  # noqa: PTH116 - on the path of every request; Path costs 3× more
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino


def _write(folder: Path, forecast: Forecast) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    en_curso = forecast.medido_kwh is not None
    for holder, names in ((forecast, _ARRAYS + _UNDER_WAY * en_curso), (forecast.track, _TRACK)):
        for name in names:
            np.save(folder / f"{name}.npy", np.ascontiguousarray(getattr(holder, name)), allow_pickle=False)
    desde, hasta = (np.datetime_as_string(days).tolist() for days in (forecast.calendar.desde, forecast.calendar.hasta))
    about = {
        "ciclos": list(forecast.calendar.ids),
        "desde": desde,
        "hasta": hasta,
        "niveles": list(forecast.niveles),
        "en_curso": en_curso,
        "modelo": asdict(forecast.modelo),
        "track": [asdict(one) for one in forecast.track.ciclos],
    }
    write_json(folder / _META, about)
    sync_tree(folder)
