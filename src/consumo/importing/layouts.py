"""A table → long rows, whichever of the four layouts of DESIGN §4 it has."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import DEFAULT_BATERIA
from consumo.importing.chain import chain_readings
from consumo.importing.consumption import compute_consumption
from consumo.importing.folding import fold
from consumo.importing.identity import identify_rows
from consumo.importing.lecturas import TOTALIZADOR, USUARIO, with_all_columns
from consumo.importing.measures import read_measure, read_measures, unused_columns
from consumo.importing.periods import date_rows, month_dates
from consumo.importing.table import Table
from consumo.importing.totals import check_totals, master_row

__all__ = ["TableRows", "read_table"]


@dataclass(frozen=True, eq=False)
class TableRows:
    """What one table gives.

    Attributes:
        lecturas: long rows, the columns of `lecturas.COLUMNS`.
        master: the totalizador found below the table, a row of the same columns, or None.
        hallazgos: everything not taken over as it stands.
        filas: rows with content below the header.
        sin_dato: rows that are totals or notes, or in which no cell holds a value.
    """

    lecturas: pd.DataFrame
    master: pd.DataFrame | None
    hallazgos: list[Hallazgo]
    filas: int
    sin_dato: int


def read_table(table: Table, *, bateria_from_sheet: bool = False) -> TableRows:
    """Read a table into long rows.

    Args:
        table: where `find_table` found it.
        bateria_from_sheet: use the sheet's name where no column names a bateria (a sheet per bateria).
    """
    sheet = table.sheet
    who, findings = identify_rows(table, default_bateria=sheet.name if bateria_from_sheet else DEFAULT_BATERIA)
    findings += unused_columns(table)
    numbers = read_measures(table, findings)
    base = who.assign(**numbers, **_texts(table), archivo=sheet.archivo, hoja=sheet.name, fila=table.rows + 1)
    base["clase"] = _clase(table)
    if _clase(table) == TOTALIZADOR:
        base["usuario"] = base["bateria"]
    parts = []
    if "consumo_kwh" in numbers or "lectura_actual" in numbers:
        when, date_findings = date_rows(table)
        findings += date_findings
        current = base.assign(ciclo=when["ciclo"], desde=when["desde"], hasta=when["hasta"])
        parts.append(_after_history(current, table) if table.mapping.months else current)
    if table.mapping.months:
        parts.append(_history(table, base, findings))
    frame = with_all_columns(pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0])
    valueless, value_findings = _valueless(table, frame)
    frame, why = _refuse(frame, sheet.name)
    frame, _ = chain_readings(frame)
    frame, consumption_findings = compute_consumption(frame)
    total_findings, nobody = check_totals(table)
    master, master_findings = master_row(table, frame)
    findings += [*value_findings, *why, *consumption_findings, *total_findings, *master_findings, *_notes(table)]
    beside = len(table.totals) + len(table.sums) + len(table.notes)
    return TableRows(frame, master, findings, len(table.rows) + beside, beside - nobody + valueless)


def _clase(table: Table) -> str:
    """Rows of a sheet of totalizadores have a bateria and readings, and no usuario."""
    named_so = any(word in fold(table.sheet.name) for word in ("totaliz", "macromedidor", "medidor general"))
    return TOTALIZADOR if named_so and "usuario" not in table.mapping.columns else USUARIO


def _texts(table: Table) -> dict[str, np.ndarray]:
    return {
        word: cells.as_text() for word in ("tipo_lectura", "observacion") if (cells := table.column(word)) is not None
    }


def _notes(table: Table) -> list[Hallazgo]:
    if len(table.notes) == 0:
        return []
    return [Hallazgo(codigo="tabla.notas", hoja=table.sheet.name, fila=int(table.notes[0]) + 1, veces=len(table.notes))]


def _history(table: Table, base: pd.DataFrame, findings: list[Hallazgo]) -> pd.DataFrame:
    """Turn the month columns of a wide layout into rows; an empty cell is no row, so it stays missing."""
    kept = base[["clase", "usuario", "nombre", "bateria", "medidor", "archivo", "hoja", "fila"]]
    parts = []
    for index, month in sorted(table.mapping.months.items(), key=lambda pair: pair[1]):
        kwh = read_measure(table, index, findings)
        first, last = month_dates(np.array([month], dtype="M8[M]"))
        known = np.isfinite(kwh)
        parts.append(kept[known].assign(consumo_kwh=kwh[known], ciclo=str(month), desde=first[0], hasta=last[0]))
    months = np.array(sorted(table.mapping.months.values()), dtype="M8[M]")
    first, last = month_dates(months)
    findings.append(
        Hallazgo(
            codigo="ciclo.fechas_supuestas",
            hoja=table.sheet.name,
            ciclo=str(months[0]),
            veces=sum(len(part) for part in parts),
            evidencia={"desde": str(first[0]), "hasta": str(last[-1])},
        )
    )
    return pd.concat(parts, ignore_index=True)


def _after_history(current: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Place the current readings of a wide sheet in the ciclo after its last month, where nothing else says when."""
    following = np.array([max(table.mapping.months.values())], dtype="M8[M]") + 1
    first, last = month_dates(following)
    unknown = current["ciclo"].eq("").to_numpy()
    current = current.assign(abierta=True)
    current.loc[unknown, "ciclo"] = str(following[0])
    current.loc[current["desde"].isna(), "desde"] = first[0]
    current.loc[current["hasta"].isna(), "hasta"] = last[0]
    return current


def _valueless(table: Table, frame: pd.DataFrame) -> tuple[int, list[Hallazgo]]:
    """Return how many data rows gave no long row, and a finding for the rows that hold neither reading nor kWh."""
    empty = np.logical_and.reduce(
        [frame[name].isna().to_numpy() for name in ("lectura_anterior", "lectura_actual", "consumo_kwh")]
    )
    filled = pd.unique(frame["fila"].to_numpy()[~empty]) if empty.any() or len(frame) != len(table.rows) else None
    if filled is None:
        return 0, []
    without = np.setdiff1d(table.rows + 1, filled)
    silent = np.setdiff1d(table.rows + 1, frame["fila"].to_numpy())
    if len(without) == 0:
        return len(silent), []
    finding = Hallazgo(codigo="dato.sin_consumo", hoja=table.sheet.name, fila=int(without[0]), veces=len(without))
    return len(silent), [finding]


def _refuse(frame: pd.DataFrame, hoja: str) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Take out the rows of nobody, of no ciclo, or of impossible dates; each kind is one finding with its count."""
    nobody = frame["usuario"].to_numpy() == ""
    has_start, has_end = frame["desde"].notna().to_numpy(), frame["hasta"].notna().to_numpy()
    only_read = ~has_start & has_end & frame["lectura_actual"].notna().to_numpy()
    never = ~has_end | (~has_start & ~only_read)
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
