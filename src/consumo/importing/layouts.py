"""A table → long rows, whichever of the four layouts of DESIGN §4 it has."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import DEFAULT_BATERIA
from consumo.importing.consumption import compute_consumption
from consumo.importing.folding import fold
from consumo.importing.identity import as_text, identify_rows
from consumo.importing.lecturas import TOTALIZADOR, USUARIO, with_all_columns
from consumo.importing.numbers import read_numbers
from consumo.importing.periods import date_rows, month_dates
from consumo.importing.sheets import column_letter
from consumo.importing.table import Table

__all__ = ["TableRows", "read_table"]

_NUMERIC: Final = ("lectura_anterior", "lectura_actual", "factor", "consumo_kwh", "digitos")
_MAX_LISTED: Final = 1000


@dataclass(frozen=True, eq=False)
class TableRows:
    """What one table gives.

    Attributes:
        lecturas: long rows, the columns of `lecturas.COLUMNS`.
        hallazgos: everything not taken over as it stands.
        filas, rechazadas, sin_dato: rows with content, rows refused, rows that are totals or notes.
    """

    lecturas: pd.DataFrame
    hallazgos: list[Hallazgo]
    filas: int
    rechazadas: int
    sin_dato: int


def read_table(table: Table, *, bateria_from_sheet: bool = False) -> TableRows:
    """Read a table into long rows.

    Args:
        table: where `find_table` found it.
        bateria_from_sheet: use the sheet's name where no column names a bateria (a sheet per bateria).
    """
    sheet = table.sheet
    default = sheet.name if bateria_from_sheet else DEFAULT_BATERIA
    who, findings = identify_rows(table, default_bateria=default)
    findings += _unused_columns(table)
    numbers = {word: _numbers(table, table.mapping.columns[word], findings) for word in _present(table)}
    when, date_findings = date_rows(table)
    base = who.assign(
        **numbers,
        archivo=sheet.archivo,
        hoja=sheet.name,
        fila=np.asarray(table.rows, dtype=np.int64) + 1,
        clase=_clase(table, len(who)),
        **_texts(table),
    )
    if base["clase"].eq(TOTALIZADOR).any():
        base["usuario"] = base["bateria"]
    parts = []
    if "consumo_kwh" in numbers or "lectura_actual" in numbers:
        current = base.assign(ciclo=when["ciclo"], desde=when["desde"], hasta=when["hasta"])
        parts.append(_after_history(current, table) if table.mapping.months else current)
        findings += date_findings
    if table.mapping.months:
        parts.append(_history(table, base, findings))
    frame = with_all_columns(pd.concat(parts, ignore_index=True)) if parts else with_all_columns(base)
    frame, refused, why = _refuse(frame, sheet.name)
    findings += why
    frame, consumption_findings = compute_consumption(_chain(frame))
    findings += consumption_findings
    findings += _totals(table, frame)
    frame = _with_master(table, frame, findings)
    if table.notes:
        findings.append(
            Hallazgo(codigo="tabla.notas", hoja=sheet.name, fila=table.notes[0] + 1, veces=len(table.notes))
        )
    beside = len(table.totals) + len(table.notes)
    return TableRows(frame, findings, len(table.rows) + beside, refused, beside)


def _present(table: Table) -> list[str]:
    return [word for word in _NUMERIC if word in table.mapping.columns]


def _clase(table: Table, n: int) -> list[str]:
    """Rows of a sheet of totalizadores have a bateria and readings, and no usuario."""
    named_so = any(word in fold(table.sheet.name) for word in ("totaliz", "macromedidor", "medidor general"))
    return [TOTALIZADOR if named_so and "usuario" not in table.mapping.columns else USUARIO] * n


def _texts(table: Table) -> dict[str, list[str]]:
    return {
        word: as_text(cells) for word in ("tipo_lectura", "observacion") if (cells := table.column(word)) is not None
    }


def _numbers(table: Table, index: int, findings: list[Hallazgo]) -> NDArray[np.float64]:
    cells = table.cells(index)
    numbers = read_numbers(cells)
    hoja, letter = table.sheet.name, column_letter(index)
    for nth, k in enumerate(numbers.wrong[: _MAX_LISTED + 1]):
        rest = len(numbers.wrong) - _MAX_LISTED
        findings.append(
            Hallazgo(
                codigo="dato.no_numerico",
                hoja=hoja,
                fila=table.rows[k] + 1,
                columna=letter,
                valor=str(cells[k]),
                veces=max(1, rest) if nth == _MAX_LISTED else 1,
            )
        )
    if numbers.ambiguous:
        findings.append(Hallazgo(codigo="dato.numero_ambiguo", hoja=hoja, columna=letter, veces=len(cells)))
    header = table.sheet.rows[table.header]
    title = str(header[index]) if index < len(header) else ""
    if "mwh" in fold(title):
        findings.append(Hallazgo(codigo="columna.convertida", hoja=hoja, columna=letter, evidencia={"columnas": title}))
        return numbers.values * 1000
    return numbers.values


def _unused_columns(table: Table) -> list[Hallazgo]:
    ignored = ", ".join(table.mapping.ignored.values())
    if not ignored:
        return []
    return [
        Hallazgo(
            codigo="columna.ignorada",
            hoja=table.sheet.name,
            veces=len(table.mapping.ignored),
            evidencia={"columnas": ignored},
        )
    ]


def _history(table: Table, base: pd.DataFrame, findings: list[Hallazgo]) -> pd.DataFrame:
    """Turn the month columns of a wide layout into rows; an empty cell is no row, so it stays missing."""
    parts = []
    for index, month in sorted(table.mapping.months.items(), key=lambda pair: pair[1]):
        kwh = _numbers(table, index, findings)
        first, last = month_dates(np.array([month], dtype="M8[M]"))
        part = base[["clase", "usuario", "nombre", "bateria", "medidor", "archivo", "hoja", "fila"]].assign(
            consumo_kwh=kwh, ciclo=str(month), desde=first[0], hasta=last[0]
        )
        parts.append(part[np.isfinite(kwh)])
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


def _refuse(frame: pd.DataFrame, hoja: str) -> tuple[pd.DataFrame, int, list[Hallazgo]]:
    """Take out the rows of nobody, of no ciclo, or of impossible dates; each kind is one finding with its count."""
    nobody = frame["usuario"].eq("").to_numpy()
    only_read = frame["desde"].isna() & frame["hasta"].notna() & frame["lectura_anterior"].isna()
    only_read &= frame["lectura_actual"].notna()
    never = (frame["desde"].isna() & ~only_read).to_numpy() | frame["hasta"].isna().to_numpy()
    backwards = (frame["hasta"] <= frame["desde"]).to_numpy()
    cases = (
        ("dato.sin_usuario", nobody),
        ("ciclo.desconocido", never & ~nobody),
        ("ciclo.fechas_no_crecientes", backwards & ~nobody & ~never),
    )
    findings = [
        Hallazgo(codigo=codigo, hoja=hoja, fila=int(frame["fila"].to_numpy()[mask][0]), veces=int(mask.sum()))
        for codigo, mask in cases
        if mask.any()
    ]
    refused = nobody | never | backwards
    return frame[~refused].reset_index(drop=True), int(frame.loc[refused, "fila"].nunique()), findings


def _chain(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a reading without its previous one the reading before it of the same meter, in this file."""
    open_start = frame["lectura_anterior"].isna() & frame["lectura_actual"].notna()
    if not open_start.any():
        return frame
    ordered = frame.sort_values(["clase", "usuario", "hasta"], kind="stable")
    before = ordered.groupby(["clase", "usuario"], sort=False)[["lectura_actual", "hasta"]].shift()
    needs = open_start.loc[ordered.index]
    ordered.loc[needs, "lectura_anterior"] = before.loc[needs, "lectura_actual"]
    missing = needs & ordered["desde"].isna()
    ordered.loc[missing, "desde"] = before.loc[missing, "hasta"]
    # A first reading opens the account: it is kept, with the day before it as its ciclo has no start.
    first = ordered["desde"].isna()
    ordered.loc[first, "desde"] = ordered.loc[first, "hasta"] - pd.Timedelta(days=30)
    unnamed = ordered["ciclo"].eq("")
    middle = ordered["desde"] + (ordered["hasta"] - ordered["desde"]) / 2
    ordered.loc[unnamed, "ciclo"] = middle[unnamed].dt.strftime("%Y-%m")
    return ordered.sort_index()


def _totals(table: Table, frame: pd.DataFrame) -> list[Hallazgo]:
    """Check the sheet's own totals against the sum of what was taken."""
    index = table.mapping.columns.get("consumo_kwh")
    if index is None:
        return []
    total = float(np.nansum(frame["kwh"]))
    findings = []
    for row in table.totals:
        cells = table.sheet.rows[row]
        value = cells[index] if index < len(cells) else ""
        number = float(read_numbers([value]).values[0])
        if not np.isfinite(number):
            continue
        agrees = abs(number - total) <= max(1.0, 1e-6 * total)
        findings.append(
            Hallazgo(
                codigo="tabla.fila_de_total" if agrees else "tabla.total_no_cuadra",
                hoja=table.sheet.name,
                fila=row + 1,
                columna=column_letter(index),
                valor=f"{number:.10g}",
                evidencia={"suma": round(total, 3)},
            )
        )
    return findings


def _with_master(table: Table, frame: pd.DataFrame, findings: list[Hallazgo]) -> pd.DataFrame:
    """Add the master bill below the table as the totalizador of the only bateria, in the only ciclo."""
    if table.delivered is None or len(frame[["bateria", "ciclo"]].drop_duplicates()) != 1:
        return frame
    kwh, row, column = table.delivered
    one: dict[Any, Any] = frame.iloc[0][["bateria", "ciclo", "desde", "hasta", "archivo", "hoja"]].to_dict()
    master = {**one, "clase": TOTALIZADOR, "usuario": one["bateria"], "consumo_kwh": kwh, "kwh": kwh, "fila": row + 1}
    findings.append(
        Hallazgo(
            codigo="tabla.totalizador",
            hoja=table.sheet.name,
            fila=row + 1,
            columna=column_letter(column),
            bateria=one["bateria"],
            ciclo=one["ciclo"],
            valor=f"{kwh:g}",
        )
    )
    return pd.concat([frame, with_all_columns(pd.DataFrame([master]))], ignore_index=True)
