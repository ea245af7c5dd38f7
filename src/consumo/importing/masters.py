"""The meter of the whole bateria: a row among the usuarios, a block below the table, or the bill of the utility."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.grid import column_letter
from consumo.importing.labels import is_master_label
from consumo.importing.lecturas import TOTALIZADOR, empty_lecturas, with_all_columns
from consumo.importing.numbers import read_numbers
from consumo.importing.table import Table

__all__ = ["delivered_rows"]

_PLACE: Final = ("bateria", "ciclo", "desde", "hasta", "archivo", "hoja")
_NEXT_CELLS: Final = 3  # columns at the right of a label in which its figure may stand


def delivered_rows(table: Table, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Return the totalizadores that a table names, as rows of its bateria in its ciclos, and a finding for each.

    A row with its own figures counts as it stands; else the first figure at the right of the label is what was
    delivered. Where the table has several baterias or ciclos, the row must say which is meant.
    """
    places = frame[list(_PLACE)].drop_duplicates()
    if len(frame) == 0 or (len(table.masters) == 0 and table.delivered is None):
        return empty_lecturas(), []
    rows: list[dict[str, Any]] = []
    for row in table.masters.tolist():
        rows += _row_of_master(table, row, places)
    if table.delivered is not None and len(places) == 1:
        kwh, row, column = table.delivered
        rows.append(_master(places, kwh, row, column))
    if not rows:
        return empty_lecturas(), []
    findings = [
        Hallazgo(
            codigo="tabla.totalizador",
            hoja=table.sheet.name,
            fila=int(row["fila"]),
            columna=column_letter(row["_columna"]),
            bateria=row["bateria"],
            ciclo=row["ciclo"],
            valor=f"{row['kwh']:g}",
        )
        for row in rows
    ]
    masters = pd.DataFrame(rows).assign(clase=TOTALIZADOR)
    masters = masters.assign(usuario=masters["bateria"], consumo_kwh=masters["kwh"])
    masters = masters.drop_duplicates(["bateria", "ciclo"], keep="first")
    return with_all_columns(masters), findings


def _row_of_master(table: Table, row: int, places: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the totalizador of one row: by month in a wide table, else for the only bateria and ciclo."""
    months = [series for series in table.series if series.mes and "consumo_kwh" in series.measures]
    baterias = places["bateria"].unique()
    if months and len(baterias) == 1:
        found = []
        for series in months:
            (column,) = series.measures["consumo_kwh"][:1]
            kwh = _figure(table, row, column)
            place = places[places["ciclo"] == series.mes]
            if kwh is not None and len(place):
                found.append(_master(place, kwh, row, column))
        return found
    if len(places) != 1:
        return []
    figure = _own_figure(table, row) or _first_figure(table, row)
    return [] if figure is None else [_master(places, figure[0], row, figure[1])]


def _master(place: pd.DataFrame, kwh: float, row: int, column: int) -> dict[str, Any]:
    where: dict[str, Any] = {name: place.iloc[0][name] for name in _PLACE}
    return {**where, "kwh": kwh, "fila": row + 1, "_columna": column}


def _own_figure(table: Table, row: int) -> tuple[float, int] | None:
    """Return the consumption of a row as its columns give it."""
    index = table.index("consumo_kwh")
    declared = None if index is None else _figure(table, row, index)
    if declared is not None and index is not None:
        return declared, index
    before, after = table.index("lectura_anterior"), table.index("lectura_actual")
    if before is None or after is None:
        return None
    start, end = _figure(table, row, before), _figure(table, row, after)
    factor = table.index("factor")
    times = 1.0 if factor is None else _figure(table, row, factor) or 1.0
    return None if start is None or end is None or end < start else ((end - start) * times, after)


def _first_figure(table: Table, row: int) -> tuple[float, int] | None:
    (cells,) = table.sheet.rows([row])
    labels: Sequence[int] = [column for column, cell in sorted(cells.items()) if is_master_label(cell)]
    for label in labels:
        for place in range(label + 1, label + _NEXT_CELLS + 1):
            value = cells.get(place)
            if isinstance(value, float) and value > 0:
                return value, place
    return None


def _figure(table: Table, row: int, column: int) -> float | None:
    value = read_numbers(table.cells_at(column, np.array([row])), decimal=table.decimal_mark).values[0]
    return float(value) if np.isfinite(value) else None
