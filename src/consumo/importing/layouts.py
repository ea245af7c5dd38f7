"""A table → long rows, whichever layout it has: one per usuario and ciclo, in columns by month, by group, or mixed."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.chain import chain_readings
from consumo.importing.consumption import compute_consumption
from consumo.importing.ends import with_exclusive_ends
from consumo.importing.folding import fold
from consumo.importing.history import history_rows, in_group, is_initial, known_rows
from consumo.importing.identity import identify_rows
from consumo.importing.ignored import ignored_columns
from consumo.importing.implied import with_implied_totals
from consumo.importing.kinds import electric_rows
from consumo.importing.lecturas import TOTALIZADOR, USUARIO, empty_lecturas, with_all_columns
from consumo.importing.masters import delivered_rows
from consumo.importing.measures import read_measures, read_plain, unit_findings
from consumo.importing.periods import Periods, date_rows, month_dates, stretch_of
from consumo.importing.sections import without_other_cuts
from consumo.importing.table import Series, Table
from consumo.importing.totals import check_total_columns, check_totals

__all__ = ["TableRows", "read_table"]

_MASTER_SHEETS: Final = ("totaliz", "macromedidor", "medidor general")
_KWH: Final = ("lectura_anterior", "lectura_actual", "consumo_kwh")


@dataclass(frozen=True, eq=False)
class TableRows:
    """What one table gives.

    Attributes:
        table: the table as it was read.
        lecturas: long rows, the columns of `lecturas.COLUMNS`.
        masters: the totalizadores found in or below the table, rows of the same columns.
        hallazgos: everything not taken over as it stands.
        filas: rows with content below the header.
        sin_dato: rows that are totals or notes, or in which no cell holds a value.
    """

    table: Table
    lecturas: pd.DataFrame
    masters: pd.DataFrame
    hallazgos: list[Hallazgo]
    filas: int
    sin_dato: int


def read_table(table: Table, *, bateria: str | None = None) -> TableRows:
    """Read a table into long rows.

    Args:
        table: where `find_tables` found it.
        bateria: the bateria where no column and no heading names one; None = the default.
    """
    filas = table.filas
    table, findings = electric_rows(table)
    table, cuts = without_other_cuts(with_implied_totals(table))
    findings += [*cuts, *_about_header(table), *ignored_columns(table), *unit_findings(table)]
    beside = filas - len(table.rows)
    if len(table.rows) == 0:
        return TableRows(table, empty_lecturas(), empty_lecturas(), findings, filas, filas)
    when = date_rows(table)
    who = identify_rows(table, when.frame, bateria=bateria, of_baterias=_clase(table) == TOTALIZADOR)
    findings += who.hallazgos
    base = who.frame.assign(**_texts(table), archivo=table.sheet.archivo, hoja=table.sheet.name, fila=table.rows + 1)
    base["clase"] = _clase(table)
    if _clase(table) == TOTALIZADOR:
        base["usuario"] = base["bateria"]
    frame = _long_rows(table, base, when, findings)
    valueless, value_findings = _valueless(table, frame)
    frame, why = _refuse(frame, table.sheet.name)
    frame, ends = with_exclusive_ends(frame, ~frame["_named"].to_numpy(np.bool_), table.sheet.name)
    findings += _assumed_starts(frame, table.sheet.name)
    frame, _ = chain_readings(frame)
    frame, consumption_findings = compute_consumption(frame)
    total_findings, nobody = check_totals(table)
    masters, master_findings = delivered_rows(table, frame)
    findings += [*value_findings, *why, *ends, *consumption_findings, *total_findings]
    findings += [*check_total_columns(table), *master_findings, *_notes(table)]
    return TableRows(table, frame.drop(columns="_named"), masters, findings, filas, beside - nobody + valueless)


def _clase(table: Table) -> str:
    """Rows of a sheet of totalizadores have a bateria and readings, and no usuario."""
    named_so = any(word in fold(table.sheet.name) for word in _MASTER_SHEETS)
    return TOTALIZADOR if named_so and table.index("usuario") is None else USUARIO


def _about_header(table: Table) -> list[Hallazgo]:
    """Say of a table without a header that its figures alone told what its columns are."""
    first = int(table.rows[0]) + 1 if len(table.rows) else None
    return [] if table.header else [Hallazgo(codigo="propuesta.sin_encabezado", hoja=table.sheet.name, fila=first)]


def _texts(table: Table) -> dict[str, NDArray[np.object_]]:
    return {
        word: cells.as_text() for word in ("tipo_lectura", "observacion") if (cells := table.column(word)) is not None
    }


def _notes(table: Table) -> list[Hallazgo]:
    if len(table.notes) == 0:
        return []
    return [Hallazgo(codigo="tabla.notas", hoja=table.sheet.name, fila=int(table.notes[0]) + 1, veces=len(table.notes))]


def _long_rows(table: Table, base: pd.DataFrame, when: Periods, findings: list[Hallazgo]) -> pd.DataFrame:
    """Turn each series of measures into rows; an empty cell of a month or a group is no row, so it stays missing."""
    plain = read_plain(table, findings)
    months = [series for series in table.series if series.mes]
    current = [series for series in table.series if not series.mes and not (months and is_initial(series))]
    parts = []
    if current:
        findings += when.hallazgos
    for series in current:
        numbers = read_measures(table, series.measures, findings)
        rows = base.assign(**plain, **numbers, **{name: when.frame[name] for name in ("ciclo", "desde", "hasta")})
        rows["_named"] = when.named
        if months:
            rows = _after_history(rows, months)
        parts.append(in_group(rows, series.grupo).iloc[known_rows(numbers)] if series.grupo else rows)
    if months:
        parts.append(history_rows(table, base.assign(**plain), months, findings))
    return _with_named(pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0])


def _with_named(frame: pd.DataFrame) -> pd.DataFrame:
    """Return long rows with every column and with `_named`, whether the workbook named their ciclo."""
    out = with_all_columns(frame)
    out["_named"] = frame["_named"].to_numpy() if "_named" in frame.columns else True
    return out


def _after_history(current: pd.DataFrame, months: list[Series]) -> pd.DataFrame:
    """Place the current readings of a wide sheet in the ciclo after its last month, where nothing else says when."""
    last_month = max(series.mes for series in months)
    stretch = stretch_of(last_month)
    if stretch is None:
        return current
    following = np.array([stretch[1]]).astype("M8[M]")
    first, last = month_dates(following)
    unknown = current["ciclo"].eq("").to_numpy()
    current = current.assign(abierta=True)
    current.loc[unknown, "ciclo"] = str(following[0])
    current.loc[current["desde"].isna(), "desde"] = first[0]
    current.loc[current["hasta"].isna(), "hasta"] = last[0]
    return current


def _valueless(table: Table, frame: pd.DataFrame) -> tuple[int, list[Hallazgo]]:
    """Return how many data rows gave no long row, and a finding for the rows that hold neither reading nor kWh."""
    empty = np.logical_and.reduce([frame[name].isna().to_numpy() for name in _KWH])
    filled = pd.unique(frame["fila"].to_numpy()[~empty]) if empty.any() or len(frame) != len(table.rows) else None
    if filled is None:
        return 0, []
    without = np.setdiff1d(table.rows + 1, filled)
    silent = np.setdiff1d(table.rows + 1, frame["fila"].to_numpy())
    if len(without) == 0:
        return len(silent), []
    finding = Hallazgo(codigo="dato.sin_consumo", hoja=table.sheet.name, fila=int(without[0]), veces=len(without))
    return len(silent), [finding]


def _assumed_starts(frame: pd.DataFrame, hoja: str) -> list[Hallazgo]:
    """Say of how many rows only the end is known; readings without a consumption of their own are chained anyway."""
    undated = frame["desde"].isna() & frame["hasta"].notna() & frame["consumo_kwh"].notna()
    return [Hallazgo(codigo="ciclo.inicio_supuesto", hoja=hoja, veces=int(undated.sum()))] if undated.any() else []


def _refuse(frame: pd.DataFrame, hoja: str) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Take out the rows of nobody, of no ciclo, or of impossible dates; each kind is one finding with its count."""
    nobody = frame["usuario"].to_numpy() == ""
    never = frame["hasta"].isna().to_numpy()
    backwards = (frame["hasta"] <= frame["desde"]).to_numpy()
    cases = (
        ("dato.sin_usuario", nobody),
        ("ciclo.desconocido", never & ~nobody),
        ("ciclo.fechas_no_crecientes", backwards & ~nobody & ~never),
    )
    fila = frame["fila"].to_numpy()
    findings = [
        Hallazgo(codigo=codigo, hoja=hoja, fila=int(fila[mask][0]), veces=len(pd.unique(fila[mask])))
        for codigo, mask in cases
        if mask.any()
    ]
    refused = nobody | never | backwards
    return (frame[~refused].reset_index(drop=True) if refused.any() else frame), findings
