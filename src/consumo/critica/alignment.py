"""Usuarios and totalizador read on different days: what the usuarios used between the totalizador's two readings."""

import numpy as np
from numpy.typing import NDArray

from consumo.domain.aggregate import sum_known_by_group
from consumo.domain.panel import Panel

__all__ = ["date_adjustment"]

Floats = NDArray[np.float64]
Days = NDArray[np.int64]


def date_adjustment(panel: Panel) -> Floats:
    """Return the energy to add to each measured sum so that it is of the totalizador's days, (n_baterias, n_ciclos).

    A usuario's consumption is spread evenly over the days between its readings; days that none of its readings
    covers are taken to be like those of the ciclo. It is 0 where the dates are the same, and a usuario without
    a consumption in the ciclo adds nothing.
    """
    out = np.zeros((panel.n_baterias, panel.n_ciclos))
    if panel.entregado_fechas is None and _of_the_ciclo(panel):
        return out
    for column in range(panel.n_ciclos):
        wanted = np.isfinite(panel.entregado[:, column])[panel.bateria_of] & np.isfinite(panel.kwh[:, column])
        rows = np.flatnonzero(wanted)
        if len(rows):
            part = _adjustment(panel, rows, column)
            sums = sum_known_by_group(part[:, None], panel.bateria_of[rows], panel.n_baterias)[:, 0]
            out[:, column] = np.nan_to_num(sums)
    return out


def _of_the_ciclo(panel: Panel) -> bool:
    return panel.desfase is None and bool((panel.dias == panel.calendar.dias).all())


def _adjustment(panel: Panel, rows: NDArray[np.intp], column: int) -> Floats:
    """Return what each usuario used in the totalizador's days − what it used in its own [kWh], shape (n_rows,)."""
    first, last = (part[panel.bateria_of[rows]] for part in _delivery_days(panel, column))
    # Whole days at first, so that equal dates give exactly nothing.
    extra = _overlap(panel, rows, column, first, last) - panel.dias[rows, column]
    adjusted: Floats = panel.kwh_dia[rows, column] * extra
    covered = extra + panel.dias[rows, column]
    for beside in (column - 1, column + 1):
        if 0 <= beside < panel.n_ciclos:
            per_day = panel.kwh_dia[rows, beside]
            days = np.where(np.isfinite(per_day), _overlap(panel, rows, beside, first, last), 0)
            adjusted += np.nan_to_num(per_day) * days
            covered += days
    uncovered = (last - first - covered).clip(min=0)
    adjusted += panel.kwh_dia[rows, column] * uncovered
    return adjusted


def _delivery_days(panel: Panel, column: int) -> tuple[Days, Days]:
    """Return the first day and the day after the last of each totalizador, as day numbers, shape (n_baterias,)."""
    if panel.entregado_fechas is None:
        own = np.array([panel.desde[column], panel.hasta[column]])
        dates = np.repeat(own[None], panel.n_baterias, axis=0)
    else:
        dates = panel.entregado_fechas[:, column]
    days = dates.astype("datetime64[D]").astype(np.int64)
    return days[:, 0], days[:, 1]


def _overlap(panel: Panel, rows: NDArray[np.intp], column: int, first: Days, last: Days) -> Days:
    """Return how many of the days [first, last) lie in each usuario's reading of `column`, shape (n_rows,)."""
    end = np.full(len(rows), panel.hasta[column].astype(np.int64))
    if panel.desfase is not None:
        end += panel.desfase[rows, column]
    start = end - panel.dias[rows, column]
    days: Days = (np.minimum(end, last) - np.maximum(start, first)).clip(min=0)
    return days
