"""The file in which a utility writes down the dates of its ciclos to come (`CONSUMO_CALENDARIO`)."""

import csv
from pathlib import Path

import numpy as np

from consumo.domain.ciclo import Calendar
from consumo.domain.errors import InputError

__all__ = ["read_calendar"]


def read_calendar(path: Path) -> Calendar:
    """Read a CSV with the columns `desde, hasta` (`AAAA-MM-DD`, half-open), a row per ciclo, oldest first.

    Raises:
        InputError: if the file cannot be read, lacks a column or has a cell that is no date; names the row.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"No se puede leer el calendario «{path}»: {error}.", f"Cannot read the calendar '{path}': {error}."
        ) from error
    dates = []
    for k, row in enumerate(rows, start=2):
        try:
            dates.append([np.datetime64(row[name].strip(), "D") for name in ("desde", "hasta")])
        except (KeyError, ValueError, AttributeError) as error:
            raise InputError(
                f"En el calendario «{path}», fila {k}: se esperaban las columnas desde y hasta con fechas AAAA-MM-DD; "
                f"se encontró {row}.",
                f"In the calendar '{path}', row {k}: expected the columns desde and hasta with dates YYYY-MM-DD; "
                f"found {row}.",
            ) from error
    desde, hasta = np.array(dates, "datetime64[D]").reshape(-1, 2).T
    return Calendar.from_dates(desde, hasta)
