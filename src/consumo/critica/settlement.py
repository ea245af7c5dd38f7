"""Settling estimates: what the register counted over a stretch, spread over its days.

An estimated reading and the real one after it are taken together, as CalTRACK 2.2.3.1 does: only their sum is known.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consumo.critica.stretches import Stretches, find_stretches
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import Calidad

__all__ = ["Spread", "settled_cells", "spread"]

Cells = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Spread:
    """What each ciclo of a settled stretch amounts to, all of shape (n_cells,).

    Attributes:
        stretch: index of the stretch.
        rows, columns: the cell.
        dias: days of the ciclo's share [d].
        kwh: its share of what was counted [kWh].
        publicado: what it held [kWh], NaN where it was missing.
    """

    stretch: Cells
    rows: Cells
    columns: Cells
    dias: NDArray[np.int64]
    kwh: Floats
    publicado: Floats

    @property
    def ajuste(self) -> Floats:
        """What its share differs by from what it held [kWh]: to be charged if above 0, to be given back if below."""
        return self.kwh - np.nan_to_num(self.publicado)


def spread(panel: Panel, stretches: Stretches) -> Spread:
    """Spread what was counted over each stretch whose counted energy is known; the shares add up to it.

    Args:
        panel: the Panel that `stretches` were found in.
        stretches: open ones, and those of which nothing tells the energy, are passed over.
    """
    which = np.flatnonzero(np.isfinite(stretches.contado))
    lengths = (stretches.last - stretches.first + 1)[which]
    stretch = np.repeat(which, lengths)
    offset = np.arange(len(stretch)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    rows, columns = stretches.rows[stretch], stretches.first[stretch] + offset
    days = _days(panel, stretches, stretch, rows, columns)
    total = np.bincount(stretch, weights=days, minlength=len(stretches))
    kwh = stretches.contado[stretch] * days / total[stretch]
    return Spread(stretch, rows, columns, days, kwh, panel.kwh[rows, columns])


def settled_cells(panel: Panel, decided: NDArray[np.bool_]) -> tuple[Cells, Cells, Floats, NDArray[np.uint8]]:
    """Return rows, columns, kwh and calidad of the cells that the settlement of decided estimates changes.

    Args:
        panel: the Panel with decisions applied, estimates as they were made.
        decided: where a person decided to estimate, kwh's shape. Stretches of the workbook's own estimates alone are
            left as the workbook has them.
    """
    stretches = find_stretches(panel)
    shares = spread(panel, stretches)
    ours = np.zeros(len(stretches), np.bool_)
    ours[shares.stretch[decided[shares.rows, shares.columns]]] = True
    kept = ours[shares.stretch]
    at_real = shares.columns == stretches.real[shares.stretch]
    calidad = np.where(at_real, int(Calidad.DERIVADA), int(Calidad.ESTIMADA_INTERPOLADA)).astype(np.uint8)
    return shares.rows[kept], shares.columns[kept], shares.kwh[kept], calidad[kept]


def _days(panel: Panel, stretches: Stretches, stretch: Cells, rows: Cells, columns: Cells) -> NDArray[np.int64]:
    """Return the days of each cell; a real reading that was taken over the whole stretch has those left to it."""
    days = panel.dias[rows, columns].astype(np.int64)
    at_real = columns == stretches.real[stretch]
    others = np.bincount(stretch, weights=np.where(at_real, 0, days), minlength=len(stretches)).astype(np.int64)
    own = panel.calendar.dias[columns].astype(np.int64)
    left = days - others[stretch]
    return np.where(at_real & (days > own) & (left > 0), left, days).clip(min=1)
