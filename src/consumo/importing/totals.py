"""Totals of a table, rows and columns: checked against the sums of what they add up, never taken for a usuario."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.grid import column_letter
from consumo.importing.numbers import read_numbers
from consumo.importing.table import Rows, Table

__all__ = ["check_total_columns", "check_totals"]

_TOLERANCE_KWH: Final = 1.0
_TOLERANCE: Final = 1e-6
_MAX_LISTED: Final = 1000

Floats = NDArray[np.float64]


def check_totals(table: Table) -> tuple[list[Hallazgo], int]:
    """Compare the rows that look like totals with the sums of the rows above or below them.

    Returns:
        The findings; and how many rows are no total but a row whose usuario is missing.
    """
    rows = np.sort(np.concatenate([table.totals, table.sums]))
    if len(rows) == 0:
        return [], 0
    columns = table.measures
    values, found = _figures(table, columns, table.rows), _figures(table, columns, rows)
    labelled = set(table.totals.tolist())
    findings: list[Hallazgo] = []
    nobody, start = 0, 0
    places = np.searchsorted(table.rows, rows).tolist()
    for nth, (row, stop) in enumerate(zip(rows.tolist(), places, strict=True)):
        following = places[nth + 1] if nth + 1 < len(rows) else len(values)
        spans = [(start, stop), (0, stop), (0, len(values)), (stop, following), (stop, len(values))]
        sums, agrees = _best(found[nth], [np.nansum(values[a:b], axis=0) for a, b in spans])
        if row not in labelled and not agrees and stop < len(table.rows):
            nobody += 1
            findings.append(Hallazgo(codigo="dato.sin_usuario", hoja=table.sheet.name, fila=row + 1))
            continue
        start = stop
        findings.append(_finding(table, row, found[nth], sums, agrees=agrees))
    return _shortened(findings), nobody


def _figures(table: Table, columns: list[int], rows: Rows) -> Floats:
    parts = [read_numbers(table.cells_at(k, rows), decimal=table.decimal_mark).values for k in columns]
    return np.column_stack(parts) if parts else np.zeros((len(rows), 0))


def _best(total: Floats, candidates: list[Floats]) -> tuple[Floats, bool]:
    """Return the sums that agree with a total in most columns, and whether they do in all."""
    known = np.isfinite(total)
    agree = [_same(total[known], sums[known]) for sums in candidates]
    best = max(range(len(candidates)), key=lambda k: int(agree[k].sum()))
    return candidates[best], bool(known.any() and agree[best].all())


def _same(total: Floats, sums: Floats) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = abs(total - sums) <= np.maximum(_TOLERANCE_KWH, _TOLERANCE * abs(sums))
    return same


def _finding(table: Table, row: int, total: Floats, sums: Floats, *, agrees: bool) -> Hallazgo:
    known = np.flatnonzero(np.isfinite(total))
    if len(known) == 0:
        return Hallazgo(codigo="tabla.notas", hoja=table.sheet.name, fila=row + 1)
    wrong = known[~_same(total[known], sums[known])]
    shown = int(wrong[0]) if len(wrong) else int(known[0])
    return Hallazgo(
        codigo="tabla.fila_de_total" if agrees else "tabla.total_no_cuadra",
        hoja=table.sheet.name,
        fila=row + 1,
        columna=column_letter(table.measures[shown]),
        valor=f"{total[shown]:.10g}",
        veces=max(1, len(wrong)),
        evidencia={"suma": round(float(sums[shown]), 3)},
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


def check_total_columns(table: Table) -> list[Hallazgo]:
    """Compare columns of totals with the sums of the months or groups that they add up."""
    parts = [c.indice for c in table.columns if c.significado == "consumo_kwh" and (c.mes or c.grupo)]
    totals = [c for c in table.columns if c.porque.clave == "total" and c.grupo == "consumo_kwh"]
    if len(parts) < 2 or not totals:
        return []
    sums = np.nansum(_figures(table, parts, table.rows), axis=1)
    findings = []
    for column in totals:
        total = _figures(table, [column.indice], table.rows)[:, 0]
        wrong = np.flatnonzero(np.isfinite(total) & ~_same(total, sums))
        if len(wrong) == 0:
            continue
        first = int(wrong[0])
        findings.append(
            Hallazgo(
                codigo="columna.total_no_cuadra",
                hoja=table.sheet.name,
                fila=int(table.rows[first]) + 1,
                columna=column.letra,
                valor=f"{total[first]:.10g}",
                veces=len(wrong),
                evidencia={"suma": round(float(sums[first]), 3), "columnas": column.encabezado},
            )
        )
    return findings
