"""Totals of a table: checked against the sum of its rows, never taken for a usuario; and the master bill below it."""

from typing import Any, Final

import numpy as np
import pandas as pd

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.grid import column_letter
from consumo.importing.lecturas import TOTALIZADOR, with_all_columns
from consumo.importing.numbers import read_numbers
from consumo.importing.table import Table

__all__ = ["check_totals", "master_row"]

_TOLERANCE_KWH: Final = 1.0
_TOLERANCE: Final = 1e-6
_MAX_LISTED: Final = 1000


def check_totals(table: Table) -> tuple[list[Hallazgo], int]:
    """Compare the rows that look like totals with the sums of the rows above them.

    Returns:
        The findings; and how many rows are no total but a row whose usuario is missing.
    """
    index = _summed_column(table)
    if index is None:
        return [], len(table.sums)
    column = table.sheet.column(index)
    values = read_numbers(column.take(table.rows), decimal=table.sheet.decimal).values
    labelled = set(table.totals.tolist())
    findings, nobody = [], 0
    start = 0
    for row in sorted({*labelled, *table.sums.tolist()}):
        stop = int(np.searchsorted(table.rows, row))
        number = float(read_numbers(column.take(np.array([row])), decimal=table.sheet.decimal).values[0])
        sums = [float(np.nansum(values[a:b])) for a, b in ((start, stop), (0, stop), (0, len(values)))]
        agrees = any(abs(number - total) <= max(_TOLERANCE_KWH, _TOLERANCE * total) for total in sums)
        if row not in labelled and not agrees and stop < len(table.rows):
            nobody += 1
            findings.append(Hallazgo(codigo="dato.sin_usuario", hoja=table.sheet.name, fila=row + 1))
            continue
        start = stop
        if not np.isfinite(number):
            findings.append(Hallazgo(codigo="tabla.notas", hoja=table.sheet.name, fila=row + 1))
        else:
            evidence = {"suma": round(sums[0] if agrees else sums[-1], 3)}
            findings.append(_total_finding(table, (row, index), number, evidence, agrees=agrees))
    return _shortened(findings), nobody


def _summed_column(table: Table) -> int | None:
    if "consumo_kwh" in table.mapping.columns:
        return table.mapping.columns["consumo_kwh"]
    return min(table.mapping.months, default=None)


def _total_finding(
    table: Table, place: tuple[int, int], number: float, evidence: dict[str, float], *, agrees: bool
) -> Hallazgo:
    return Hallazgo(
        codigo="tabla.fila_de_total" if agrees else "tabla.total_no_cuadra",
        hoja=table.sheet.name,
        fila=place[0] + 1,
        columna=column_letter(place[1]),
        valor=f"{number:.10g}",
        evidencia=evidence,
    )


def _shortened(findings: list[Hallazgo]) -> list[Hallazgo]:
    """Stand one finding for all those of a kind beyond the first thousand."""
    out: list[Hallazgo] = []
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.codigo] = counts.get(finding.codigo, 0) + 1
        if counts[finding.codigo] <= _MAX_LISTED:
            out.append(finding)
    return out + [
        Hallazgo(codigo=codigo, hoja=findings[0].hoja, veces=count - _MAX_LISTED)
        for codigo, count in counts.items()
        if count > _MAX_LISTED
    ]


def master_row(table: Table, frame: pd.DataFrame) -> tuple[pd.DataFrame | None, list[Hallazgo]]:
    """Return the master bill below the table as the totalizador of the only bateria, in the only ciclo; else None."""
    if table.delivered is None or len(frame[["bateria", "ciclo"]].drop_duplicates()) != 1:
        return None, []
    kwh, row, column = table.delivered
    one: dict[str, Any] = {
        name: frame[name].iloc[0] for name in ("bateria", "ciclo", "desde", "hasta", "archivo", "hoja")
    }
    master = {**one, "clase": TOTALIZADOR, "usuario": one["bateria"], "consumo_kwh": kwh, "kwh": kwh, "fila": row + 1}
    finding = Hallazgo(
        codigo="tabla.totalizador",
        hoja=table.sheet.name,
        fila=row + 1,
        columna=column_letter(column),
        bateria=one["bateria"],
        ciclo=one["ciclo"],
        valor=f"{kwh:g}",
    )
    return with_all_columns(pd.DataFrame([master])), [finding]
