"""When a row's energy was used: its dates, or the month that its ciclo column, a title, the sheet or the file names."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.dates import date_order, parse_month, read_dates
from consumo.importing.grid import ERROR, TEXT, Column, column_letter
from consumo.importing.ranges import ranges_of_rows
from consumo.importing.swapped import turned_back
from consumo.importing.table import Table
from consumo.importing.times import time_of
from consumo.importing.years import year_before

__all__ = ["Periods", "date_rows", "month_dates", "name_by_dates", "stretch_of"]

_MAX_LISTED: Final = 1000
_HALF_MONTH: Final = 15  # days from the reading to the middle of its ciclo, where only the reading is dated
_SHORT_DAYS: Final = 29  # more than one ciclo of fewer days can have its middle in the same month
_USUAL_DAYS: Final = (20, 100)  # days between two readings of one row: a month to a quarter

Dates = NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class Periods:
    """When the rows of a table were.

    Attributes:
        frame: `ciclo, desde, hasta` of each data row, '' and NaT where unknown.
        hallazgos: what was assumed or could not be read.
        named: whether the workbook gave names to the ciclos.
    """

    frame: pd.DataFrame
    hallazgos: list[Hallazgo]
    named: NDArray[np.bool_]


def month_dates(months: Dates) -> tuple[Dates, Dates]:
    """Return the first day of each month and of the one after."""
    return months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]")


def stretch_of(mes: str, meses: int = 1) -> tuple[np.datetime64, np.datetime64] | None:
    """Return first day and day after the last of what a column is headed by: `2025-09`, `2025`, or a day (the last)."""
    if len(mes) == 4 and mes.isdecimal():
        return np.datetime64(mes, "Y").astype("M8[D]"), (np.datetime64(mes, "Y") + 1).astype("M8[D]")
    month = None if mes.startswith("?") or len(mes) == 10 else parse_month(mes)
    if month is None:
        return None
    first, last = month_dates(np.array([month, month + (meses - 1)], dtype="M8[M]"))
    return first[0], last[1]


def date_rows(table: Table) -> Periods:
    """Return `ciclo, desde, hasta` of each data row; the workbook's own name of a month wins over the dates'."""
    hoja, n = table.sheet.name, len(table.rows)
    findings: list[Hallazgo] = []
    order = _order(table, findings)
    desde, hasta = (_dates(table, word, order, findings) for word in ("desde", "hasta"))
    months = _months_of_rows(table, order, findings)
    if table.index("hasta") is None and months is not None:
        desde, hasta, months = ranges_of_rows(table, desde, hasta, months)
    if months is None and table.index("hasta") is None:
        desde, hasta, months = _said_outside(table, desde, hasta, findings)
    if months is None:
        months = np.full(n, np.datetime64("NaT"), "M8[M]")
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
    named = label != ""
    name_by_dates(label, desde, hasta)
    return Periods(pd.DataFrame({"ciclo": label, "desde": desde, "hasta": hasta}), findings, named)


def _order(table: Table, findings: list[Hallazgo]) -> str:
    """Decide how `03/04/2025` is read: by the columns, else by the lengths of the ciclos; said if nothing decides."""
    if table.order:
        return table.order
    columns = {word: cells for word in ("desde", "hasta", "ciclo") if (cells := table.column(word)) is not None}
    order, doubtful = date_order(list(columns.values()))
    if not doubtful:
        return order
    if {"desde", "hasta"} <= set(columns):
        pair = (columns["desde"], columns["hasta"])
        fits = {o: _usual_lengths(*(read_dates(cells, order=o).values for cells in pair)) for o in ("dma", "mda")}
        if abs(fits["dma"] - fits["mda"]) >= 0.5:
            return max(fits, key=lambda o: fits[o])
    word = next(iter(columns))
    index = table.index(word)
    findings.append(
        Hallazgo(
            codigo="dato.fecha_ambigua",
            hoja=table.sheet.name,
            columna=None if index is None else column_letter(index),
            veces=doubtful,
        )
    )
    return order


def _usual_lengths(desde: Dates, hasta: Dates) -> float:
    days = (hasta - desde).astype(np.float64)
    known = ~np.isnat(desde) & ~np.isnat(hasta)
    usual = (days >= _USUAL_DAYS[0]) & (days <= _USUAL_DAYS[1])
    return float(usual[known].mean()) if known.any() else 0.0


def _said_outside(
    table: Table, desde: Dates, hasta: Dates, findings: list[Hallazgo]
) -> tuple[Dates, Dates, Dates | None]:
    """Take the days, the month or the year that a title, the sheet, the file or a year column gives to all rows."""
    subject, n = table.subject, len(table.rows)
    if subject.days is not None and np.isnat(desde).all():
        first, last = subject.days
        return np.full(n, first, "M8[D]"), np.full(n, last, "M8[D]"), None
    years = table.column("anio")
    if subject.time is not None and subject.time.month:
        year = subject.time.year or year_before(table.sheet.saved, subject.time.month)
        if not subject.time.year and year:
            findings.append(_year_guess(table, year))
        month = subject.time.with_year(year).start() if year else None
        if month is not None:
            return desde, hasta, np.full(n, month, "M8[M]")
    if years is not None:
        known = np.isfinite(years.number)
        start = np.full(n, np.datetime64("NaT"), "M8[Y]")
        start[known] = (years.number[known].astype(np.int64) - 1970).astype("M8[Y]")
        return start.astype("M8[D]"), (start + 1).astype("M8[D]"), None
    return desde, hasta, None


def _year_guess(table: Table, year: int) -> Hallazgo:
    return Hallazgo(codigo="propuesta.sin_anio", hoja=table.sheet.name, valor=str(year), evidencia={"anio": year})


def _months_of_rows(table: Table, order: str, findings: list[Hallazgo]) -> Dates | None:
    """Return the month of each row from a ciclo column, with the year of a year column or a title where it has none."""
    index = table.index("ciclo")
    if index is None:
        return None
    cells = _days_of(table, index, findings)
    years = table.column("anio")
    n = len(cells)
    cell_codes, cell_values = _factorized(cells)
    year_codes, year_values = _factorized(years) if years is not None else (np.zeros(n, np.int64), [None])
    pair = cell_codes * len(year_values) + year_codes
    codes, pairs = pd.factorize(pair)
    out, guessed = [], 0
    for both in pairs.tolist():
        value, year = cell_values[both // len(year_values)], year_values[both % len(year_values)]
        month, guess = _month(value, year, table, order)
        out.append(np.datetime64("NaT", "M") if month is None else month)
        guessed = guess or guessed
    if guessed:
        findings.append(_year_guess(table, guessed))
    return np.array(out, dtype="M8[M]")[codes] if n else np.array([], dtype="M8[M]")


def _factorized(cells: Column) -> tuple[NDArray[np.int64], list[Any]]:
    """Return for each cell the position of its value in the list of distinct values."""
    out = np.zeros(len(cells), np.int64)
    values: list[Any] = []
    for kind in np.unique(cells.kind).tolist():
        rows = np.flatnonzero(cells.kind == kind)
        codes, distinct = pd.factorize(cells.code[rows] if kind in {TEXT, ERROR} else cells.number[rows])
        codes = np.where(codes < 0, len(distinct), codes)  # what is not a number has no code of its own
        out[rows] = codes + len(values)
        first = np.zeros(len(distinct) + 1, np.int64)
        first[codes[::-1]] = rows[::-1]
        values += [cells.value(int(k)) for k in first]
    return out, values


def _month(value: Any, year: Any, table: Table, order: str) -> tuple[Any, int]:
    """Return the month of one cell, and the year if that had to be guessed (else 0)."""
    if isinstance(value, str) and order == "mda" and time_of(value) is not None:
        days = read_dates([value], order=order).values
        if not np.isnat(days[0]):
            return days[0].astype("M8[M]"), 0
    number = int(float(year)) if _is_year(year) else 0
    time = time_of(value)
    if time is None or (isinstance(value, str) and time.rest and not value.strip()):
        return None, 0
    if time.month and not time.year and time.day is None:
        said = table.subject.time.year if table.subject.time else 0
        chosen = number or said or year_before(table.sheet.saved, time.month)
        return (time.with_year(chosen).start(), 0 if number or said else chosen) if chosen else (None, 0)
    return time.start(), 0


def _is_year(value: Any) -> bool:
    try:
        return 1970 <= float(value) <= 2100
    except (TypeError, ValueError):
        return False


def _write_names(label: NDArray[np.object_], where: NDArray[np.bool_], times: Dates) -> None:
    """Write times as texts into `label` where asked; a sheet has few distinct ones."""
    codes, distinct = pd.factorize(times[where])
    if len(distinct):
        names = np.datetime_as_string(np.asarray(distinct).astype(times.dtype)).astype(object)
        label[where] = names[codes]


def name_by_dates(label: NDArray[np.object_], desde: Dates, hasta: Dates) -> None:
    """Name the ciclos that have dates only: after the month of their middle; shorter ones after their first day.

    The name is a row's own, whatever else the file holds, so that a later file which restates it finds it.
    """
    unnamed = (label == "") & ~np.isnat(desde) & ~np.isnat(hasta) & (hasta > desde)
    days = (hasta - desde).astype(np.int64)
    short = unnamed & (days < _SHORT_DAYS)
    yearly = unnamed & (days > 360)
    middle = (desde + days // 2).astype("datetime64[M]")
    _write_names(label, yearly, desde.astype("datetime64[Y]"))
    _write_names(label, unnamed & ~short & ~yearly, middle)
    _write_names(label, short, desde)
    only_end = (label == "") & np.isnat(desde) & ~np.isnat(hasta)
    _write_names(label, only_end, (hasta - _HALF_MONTH).astype("datetime64[M]"))


def _days_of(table: Table, index: int, findings: list[Hallazgo]) -> Column:
    """Return the cells of a column of days; what Excel turned round is put right, and said."""
    cells, turned = turned_back(table.cells(index))
    if len(turned):
        findings.append(
            Hallazgo(
                codigo="dato.fecha_invertida",
                hoja=table.sheet.name,
                fila=int(table.rows[turned[0]]) + 1,
                columna=column_letter(index),
                valor=str(cells.value(int(turned[0]))),
                veces=len(turned),
            )
        )
    return cells


def _dates(table: Table, word: str, order: str, findings: list[Hallazgo]) -> Dates:
    index = table.index(word)
    if index is None:
        return np.full(len(table.rows), np.datetime64("NaT"), dtype="datetime64[D]")
    cells = _days_of(table, index, findings)
    year = table.subject.time.year if table.subject.time else 0
    days = read_dates(cells, order=order, year=year or (table.sheet.saved.year if table.sheet.saved else None))
    hoja, letter = table.sheet.name, column_letter(index)
    if days.yearless:
        first = days.yearless[0]
        evidence = {"anio": int(str(days.values[first])[:4])}
        findings.append(
            Hallazgo(
                codigo="dato.fecha_sin_anio",
                hoja=hoja,
                fila=int(table.rows[first]) + 1,
                columna=letter,
                valor=str(cells.value(first)),
                veces=len(days.yearless),
                evidencia=evidence,
            )
        )
    findings += [
        Hallazgo(
            codigo="dato.fecha_invalida",
            hoja=hoja,
            fila=int(table.rows[k]) + 1,
            columna=letter,
            valor=str(cells.value(k)),
            veces=max(1, len(days.wrong) - _MAX_LISTED) if nth == _MAX_LISTED else 1,
        )
        for nth, k in enumerate(days.wrong[: _MAX_LISTED + 1])
    ]
    return days.values
