"""Why a consumption varied between two ciclos: days, use, factor, estimates, joins and leaves, adding up."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.supply import active
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import ESTIMATED

__all__ = ["PARTES", "Variation", "explain_variation", "whole_parts"]

Floats = NDArray[np.float64]

PARTES: Final = ("dias", "uso", "factor", "estimados", "altas", "bajas", "sin_lectura")
"""What a variation is split into.

dias: the ciclo had more or fewer days. uso: more or less was used a day. factor: the meter's factor changed.
estimados: change of use where one of the two values is an estimate. altas, bajas: usuarios that were not supplied in
the earlier, or the later, ciclo. sin_lectura: usuarios supplied in both and without a value in one.
"""


@dataclass(frozen=True, eq=False)
class Variation:
    """The split, per usuario.

    Attributes:
        antes, ahora: consumption [kWh], NaN = missing, shape (n_rows,).
        partes: kWh of each of PARTES, shape (n_rows, 7); their sum is ahora − antes, what is missing counted as 0.
    """

    antes: Floats
    ahora: Floats
    partes: Floats


def explain_variation(panel: Panel, rows: NDArray[np.intp], *, ahora: int, contra: int) -> Variation:
    """Split the change of each usuario's consumption from ciclo `contra` to ciclo `ahora`.

    A consumption is use per day × factor × days. Each factor's part is its Shapley value: its effect averaged over
    every order in which the three could have changed, which is the split that adds up and treats them alike
    (Shorrocks 2013, J. Econ. Inequal. 11:99, doi:10.1007/s10888-011-9214-z).

    Args:
        panel: the readings.
        rows: whose, shape (n_rows,).
        ahora: column of the later ciclo.
        contra: column of the ciclo it is compared with.
    """
    columns = np.array([contra, ahora])
    kwh = panel.kwh[np.ix_(rows, columns)]
    days = panel.dias[np.ix_(rows, columns)].astype(np.float64)
    factor = _factors(panel, rows, columns)
    known = np.isfinite(kwh)
    both = known.all(axis=1)
    use = kwh / (days * factor)
    parts = np.zeros((len(rows), len(PARTES)))
    parts[:, 0] = np.where(both, _shapley(days, use, factor), 0.0)
    parts[:, 2] = np.where(both, _shapley(factor, use, days), 0.0)
    change = np.where(both, _shapley(use, factor, days), 0.0)
    estimated = np.isin(panel.calidad[np.ix_(rows, columns)], [int(c) for c in ESTIMATED]).any(axis=1)
    parts[:, 1] = np.where(estimated, 0.0, change)
    parts[:, 3] = np.where(estimated, change, 0.0)
    supplied = active(panel)[np.ix_(rows, columns)]
    appeared, vanished = known[:, 1] & ~known[:, 0], known[:, 0] & ~known[:, 1]
    parts[:, 4] = np.where(appeared & ~supplied[:, 0], kwh[:, 1], 0.0)
    parts[:, 5] = np.where(vanished & ~supplied[:, 1], -kwh[:, 0], 0.0)
    parts[:, 6] = np.where(appeared & supplied[:, 0], kwh[:, 1], 0.0)
    parts[:, 6] -= np.where(vanished & supplied[:, 1], kwh[:, 0], 0.0)
    return Variation(kwh[:, 0], kwh[:, 1], parts)


def _factors(panel: Panel, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Floats:
    """Return the factor in both ciclos, 1 where it is not known in both, shape (n_rows, 2)."""
    if panel.factor is None:
        return np.ones((len(rows), 2))
    factor = panel.factor[np.ix_(rows, columns)]
    return np.where((factor > 0).all(axis=1, keepdims=True), factor, 1.0)


def _shapley(changing: Floats, other: Floats, another: Floats) -> Floats:
    """Return the part of the change of a product of three that is due to `changing`, all of shape (n, 2)."""
    straight = other[:, 0] * another[:, 0] + other[:, 1] * another[:, 1]
    crossed = other[:, 0] * another[:, 1] + other[:, 1] * another[:, 0]
    part: Floats = (changing[:, 1] - changing[:, 0]) * (straight / 3 + crossed / 6)
    return part


def whole_parts(parts: Floats, total: int, *, unit: float = 1e-3) -> list[int]:
    """Round parts to whole units so that they add up to `total` units exactly (largest remainder).

    Args:
        parts: the parts, shape (n,), which add up to about `total` × `unit`.
        total: their sum, in units.
        unit: size of a unit; a watt-hour where the parts are kWh.
    """
    exact = parts / unit
    whole = np.floor(exact)
    short = total - int(whole.sum())
    # A part of exactly 0 says that there is no such cause: it takes no unit while another can.
    takers = np.flatnonzero(exact) if exact.any() else np.arange(len(exact))
    nearest = takers[np.argsort((whole - exact)[takers] * np.sign(short), kind="stable")]
    np.add.at(whole, np.resize(nearest, abs(short)), np.sign(short))
    return [int(value) for value in whole]
