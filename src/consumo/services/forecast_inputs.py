"""What a forecast is made with beside the readings: the dates of the ciclos to come, and series known beforehand."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from consumo.domain.ciclo import Calendar
from consumo.domain.errors import InputError
from consumo.forecast.extras import Extras, extras_of_frame
from consumo.services.calendar_file import read_calendar
from consumo.services.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ForecastInputs", "read_inputs", "read_series"]


@dataclass(frozen=True, kw_only=True)
class ForecastInputs:
    """The files that the settings name, read.

    Attributes:
        calendario: the ciclos to come, None = inferred.
        extras: makes the series for the closed ciclos and those to come; None = none.
        huella: changes when what is in the files does; '' where the settings name none.
    """

    calendario: Calendar | None = None
    extras: Callable[[Calendar, Calendar], Extras] | None = None
    huella: str = ""


def read_inputs(settings: Settings) -> ForecastInputs:
    """Read the calendar and the series of the settings.

    Raises:
        InputError: if one of them cannot be read.
    """
    named = [(name, path) for name in ("calendario", "series") if (path := getattr(settings, name)) is not None]
    if not named:
        return ForecastInputs()
    calendario = read_calendar(settings.calendario) if settings.calendario else None
    extras = partial(extras_of_frame, read_series(settings.series)) if settings.series else None
    mark = hashlib.blake2b(digest_size=12)
    for name, path in named:
        mark.update(name.encode() + b"\n" + path.read_bytes() + b"\n")
    return ForecastInputs(calendario=calendario, extras=extras, huella=mark.hexdigest())


def read_series(path: Path) -> "pd.DataFrame":
    """Read a CSV with a column `ciclo` (its id) and a column of numbers per series, a row per ciclo.

    Raises:
        InputError: if the file cannot be read, or has no column `ciclo` or no other.
    """
    import pandas as pd  # noqa: PLC0415 - most data folders have no such file

    try:
        table = pd.read_csv(path, dtype={"ciclo": str}, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:  # pandas' own errors are ValueErrors
        raise InputError(
            f"No se pueden leer las series «{path}»: {error}.", f"Cannot read the series '{path}': {error}."
        ) from error
    if "ciclo" not in table.columns or len(table.columns) < 2:
        found = ", ".join(map(str, table.columns))
        raise InputError(
            f"En las series «{path}» se esperaba la columna ciclo y una columna de números por serie; se encontró: "
            f"{found}.",
            f"In the series '{path}', expected the column ciclo and a column of numbers per series; found: {found}.",
        )
    return table
