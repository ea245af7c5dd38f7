"""Stretches of estimates: from the last real reading before them to the next real reading after, if there is one.

Between two real readings the register tells how much was used in all, and nothing tells when. So an estimate stays
open until the next real reading; then what the register counted over the whole stretch is spread over its days.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.panel import Panel
from consumo.domain.vocabulary import ESTIMATED, MISSING_CALIDAD, Calidad

__all__ = ["Stretches", "find_stretches", "is_estimate"]

Cells = NDArray[np.intp]
Floats = NDArray[np.float64]

_ESTIMATE: Final = [int(code) for code in ESTIMATED - {Calidad.PROYECTADA}]


@dataclass(frozen=True, eq=False)
class Stretches:
    """Stretches of estimates, all of shape (n,), ordered by usuario and time.

    Attributes:
        rows: usuario.
        first: first ciclo of the stretch: the one after the last real reading, or the first estimated one.
        last: its last ciclo: that of the next real reading, or the last estimated one while there is none.
        real: ciclo of the next real reading, −1 while the stretch is open.
        estimado: the estimates [kWh].
        publicado: all that the ciclos of the stretch hold, that of the real reading included [kWh].
        contado: what the register counted over the stretch [kWh]; NaN where it cannot be told.
    """

    rows: Cells
    first: Cells
    last: Cells
    real: Cells
    estimado: Floats
    publicado: Floats
    contado: Floats

    def __len__(self) -> int:
        return len(self.rows)


def is_estimate(panel: Panel) -> NDArray[np.bool_]:
    """Return where the consumption was estimated, shape (n_usuarios, n_ciclos)."""
    return np.isin(panel.calidad, _ESTIMATE)


def find_stretches(panel: Panel) -> Stretches:
    """Find the stretches of estimates of every usuario.

    Args:
        panel: estimates as they were made, not settled yet.
    """
    estimated = is_estimate(panel)
    who = np.flatnonzero(estimated.any(axis=1))
    mask = estimated[who]
    codes = panel.calidad[who]
    real = np.isfinite(panel.kwh[who]) & ~mask & (codes != Calidad.PROYECTADA) & (codes != MISSING_CALIDAD)
    before, after = _neighbours(real)
    row, column = np.nonzero(mask)
    # Estimates between the same two real readings are one stretch.
    key = row * (panel.n_ciclos + 1) + after[row, column]
    _, start, group = np.unique(key, return_index=True, return_inverse=True)
    rows, real_at, real_before = who[row[start]], after[row, column][start], before[row, column][start]
    first = np.where(real_before >= 0, real_before + 1, column[start])
    closed = real_at < panel.n_ciclos
    last = np.where(closed, real_at, 0)
    np.maximum.at(last, group.ravel(), np.where(closed[group.ravel()], 0, column))
    estimates = np.zeros(len(start))
    np.add.at(estimates, group.ravel(), panel.kwh[who][row, column])
    real_at = np.where(closed, real_at, -1)
    return Stretches(
        rows,
        first,
        last,
        real_at,
        estimates,
        _published(panel, rows, first, last),
        _counted(panel, rows, first, real_at),
    )


def _neighbours(real: NDArray[np.bool_]) -> tuple[Cells, Cells]:
    """Return for each cell the column of the last real reading before it (−1), and of the next (n_ciclos)."""
    n = real.shape[1]
    columns = np.arange(n)
    before = np.maximum.accumulate(np.where(real, columns, -1), axis=1)
    after = np.minimum.accumulate(np.where(real, columns, n)[:, ::-1], axis=1)[:, ::-1]
    return before, after


def _published(panel: Panel, rows: Cells, first: Cells, last: Cells) -> Floats:
    sums = np.zeros((len(rows), panel.n_ciclos + 1))
    np.cumsum(np.nan_to_num(panel.kwh[rows]), axis=1, out=sums[:, 1:])
    at = np.arange(len(rows))
    published: Floats = sums[at, last + 1] - sums[at, first]
    return published


def _counted(panel: Panel, rows: Cells, first: Cells, real: Cells) -> Floats:
    """Return what the register counted from the last real reading to the next; NaN where the meter changed."""
    if panel.lectura_anterior is None or panel.lectura_actual is None or panel.n_ciclos == 0:
        return np.full(len(rows), np.nan)
    end_at = real.clip(min=0)
    previous = panel.lectura_actual[rows, (first - 1).clip(min=0)]
    start = np.where((first > 0) & np.isfinite(previous), previous, panel.lectura_anterior[rows, first])
    end = panel.lectura_actual[rows, end_at]
    # After a change of meter (see effect.py) the reading before is blank: the registers do not subtract.
    same_meter = np.isfinite(panel.lectura_anterior[rows, end_at]) & ~_changed(panel, rows, first, end_at)
    step = end - start
    digits = panel.digitos[rows].astype(np.float64)
    step = np.where((step < 0) & (digits > 0), step + 10.0**digits, step)
    factor = np.ones(len(rows)) if panel.factor is None else panel.factor[rows, end_at]
    counted = step * np.where(np.isfinite(factor), factor, 1.0)
    return np.where((real >= 0) & same_meter & (counted >= 0), counted, np.nan)


def _changed(panel: Panel, rows: Cells, first: Cells, last: Cells) -> NDArray[np.bool_]:
    if panel.medidor_nuevo is None:
        return np.zeros(len(rows), np.bool_)
    columns = np.arange(panel.n_ciclos)
    inside = (columns >= first[:, None]) & (columns <= last[:, None])
    return np.asarray((panel.medidor_nuevo[rows] & inside).any(axis=1), np.bool_)
