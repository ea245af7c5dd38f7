"""The columns of a wide layout → long rows: a column per month, day of reading or year."""

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.measures import read_measures
from consumo.importing.periods import name_by_dates, stretch_of
from consumo.importing.table import Series, Table

__all__ = ["history_rows", "in_group", "is_initial", "known_rows"]

_FEWEST_USUARIOS: Final = 3  # that must be 0 together for a month at the end to be one that nobody has read yet


def in_group(rows: pd.DataFrame, grupo: str) -> pd.DataFrame:
    """Give rows the name of their group after their own."""
    named = rows["usuario"].to_numpy()
    return rows.assign(usuario=np.where(named != "", named + " - " + grupo, grupo).astype(object))


def known_rows(numbers: dict[str, NDArray[np.float64]]) -> NDArray[np.intp]:
    """Return the rows in which some measure has a value."""
    return np.flatnonzero(np.logical_or.reduce([np.isfinite(values) for values in numbers.values()]))


def history_rows(table: Table, base: pd.DataFrame, months: list[Series], findings: list[Hallazgo]) -> pd.DataFrame:
    """Turn the columns of a wide layout into rows, those of a group at a time."""
    stretches = _stretches(months, table, findings)
    numbers = {k: read_measures(table, series.measures, findings) for k, series in enumerate(months) if stretches[k]}
    _start_from_initial(table, months, numbers, findings)
    _clear_unread(table, months, numbers, findings)
    parts = []
    for grupo in dict.fromkeys(series.grupo for series in months):
        keys = [k for k in numbers if months[k].grupo == grupo]
        places = [known_rows(numbers[k]) for k in keys]
        if not sum(map(len, places)):
            continue
        rows = base.take(np.concatenate(places)).reset_index(drop=True)
        words = dict.fromkeys(word for k in keys for word in numbers[k])
        missing = np.full(len(table.rows), np.nan)
        filled = {
            word: np.concatenate([numbers[k].get(word, missing)[at] for k, at in zip(keys, places, strict=True)])
            for word in words
        }
        when = [stretches[k] or ("", np.datetime64("NaT"), np.datetime64("NaT")) for k in keys]
        counts = [len(at) for at in places]
        edges = {
            "ciclo": np.repeat(np.array([one[0] for one in when], dtype=object), counts),
            "desde": np.repeat(np.array([one[1] for one in when], dtype="M8[D]"), counts),
            "hasta": np.repeat(np.array([one[2] for one in when], dtype="M8[D]"), counts),
        }
        rows = rows.assign(**filled, **edges, _named=True)
        parts.append(in_group(rows, grupo) if grupo else rows)
    return pd.concat(parts or [base.iloc[:0].assign(_named=True)], ignore_index=True)


def is_initial(series: Series) -> bool:
    """Whether a series beside the months is only what the meters showed before the first of them."""
    return set(series.measures) == {"lectura_anterior"} and not series.grupo


def _start_from_initial(
    table: Table, months: list[Series], numbers: dict[int, dict[str, NDArray[np.float64]]], findings: list[Hallazgo]
) -> None:
    """Give the first month the initial readings to count from, where the months are registers."""
    initial = next((series for series in table.series if not series.mes and is_initial(series)), None)
    if initial is None or any("lectura_actual" not in measures for measures in numbers.values()) or not numbers:
        return
    first = min(numbers, key=lambda k: months[k].mes)
    if not months[first].grupo:
        numbers[first] = read_measures(table, initial.measures, findings) | numbers[first]


def _stretches(months: list[Series], table: Table, findings: list[Hallazgo]) -> list[tuple[str, Any, Any] | None]:
    """Return ciclo, first day and day after the last of each series; the days of reading are taken as they are."""
    days = sorted({np.datetime64(series.mes, "D") for series in months if len(series.mes) == 10})
    before = dict(zip(days[1:], days[:-1], strict=True))
    if days:
        before[days[0]] = days[0] - (days[1] - days[0] if len(days) > 1 else np.timedelta64(30, "D"))
    out: list[tuple[str, Any, Any] | None] = []
    assumed: list[str] = []
    for series in months:
        if len(series.mes) == 10:
            last = np.datetime64(series.mes, "D")
            label = np.array([""], dtype=object)
            name_by_dates(label, np.array([before[last]]), np.array([last]))
            out.append((str(label[0]), before[last], last))
            continue
        stretch = stretch_of(series.mes, series.meses)
        out.append(None if stretch is None else (series.mes, *stretch))
        assumed += [series.mes] if stretch is not None else []
    if table.year_guessed and assumed:
        findings.append(
            Hallazgo(codigo="propuesta.sin_anio", hoja=table.sheet.name, evidencia={"anio": _years(assumed)})
        )
    unknown = [series.mes for series, stretch in zip(months, out, strict=True) if stretch is None]
    if unknown:
        findings.append(Hallazgo(codigo="ciclo.sin_anio", hoja=table.sheet.name, valor=unknown[0], veces=len(unknown)))
    if assumed:
        evidence = {"desde": _edge(min(assumed), 0), "hasta": _edge(max(assumed), 1)}
        findings.append(
            Hallazgo(
                codigo="ciclo.fechas_supuestas",
                hoja=table.sheet.name,
                ciclo=min(assumed),
                veces=len(assumed) * len(table.rows),
                evidencia=evidence,
            )
        )
    return out


def _edge(month: str, which: int) -> str:
    stretch = stretch_of(month)
    return "" if stretch is None else str(stretch[which])


def _years(months: list[str]) -> str:
    years = sorted({month[:4] for month in months})
    return years[0] if len(years) == 1 else f"{years[0]}-{years[-1]}"


def _clear_unread(
    table: Table, months: list[Series], numbers: dict[int, dict[str, NDArray[np.float64]]], findings: list[Hallazgo]
) -> None:
    """Take the last months in which everybody used 0 for months that nobody has read yet."""
    unread = []
    for k in sorted(numbers, key=lambda place: months[place].mes, reverse=True):
        values = numbers[k].get("consumo_kwh")
        if values is None or np.isfinite(values).sum() < _FEWEST_USUARIOS or np.nansum(abs(values)) > 0:
            if values is None or np.isfinite(values).any():
                break
            continue
        unread.append(k)
    if not unread or len(unread) == len(numbers):
        return
    for k in unread:
        numbers[k]["consumo_kwh"] = np.full(len(table.rows), np.nan)
    first = min(unread, key=lambda place: months[place].mes)
    findings.append(
        Hallazgo(
            codigo="dato.mes_en_cero",
            hoja=table.sheet.name,
            ciclo=months[first].mes,
            veces=len(unread) * len(table.rows),
            evidencia={"meses": len(unread)},
        )
    )
