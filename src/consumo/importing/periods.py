"""When a row's energy was used: its dates, or the month that its ciclo column, sheet or file names."""

import re
from pathlib import PurePath
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.dates import ambiguous_dates, parse_month, read_dates
from consumo.importing.grid import TEXT, Sheet, column_letter
from consumo.importing.table import Table

__all__ = ["date_rows", "month_dates", "month_named_by", "months_of_column"]

_MAX_LISTED: Final = 1000
_HALF_MONTH: Final = 15  # days from the reading to the middle of its ciclo, where only the reading is dated
_SHORT_DAYS: Final = 29  # more than one ciclo of fewer days can have its middle in the same month


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
    if years is None and cells.kind.any() and (cells.kind[cells.filled] == TEXT).all():
        rows, codes, texts = cells.distinct_texts()
        out = np.full(len(cells), np.datetime64("NaT"), dtype="datetime64[M]")
        out[rows] = _parsed(texts)[codes]
        return out
    written = pd.Series([cells.value(k) for k in range(len(cells))], dtype=object)
    if years is not None:
        pairs = zip(written, (years.value(k) for k in range(len(cells))), strict=True)
        written = pd.Series([_with_year(cell, year) for cell, year in pairs], dtype=object)
    codes, distinct = pd.factorize(written)
    return _parsed(distinct.tolist())[codes]


def _parsed(cells: list[Any]) -> NDArray[np.datetime64]:
    nat = np.datetime64("NaT", "M")
    months = [parse_month(cell) for cell in cells]
    return np.array([nat if month is None else month for month in months], dtype="datetime64[M]")


def date_rows(table: Table) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Return `ciclo, desde, hasta` of each data row ('' and NaT where unknown), and the findings.

    The workbook's own name of a month wins over one worked out from the dates.
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
    label = np.full(n, "", dtype=object)
    _write_names(label, ~np.isnat(months), months)
    _name_by_dates(label, desde, hasta)
    return pd.DataFrame({"ciclo": label, "desde": desde, "hasta": hasta}), findings


def _write_names(label: NDArray[np.object_], where: NDArray[np.bool_], times: NDArray[np.datetime64]) -> None:
    """Write times as texts into `label` where asked; a sheet has few distinct ones."""
    codes, distinct = pd.factorize(times[where])
    if len(distinct):
        names = np.datetime_as_string(np.asarray(distinct).astype(times.dtype)).astype(object)
        label[where] = names[codes]


def _name_by_dates(label: NDArray[np.object_], desde: NDArray[np.datetime64], hasta: NDArray[np.datetime64]) -> None:
    """Name the ciclos that have dates only: after the month of their middle; shorter ones after their first day.

    The name is a row's own, whatever else the file holds, so that a later file which restates it finds it.
    """
    unnamed = (label == "") & ~np.isnat(desde) & ~np.isnat(hasta) & (hasta > desde)
    days = (hasta - desde).astype(np.int64)
    short = unnamed & (days < _SHORT_DAYS)
    middle = (desde + days // 2).astype("datetime64[M]")
    _write_names(label, unnamed & ~short, middle)
    _write_names(label, short, desde)
    only_end = (label == "") & np.isnat(desde) & ~np.isnat(hasta)
    _write_names(label, only_end, (hasta - _HALF_MONTH).astype("datetime64[M]"))


def _dates(table: Table, word: str, findings: list[Hallazgo]) -> NDArray[np.datetime64]:
    cells = table.column(word)
    if cells is None:
        return np.full(len(table.rows), np.datetime64("NaT"), dtype="datetime64[D]")
    days, wrong = read_dates(cells)
    index = table.mapping.columns[word]
    if ambiguous := ambiguous_dates(cells):
        findings.append(
            Hallazgo(codigo="dato.fecha_ambigua", hoja=table.sheet.name, columna=column_letter(index), veces=ambiguous)
        )
    findings += [
        Hallazgo(
            codigo="dato.fecha_invalida",
            hoja=table.sheet.name,
            fila=int(table.rows[k]) + 1,
            columna=column_letter(index),
            valor=str(cells.value(k)),
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
