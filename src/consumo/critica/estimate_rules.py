"""Checks of estimated readings: how long they go on, and whether the next real one settled them."""

import numpy as np
from numpy.typing import NDArray

from consumo.critica.flags import Flags
from consumo.critica.subject import Subject
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import ESTIMATED

__all__ = ["find_prolonged_estimates", "find_unsettled_estimate"]

Mask = NDArray[np.bool_]


def find_prolonged_estimates(subject: Subject) -> Flags:
    """Flag the ciclo in which estimates in a row become more than are allowed (SEC Chile; Oracle MDM)."""
    panel = subject.panel
    run = _run_length(_estimated(panel))
    cells = subject.cells(run == subject.perfil.estimados_seguidos + 1)
    evidence = {"seguidos": run[cells], "permitidos": np.full(len(cells[0]), subject.perfil.estimados_seguidos)}
    return Flags("estimacion.prolongada", *cells, evidence, riesgo=panel.kwh[cells])


def find_unsettled_estimate(subject: Subject) -> Flags:
    """Flag a real reading that does not begin where the estimate before it ended (CalTRACK 2.2.3.1; OSINERGMIN).

    Beginning there, its consumption holds the difference, and the estimate is settled by itself.
    """
    panel = subject.panel
    if panel.lectura_anterior is None or panel.lectura_actual is None:
        return Flags("estimacion.sin_liquidar", np.empty(0, np.intp), np.empty(0, np.intp), {})
    after = np.zeros(panel.kwh.shape, np.bool_)
    after[:, 1:] = _estimated(panel)[:, :-1]
    before = np.full(panel.kwh.shape, np.nan)
    before[:, 1:] = panel.lectura_actual[:, :-1]
    jump = panel.lectura_anterior - before
    cells = subject.cells(after & panel.is_measured & (abs(jump) > 0))
    factor = np.ones(len(cells[0])) if panel.factor is None else np.nan_to_num(panel.factor[cells], nan=1.0)
    evidence = {"estimada": before[cells], "anterior": panel.lectura_anterior[cells], "diferencia": jump[cells]}
    return Flags("estimacion.sin_liquidar", *cells, evidence, riesgo=abs(jump[cells]) * factor)


def _estimated(panel: Panel) -> Mask:
    return np.isin(panel.calidad, [int(c) for c in ESTIMATED])


def _run_length(mask: Mask) -> NDArray[np.int64]:
    """Return how many True cells in a row end at each, 0 where it is False."""
    out = np.zeros(mask.shape, np.int64)
    for column in range(mask.shape[1]):
        before = out[:, column - 1] if column else 0
        out[:, column] = np.where(mask[:, column], before + 1, 0)
    return out
