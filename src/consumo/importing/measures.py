"""The figures of a table's columns, in kWh, and what could not be read of them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.grid import Column, column_letter
from consumo.importing.marks import unit_of, unit_sizes
from consumo.importing.numbers import read_numbers
from consumo.importing.proposal import ColumnProposal
from consumo.importing.sentinels import NINES, may_stand_at_nines, sentinels
from consumo.importing.table import Table

__all__ = ["read_figures", "read_measure", "read_measures", "read_plain", "unit_findings"]

_PLAIN: Final = ("factor", "digitos")
_REGISTERS: Final = ("lectura_anterior", "lectura_actual")
_MAX_LISTED: Final = 1000

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def read_measures(table: Table, measures: dict[str, list[int]], findings: list[Hallazgo]) -> dict[str, Floats]:
    """Return measures by canonical word in kWh, one value per data row, NaN = missing."""
    kept = _registers_at_nines(table, measures)
    return {
        word: _added(table, columns, findings, kept=kept if word in _REGISTERS else None)
        for word, columns in measures.items()
    }


def _registers_at_nines(table: Table, measures: dict[str, list[int]]) -> Mask | None:
    """Tell the rows in which 99999 is what the register shows; None where no register of the series shows nines."""
    if not all(word in measures for word in _REGISTERS):
        return None
    before, after = (_figures(table, measures[word][0]) for word in _REGISTERS)
    if not (np.isin(before, NINES).any() or np.isin(after, NINES).any()):
        return None
    unknown = np.full(len(table.rows), np.nan)
    declared = _figures(table, measures["consumo_kwh"][0]) if "consumo_kwh" in measures else unknown
    factor, digits = (unknown if (index := table.index(word)) is None else _figures(table, index) for word in _PLAIN)
    return may_stand_at_nines(before, after, declared=declared, digits=digits, factor=factor)


def _figures(table: Table, index: int) -> Floats:
    return read_numbers(table.cells(index), decimal=table.decimal_mark).values


def _added(table: Table, columns: list[int], findings: list[Hallazgo], *, kept: Mask | None) -> Floats:
    """Return a measure that stands in one column, or the sum of its parts; a row that lacks one is missing."""
    parts = [read_measure(table, index, findings, kept=kept) for index in columns]
    if len(parts) == 1:
        return parts[0]
    known = np.isfinite(parts)
    some = np.flatnonzero(known.any(axis=0) & ~known.all(axis=0))
    if len(some):
        findings.append(
            Hallazgo(
                codigo="dato.parte_sin_dato",
                hoja=table.sheet.name,
                fila=int(table.rows[some[0]]) + 1,
                columna=column_letter(columns[0]),
                veces=len(some),
            )
        )
    return np.asarray(np.sum(parts, axis=0), np.float64)


def read_plain(table: Table, findings: list[Hallazgo]) -> dict[str, Floats]:
    """Return the numeric columns that are no energy (factor, digits), one value per data row."""
    found = {word: table.index(word) for word in _PLAIN}
    return {word: read_figures(table, index, findings) for word, index in found.items() if index is not None}


def read_measure(table: Table, index: int, findings: list[Hallazgo], *, kept: Mask | None = None) -> Floats:
    """Return one column of energy or of readings in kWh, one value per data row; figures that are no value are NaN.

    Args:
        table: the table.
        index: the column.
        findings: what could not be read is added.
        kept: where nines are what a register shows, shape (n_rows,).
    """
    values = read_figures(table, index, findings)
    false = sentinels(values, kept=kept)
    if false.any():
        first = int(np.flatnonzero(false)[0])
        findings.append(
            Hallazgo(
                codigo="dato.valor_centinela",
                hoja=table.sheet.name,
                fila=int(table.rows[first]) + 1,
                columna=column_letter(index),
                valor=f"{values[first]:.10g}",
                veces=int(false.sum()),
            )
        )
        values = np.where(false, np.nan, values)
    by_row = _by_row(table, findings)
    return values * (_of_column(table, index) if by_row is None else by_row)


def read_figures(table: Table, index: int, findings: list[Hallazgo]) -> Floats:
    """Return one column of figures as written, one value per data row."""
    cells = table.cells(index)
    numbers = read_numbers(cells, decimal=table.decimal_mark)
    hoja, letter = table.sheet.name, column_letter(index)
    for nth, k in enumerate(numbers.wrong[: _MAX_LISTED + 1]):
        rest = len(numbers.wrong) - _MAX_LISTED
        findings.append(
            Hallazgo(
                codigo="dato.no_numerico",
                hoja=hoja,
                columna=letter,
                fila=int(table.rows[k]) + 1,
                valor=str(cells.value(k)),
                veces=max(1, rest) if nth == _MAX_LISTED else 1,
            )
        )
    if numbers.missing:
        first = numbers.missing[0]
        findings.append(
            Hallazgo(
                codigo="dato.palabra_sin_dato",
                hoja=hoja,
                columna=letter,
                fila=int(table.rows[first]) + 1,
                valor=str(cells.value(first)),
                veces=len(numbers.missing),
            )
        )
    if numbers.ambiguous:
        findings.append(Hallazgo(codigo="dato.numero_ambiguo", hoja=hoja, columna=letter, veces=len(cells)))
    return numbers.values.copy()


def _unit(table: Table, column: ColumnProposal) -> str:
    """Return the unit that the header says, else the title; readings are kWh unless their own header says otherwise."""
    if column.unidad or column.significado not in {"consumo_kwh", "consumo_parcial"}:
        return column.unidad
    return table.subject.unit


def _of_column(table: Table, index: int) -> float:
    column = next(column for column in table.columns if column.indice == index)
    return unit_sizes().get(_unit(table, column), 1.0)


def _by_row(table: Table, findings: list[Hallazgo]) -> Floats | None:
    """Return how many kWh the unit of each row is, where a column names the units; NaN where it is not known."""
    index = table.index("unidad")
    if index is None:
        return None
    cells: Column = table.cells(index)
    rows, codes, texts = cells.distinct_texts()
    out = np.ones(len(cells))
    if len(rows):
        sizes = np.array([unit_sizes().get(unit_of(text), np.nan) for text in texts])
        out[rows] = sizes[codes]
        unknown = np.flatnonzero(np.isnan(out))
        if len(unknown) and not any(h.codigo == "dato.unidad_desconocida" for h in findings):
            findings.append(
                Hallazgo(
                    codigo="dato.unidad_desconocida",
                    hoja=table.sheet.name,
                    fila=int(table.rows[unknown[0]]) + 1,
                    columna=column_letter(index),
                    valor=str(cells.value(int(unknown[0]))),
                    veces=len(unknown),
                )
            )
    return out


def unit_findings(table: Table) -> list[Hallazgo]:
    """Say which columns were converted to kWh and from what, and where nothing says the unit."""
    findings: list[Hallazgo] = []
    index = table.index("unidad")
    units: dict[str, list[str]] = {}
    if index is not None:
        for text in table.cells(index).distinct_texts()[2]:
            units.setdefault(unit_of(text), []).append(column_letter(index))
    else:
        for column in table.columns:
            if column.significado in {"consumo_kwh", "consumo_parcial"} or (
                column.significado.startswith("lectura") and column.unidad
            ):
                units.setdefault(_unit(table, column), []).append(column.letra)
    for unit, letters in units.items():
        if unit and unit != "kWh":
            evidence = {"columnas": _listed(letters), "unidad": unit, "kwh": unit_sizes()[unit]}
            findings.append(
                Hallazgo(codigo="columna.convertida", hoja=table.sheet.name, columna=letters[0], evidencia=evidence)
            )
    if "" in units and not table.subject.energy and table.index("lectura_actual") is None:
        evidence = {"columnas": _listed(units[""])}
        findings.append(
            Hallazgo(codigo="columna.unidad_supuesta", hoja=table.sheet.name, columna=units[""][0], evidencia=evidence)
        )
    return findings


def _listed(letters: list[str]) -> str:
    return letters[0] if len(letters) == 1 else f"{letters[0]}-{letters[-1]}"
