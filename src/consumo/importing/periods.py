"""When a row's energy was used: its dates, or the month that its ciclo column, sheet or file names."""

import re
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel_frame import group_ciclos
from consumo.importing.dates import parse_month, read_dates
from consumo.importing.sheets import Sheet, column_letter
from consumo.importing.table import Table

__all__ = ["date_rows", "month_dates", "month_named_by", "months_of_column"]

_MAX_LISTED = 200


def month_named_by(sheet: Sheet) -> Any:
    """Return the month that the sheet's or the file's name says (`Sept-25`, `lecturas 2025-09.xlsx`), or None."""
    for name in (sheet.name, PurePath(sheet.archivo).name.split(".")[0]):
        candidates = [name, *re.findall(r"\d{4}[-_ ]\d{2}|[A-Za-zñÑ]+[-_ ](?:de[-_ ])?\d{2,4}", name)]
        for text in candidates:
            month = parse_month(text.replace("_", "-"))
            if month is not None:
                return month
    return None


def month_dates(months: NDArray[np.datetime64]) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """Return the first day of each month and of the one after."""
    return months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]")


def months_of_column(table: Table) -> NDArray[np.datetime64] | None:
    """Return the month of each row from a ciclo column, or a year and a month column; NaT where unreadable."""
    cells = table.column("ciclo")
    if cells is None:
        return None
    years = table.column("anio")
    if years is not None:
        cells = [_with_year(cell, year) for cell, year in zip(cells, years, strict=True)]
    known = {cell: parse_month(cell) for cell in set(cells)}
    nat = np.datetime64("NaT", "M")
    return np.array([nat if (m := known[cell]) is None else m for cell in cells], dtype="datetime64[M]")


def date_rows(table: Table) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Return `ciclo, desde, hasta` of each data row ('' and NaT where unknown), and the findings.

    The workbook's own name of a month wins over one worked out from the dates. Where there is no month, the ciclo
    is named after its middle; calendars finer than months are keyed by their first day.
    """
    hoja, n = table.sheet.name, len(table.rows)
    findings: list[Hallazgo] = []
    desde, hasta = (_dates(table, word, findings) for word in ("desde", "hasta"))
    months = months_of_column(table)
    if months is None:
        named = month_named_by(table.sheet)
        months = np.full(
            n, np.datetime64("NaT") if named is None or "hasta" in table.mapping.columns else named, "M8[M]"
        )
    assumed = ~np.isnat(months) & np.isnat(desde) & np.isnat(hasta)
    if assumed.any():
        first, last = month_dates(months[assumed])
        desde[assumed], hasta[assumed] = first, last
        findings.append(
            Hallazgo(
                codigo="ciclo.fechas_supuestas",
                hoja=hoja,
                ciclo=str(months[assumed][0]),
                veces=int(assumed.sum()),
                evidencia={"desde": str(first.min()), "hasta": str(last.max())},
            )
        )
    label = np.where(np.isnat(months), "", np.datetime_as_string(months))
    unnamed = (label == "") & ~np.isnat(desde) & ~np.isnat(hasta) & (hasta > desde)
    if unnamed.any():
        calendar, place = group_ciclos(desde[unnamed], hasta[unnamed])
        ids = np.asarray(calendar["ciclos"])
        fine = any(len(name) > len("2025-09") for name in calendar["ciclos"])
        label = label.astype("<U24")
        label[unnamed] = np.datetime_as_string(calendar["desde"])[place] if fine else ids[place]
    return pd.DataFrame({"ciclo": label.astype(object), "desde": desde, "hasta": hasta}), findings


def _dates(table: Table, word: str, findings: list[Hallazgo]) -> NDArray[np.datetime64]:
    cells = table.column(word)
    if cells is None:
        return np.full(len(table.rows), np.datetime64("NaT"), dtype="datetime64[D]")
    days, wrong = read_dates(cells)
    index = table.mapping.columns[word]
    findings += [
        Hallazgo(
            codigo="dato.fecha_invalida",
            hoja=table.sheet.name,
            fila=table.rows[k] + 1,
            columna=column_letter(index),
            valor=str(cells[k]),
            veces=max(1, len(wrong) - _MAX_LISTED) if nth == _MAX_LISTED else 1,
        )
        for nth, k in enumerate(wrong[: _MAX_LISTED + 1])
    ]
    return days


def _with_year(cell: Any, year: Any) -> Any:
    number = int(year) if isinstance(year, (int, float)) else year
    if isinstance(cell, float) and 1 <= cell <= 12:
        return f"{number}-{int(cell):02d}"
    if isinstance(cell, str) and cell.strip().isdigit() and 1 <= int(cell) <= 12:
        return f"{number}-{int(cell):02d}"
    return f"{cell} {number}" if isinstance(cell, str) and cell else cell
