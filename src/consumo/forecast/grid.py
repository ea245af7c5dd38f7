"""The measured consumption per day on an even grid of ciclos: what every forecasting step works on."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.panel import Panel
from consumo.domain.quality import measured
from consumo.domain.vocabulary import ACTIVE_CICLOS
from consumo.forecast.windows import Reals, blocks_of

__all__ = ["Grid", "grid_of"]

Floats = NDArray[np.float64]

_LONGEST: Final = 60
_YEARS: Final = 3


@dataclass(frozen=True, eq=False, kw_only=True)
class Grid:
    """Measured consumption per day, one column per step of the calendar.

    Attributes:
        y: kWh/d, NaN where missing, estimated or questionable, float32, shape (n, n_steps); the last column is the
            Panel's last ciclo. Ciclos that the calendar skips are columns of NaN, so that one year is always
            `period` columns.
        column: column of each of the Panel's ciclos, −1 where it is too old to be kept, shape (n_ciclos,).
        group: bateria of each usuario, shape (n,).
        period: columns in a year.
        n_known: measured values of each usuario, shape (n,).
        active: whether any value, measured or not, is known in the last `ACTIVE_CICLOS` ciclos, shape (n,).
    """

    y: Reals
    column: NDArray[np.int64]
    group: NDArray[np.int32]
    period: int
    n_known: NDArray[np.int64]
    active: NDArray[np.bool_]


def grid_of(panel: Panel) -> Grid:
    """Lay the panel's measured kwh_dia on even steps, at most 60 of them or three years if that is more."""
    calendar = panel.calendar
    period = calendar.period
    place = _steps(calendar.desde.astype(np.int64) + calendar.dias / 2, float(np.median(calendar.dias)))
    width = min(int(place[-1]) + 1, max(_LONGEST, _YEARS * period))
    column = place - (int(place[-1]) + 1 - width)
    kept = column >= 0
    y = np.full((panel.n_usuarios, width), np.nan, np.float32)
    for rows in blocks_of(panel.n_usuarios):
        y[rows, column[kept]] = _measured_per_day(panel, rows)[:, kept]
    recent = column >= width - ACTIVE_CICLOS
    return Grid(
        y=y,
        column=np.where(kept, column, -1),
        group=panel.bateria_of,
        period=period,
        n_known=np.isfinite(y).sum(axis=1),
        active=np.asarray(np.isfinite(panel.kwh[:, recent]).any(axis=1)),
    )


def _measured_per_day(panel: Panel, rows: slice) -> Reals:
    """Return kwh_dia of some usuarios where it was measured: in blocks, as a country's need not be held twice."""
    real = measured(panel.kwh[rows], panel.calidad[rows])
    return np.where(real, panel.kwh[rows] / panel.dias[rows], np.nan).astype(np.float32)


def _steps(middles: Floats, typical: float) -> NDArray[np.int64]:
    """Return the step of each ciclo, counting the ciclos that are skipped; rounding gap by gap lets no drift grow."""
    gaps = np.maximum(np.round(np.diff(middles) / typical), 1).astype(np.int64)
    return np.concatenate([[0], np.cumsum(gaps)]).astype(np.int64)
