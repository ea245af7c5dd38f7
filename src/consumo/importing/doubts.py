"""Why a reading should be confirmed by a person before it counts: columns, units, dates or ids that nothing settles."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.grid import column_letter
from consumo.importing.layouts import TableRows
from consumo.importing.mapping import IGNORE
from consumo.importing.numbers import read_numbers
from consumo.importing.proposal import ColumnProposal
from consumo.importing.table import Table

__all__ = ["doubts_of"]

_SURE: Final = 0.6  # a column taken for something with less than this should be confirmed
_OF_CONSEQUENCE: Final = frozenset(
    {"usuario", "consumo_kwh", "lectura_actual", "lectura_anterior", "ciclo", "desde", "hasta", "factor"}
)
_ASK: Final = frozenset(
    {"dato.fecha_ambigua", "dato.fecha_invertida", "dato.numero_ambiguo", "tabla.otro_corte", "ciclo.sin_anio"}
)
_REFUSALS: Final = frozenset({"ciclo.desconocido", "dato.sin_usuario", "ciclo.fechas_no_crecientes"})
_MANY: Final = 0.2  # share of the rows
_LEAST_PER_CUSTOMER: Final = 5.0  # kWh per customer and month under which the figures are probably MWh


def doubts_of(read: Sequence[TableRows]) -> list[Hallazgo]:
    """Return what a person should settle, from the tables of one file as they were read; empty if nothing."""
    found = [finding for one in read for finding in one.hallazgos if _asks(finding, len(one.table.rows))]
    for one in read:
        found += _unsure_columns(one.table)
        found += _improbable_unit(one.table)
    return _once(found)


def _asks(finding: Hallazgo, rows: int) -> bool:
    """Whether a finding is for a person to settle; rows refused are one where they are many."""
    refused = finding.codigo in _REFUSALS and finding.veces >= _MANY * rows
    return refused or finding.codigo.startswith("propuesta.") or finding.codigo in _ASK


def _is_empty(table: Table, column: ColumnProposal) -> bool:
    """Whether a column was taken for something by its header and holds nothing: no value is at stake."""
    return column.porque.clave in {"alias", "alias_parcial"} and not table.cells(column.indice).filled.any()


def _unsure_columns(table: Table) -> list[Hallazgo]:
    """Return the columns that matter and were taken without much evidence, and those that mean the same as another."""
    unsure = [
        c for c in table.columns if c.significado in _OF_CONSEQUENCE and c.confianza < _SURE and not _is_empty(table, c)
    ]
    by_word: dict[str, list[ColumnProposal]] = {}
    for column in unsure:
        by_word.setdefault(column.significado, []).append(column)
    out = [
        Hallazgo(
            codigo="propuesta.columna_en_duda",
            hoja=table.sheet.name,
            columna=columns[0].letra if len(columns) == 1 else f"{columns[0].letra}-{columns[-1].letra}",
            valor=columns[0].encabezado,
            veces=len(columns),
            evidencia={"significado": word},
        )
        for word, columns in by_word.items()
    ]
    for column in table.columns:
        meant = column.porque.evidencia.get("significado")
        if column.significado != IGNORE or column.porque.clave != "repetida" or meant not in _OF_CONSEQUENCE:
            continue
        index = table.index(str(meant))
        if index is None or _same_figures(table, index, column.indice):
            continue
        out.append(
            Hallazgo(
                codigo="propuesta.columnas_parecidas",
                hoja=table.sheet.name,
                columna=column_letter(index),
                valor=column.encabezado,
                evidencia={"columnas": f"{column_letter(index)}, {column.letra}", "significado": meant},
            )
        )
    return out


def _same_figures(table: Table, first: int, second: int) -> bool:
    """Whether two columns hold the same; then it does not matter which one is read."""
    one, other = table.cells(first), table.cells(second)
    if (one.kind == other.kind).all() and (one.code == other.code).all():
        return bool(np.array_equal(one.number, other.number, equal_nan=True))
    a, b = (read_numbers(cells, decimal=table.decimal_mark).values for cells in (one, other))
    return bool(np.isfinite(a).any() and np.array_equal(a, b, equal_nan=True))


def _improbable_unit(table: Table) -> list[Hallazgo]:
    """Return a doubt where nothing says the unit and the kWh per customer would be next to nothing."""
    index = table.index("consumo_kwh")
    counts = [c for c in table.columns if c.porque.evidencia.get("magnitud") == "conteo"]
    if index is None or not counts or table.by_word["consumo_kwh"].unidad or table.subject.unit:
        return []
    kwh, customers = (
        read_numbers(table.cells(k), decimal=table.decimal_mark).values for k in (index, counts[0].indice)
    )
    both = np.isfinite(kwh) & (kwh > 0) & (customers > 1)
    if both.sum() < 2:
        return []
    each = float(np.median(kwh[both] / customers[both]))
    if each >= _LEAST_PER_CUSTOMER:
        return []
    return [
        Hallazgo(
            codigo="propuesta.unidad_dudosa",
            hoja=table.sheet.name,
            columna=column_letter(index),
            evidencia={"por_cliente": float(f"{each:.2g}")},
        )
    ]


def _once(findings: Iterable[Hallazgo]) -> list[Hallazgo]:
    """Return each kind of doubt once per sheet and column."""
    seen: dict[tuple[str, str | None, str | None], Hallazgo] = {}
    for finding in findings:
        seen.setdefault((finding.codigo, finding.hoja, finding.columna), finding)
    return list(seen.values())
