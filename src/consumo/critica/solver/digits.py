"""How many digits a register has, where the workbook does not say: from the largest number that it ever showed."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.panel import Panel

__all__ = ["DIGITS", "log_digits"]

DIGITS: Final = np.arange(3, 10)
"""Numbers of digits that meters have."""
_SPILL: Final = 0.11
"""Of registers with d digits at random, one in ten shows d − 1: for each that shows d, 0.11 do."""
_RARE: Final = 0.01
_SAMPLE: Final = 5000
_CHUNK: Final = 50_000


def log_digits(panel: Panel, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the log probability of each of DIGITS for the register of some cells, shape (n_cells, n_digits).

    The number in doubt, at the end of the cell's ciclo, is not counted: it may have a digit too many.
    """
    parts = [
        _log_digits(panel, rows[k : k + _CHUNK], columns[k : k + _CHUNK]) for k in range(0, max(len(rows), 1), _CHUNK)
    ]
    return np.concatenate(parts)


def _log_digits(panel: Panel, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float64]:
    needed = _digits(_largest(panel, rows, columns))[:, None]
    odds = np.where(needed <= DIGITS, _shares(panel) * 0.1 ** (DIGITS - needed).clip(min=0), 0.0)
    declared = panel.digitos[rows][:, None]
    odds = np.where(declared > 0, (declared.clip(DIGITS[0], DIGITS[-1]) == DIGITS).astype(np.float64), odds)
    with np.errstate(divide="ignore"):
        log_odds: NDArray[np.float64] = np.log(odds / odds.sum(axis=1, keepdims=True))
    return log_odds


def _shares(panel: Panel) -> NDArray[np.float64]:
    """Return how common meters of each number of digits are, as far as their numbers tell, shape (n_digits,)."""
    rows = np.arange(panel.n_usuarios)[:: max(1, panel.n_usuarios // _SAMPLE)]
    shown = np.where(panel.digitos[rows] > 0, panel.digitos[rows], _digits(_largest(panel, rows, None)))
    count = (shown[:, None] == DIGITS).sum(axis=0).astype(np.float64)
    total = max(count.sum(), 1.0)
    for place in range(len(DIGITS) - 1, 0, -1):
        count[place - 1] = max(count[place - 1] - _SPILL * count[place], 0.0)
    least = np.where(DIGITS[0] < DIGITS, _RARE, _RARE / 5)
    shares: NDArray[np.float64] = np.maximum(count / total, least)
    return shares


def _largest(panel: Panel, rows: NDArray[np.intp], columns: NDArray[np.intp] | None) -> NDArray[np.float64]:
    """Return the largest register of each row, leaving out the end of `columns`; 0 where there is none."""
    out = np.zeros(len(rows))
    for late, matrix in ((1, panel.lectura_anterior), (0, panel.lectura_actual)):
        if matrix is None:
            continue
        values = np.where(np.isfinite(matrix[rows]), matrix[rows], 0.0)
        if columns is not None:
            values[np.arange(panel.n_ciclos) == columns[:, None] + late] = 0.0
        out = np.maximum(out, values.max(axis=1, initial=0.0))
    return out


def _digits(largest: NDArray[np.float64]) -> NDArray[np.int64]:
    shown = np.floor(np.log10(np.maximum(largest, 1))).astype(np.int64) + 1
    return shown.clip(DIGITS[0], DIGITS[-1])
