"""A Forecast as files beside its version; it appears whole or not at all."""

import os
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from consumo.domain.ciclo import Calendar
from consumo.domain.forecast_result import Forecast, ModelCard
from consumo.storage.durable import read_json, refuse, sync_path, sync_tree, write_json

__all__ = ["load_forecast", "save_forecast"]

_ARRAYS: Final = (
    "kwh", "inferior", "superior", "bateria_inferior", "bateria_superior", "total_inferior", "total_superior",
    "motivos",
)  # fmt: skip


def save_forecast(folder: Path, forecast: Forecast) -> None:
    """Write `forecast` into `folder`, replacing what is there."""
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for name in _ARRAYS:
        np.save(draft / f"{name}.npy", np.ascontiguousarray(getattr(forecast, name)), allow_pickle=False)
    days = [np.datetime_as_string(d).tolist() for d in (forecast.calendar.desde, forecast.calendar.hasta)]
    about = {
        "ciclos": list(forecast.calendar.ids),
        "desde": days[0],
        "hasta": days[1],
        "niveles": list(forecast.niveles),
        "modelo": asdict(forecast.modelo),
    }
    write_json(draft / "acerca.json", about)
    sync_tree(draft)
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
    sync_path(folder.parent)


def load_forecast(folder: Path) -> Forecast | None:
    """Map the forecast in `folder`, None if there is none.

    Raises:
        StorageError: if a file is missing or damaged.
    """
    about = read_json(folder / "acerca.json")
    if about is None:
        return None
    try:
        return _load(folder, about)
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise refuse(folder, error) from error


def _load(folder: Path, about: dict[str, Any]) -> Forecast:
    arrays = {
        name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False).view(np.ndarray) for name in _ARRAYS
    }
    dates = (np.array(about[name], dtype="datetime64[D]") for name in ("desde", "hasta"))
    return Forecast(
        calendar=Calendar(tuple(about["ciclos"]), *dates),
        niveles=tuple(about["niveles"]),
        modelo=ModelCard(**about["modelo"]),
        **arrays,
    )
