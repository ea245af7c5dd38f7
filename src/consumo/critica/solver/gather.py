"""Doubtful cells of a Panel → cases."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.solver.cases import Cases
from consumo.critica.solver.digits import DIGITS, log_digits
from consumo.domain.panel import Panel

__all__ = ["Doubtful", "gather"]

Floats = NDArray[np.float64]
Cells = NDArray[np.intp]

_CHUNK: Final = 50_000


@dataclass(frozen=True, eq=False)
class Doubtful:
    """Cells whose reading is doubtful, and what was expected around them.

    Attributes:
        rows, columns: the cells, shape (n_cells,).
        centro, desvio: expected log(kwh/d + piso) and its robust sd, in the ciclo before, the cell's and the next,
            shape (n_cells, 3).
        piso: offset of the logarithm [kWh/d].
    """

    rows: Cells
    columns: Cells
    centro: Floats
    desvio: Floats
    piso: float

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, chosen: NDArray[np.bool_]) -> "Doubtful":
        """Return some of the cells."""
        return Doubtful(self.rows[chosen], self.columns[chosen], self.centro[chosen], self.desvio[chosen], self.piso)


def gather(panel: Panel, doubtful: Doubtful) -> Cases:
    """Return the cells as cases.

    Raises:
        ValueError: if the Panel has no registers.
    """
    if panel.lectura_anterior is None or panel.lectura_actual is None:
        raise ValueError("the Panel has no registers")
    rows, columns = doubtful.rows, doubtful.columns
    factor = np.ones((len(rows), 3)) if panel.factor is None else _around(panel.factor, rows, columns)
    named = np.zeros(len(rows), np.bool_) if panel.medidor_nuevo is None else panel.medidor_nuevo[rows, columns]
    real, since = _last_real(panel, rows, columns)
    return Cases(
        anterior=_around(panel.lectura_anterior, rows, columns),
        actual=_around(panel.lectura_actual, rows, columns),
        factor=np.where(factor > 0, factor, 1.0),
        dias=_around(panel.dias, rows, columns),
        centro=doubtful.centro,
        desvio=doubtful.desvio,
        piso=doubtful.piso,
        digitos=log_digits(panel, rows, columns),
        digitos_de=DIGITS,
        factor_usual=_usual_factor(panel, rows, columns),
        medidor_nuevo=named,
        real=real,
        dias_real=since,
        bateria=panel.bateria_of[rows].astype(np.intp),
        columna=columns,
        row=rows,
    )


def _around(matrix: NDArray[np.float64] | NDArray[np.int16], rows: Cells, columns: Cells) -> Floats:
    """Return the values of the ciclo before, the cell's and the next, NaN beyond the ends, shape (n_cells, 3)."""
    near = columns[:, None] + np.array([-1, 0, 1])
    inside = (near >= 0) & (near < matrix.shape[1])
    return np.where(inside, matrix[rows[:, None], near.clip(0, matrix.shape[1] - 1)], np.nan)


def _usual_factor(panel: Panel, rows: Cells, columns: Cells) -> Floats:
    """Return the middle factor of the ciclos before each cell (one that occurs), NaN if none is known."""
    out = np.full(len(rows), np.nan)
    if panel.factor is None:
        return out
    for k in range(0, len(rows), _CHUNK):
        part = slice(k, k + _CHUNK)
        past = panel.factor[rows[part]]
        past = np.where((np.arange(panel.n_ciclos) < columns[part, None]) & (past > 0), past, np.nan)
        past.sort(axis=1)
        count = np.isfinite(past).sum(axis=1)
        middle = past[np.arange(len(past)), (count - 1).clip(min=0) // 2]
        out[part] = np.where(count > 0, middle, np.nan)
    return out


def _last_real(panel: Panel, rows: Cells, columns: Cells) -> tuple[Floats, Floats]:
    """Return the last real register before a run of estimated ones, and the days from it to the cell's end."""
    register, days = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    assert panel.lectura_anterior is not None  # noqa: S101 - gather() has refused a Panel without registers
    estimated = np.isfinite(panel.kwh[rows, columns - 1]) & ~panel.is_measured[rows, columns - 1] & (columns > 0)
    for k in np.flatnonzero(estimated).tolist():
        row, first = int(rows[k]), int(columns[k]) - 1
        while first > 0 and not panel.is_measured[row, first - 1]:
            first -= 1
        register[k] = panel.lectura_anterior[row, first]
        days[k] = panel.dias[row, first : columns[k] + 1].sum()
    return register, days
