"""The figures of a table's columns, in kWh, and what could not be read of them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.folding import fold
from consumo.importing.grid import column_letter
from consumo.importing.numbers import read_numbers
from consumo.importing.table import Table

__all__ = ["read_measure", "read_measures", "unused_columns"]

_NUMERIC: Final = ("lectura_anterior", "lectura_actual", "factor", "consumo_kwh", "digitos")
_MAX_LISTED: Final = 1000
_KWH_IN_MWH: Final = 1000.0
_TITLE_ROWS: Final = 12

Floats = NDArray[np.float64]


def read_measures(table: Table, findings: list[Hallazgo]) -> dict[str, Floats]:
    """Return the numeric columns of a table by canonical word, one value per data row, NaN = missing."""
    wanted = [word for word in _NUMERIC if word in table.mapping.columns]
    if table.mapping.months and "lectura_actual" not in wanted and "consumo_kwh" in wanted:
        # Beside the months and without readings it is the row's total or average, not one more ciclo.
        wanted.remove("consumo_kwh")
        index = table.mapping.columns["consumo_kwh"]
        evidence = {"columnas": str(table.headers.get(index, ""))}
        findings.append(Hallazgo(codigo="columna.ignorada", hoja=table.sheet.name, evidencia=evidence))
    return {word: read_measure(table, table.mapping.columns[word], findings) for word in wanted}


def read_measure(table: Table, index: int, findings: list[Hallazgo]) -> Floats:
    """Return one column of figures, one per data row; energies in MWh are turned into kWh."""
    cells = table.cells(index)
    numbers = read_numbers(cells, decimal=table.sheet.decimal)
    hoja, letter = table.sheet.name, column_letter(index)
    for nth, k in enumerate(numbers.wrong[: _MAX_LISTED + 1]):
        rest = len(numbers.wrong) - _MAX_LISTED
        findings.append(
            Hallazgo(
                codigo="dato.no_numerico",
                hoja=hoja,
                fila=int(table.rows[k]) + 1,
                columna=letter,
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
                fila=int(table.rows[first]) + 1,
                columna=letter,
                valor=str(cells.value(first)),
                veces=len(numbers.missing),
            )
        )
    if numbers.ambiguous:
        findings.append(Hallazgo(codigo="dato.numero_ambiguo", hoja=hoja, columna=letter, veces=len(cells)))
    is_energy = index in table.mapping.months or index == table.mapping.columns.get("consumo_kwh")
    title = str(table.headers.get(index, ""))
    if is_energy and _is_in_mwh(table, title):
        findings.append(Hallazgo(codigo="columna.convertida", hoja=hoja, columna=letter, evidencia={"columnas": title}))
        return numbers.values * _KWH_IN_MWH
    return numbers.values


def _is_in_mwh(table: Table, title: str) -> bool:
    """Whether the header says MWh, or says no unit and a title above the table says MWh."""
    if "wh" in fold(title):
        return "mwh" in fold(title)
    above = table.sheet.rows(range(max(0, table.header - _TITLE_ROWS), table.header))
    titles = " ".join(fold(cell) for row in above for cell in row.values() if isinstance(cell, str))
    return "mwh" in titles and "kwh" not in titles


def unused_columns(table: Table) -> list[Hallazgo]:
    """Return a finding for the columns that mean nothing here, and one for those that mean what another means."""
    return [
        Hallazgo(
            codigo=codigo, hoja=table.sheet.name, veces=len(found), evidencia={"columnas": ", ".join(found.values())}
        )
        for codigo, found in (
            ("columna.ignorada", table.mapping.ignored),
            ("columna.repetida", table.mapping.repeated),
        )
        if found
    ]
