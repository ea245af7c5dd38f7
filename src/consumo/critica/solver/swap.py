"""Readings of two usuarios written in each other's row."""

from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.solver.candidates import Candidates
from consumo.critica.solver.cases import NOW, Cases, log_density, log_garbage, log_plausible
from consumo.critica.solver.next_reading import log_next
from consumo.domain.propuesta import TipoPropuesta

__all__ = ["swaps"]

Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]

_SWAPPED: Final = 0.003
"""Share of readings that are swapped with another; ours. Half of them with the row above or below."""
_BESIDE: Final = 0.5
_MOST_TOGETHER: Final = 200
"""Doubtful readings of one bateria and ciclo beyond which the ciclo is at fault, not a pair of rows."""
_REACH: Final = 4.5


def swaps(cases: Cases) -> Candidates:
    """Return the swaps that would explain two doubtful readings of a ciclo at once, one for each.

    The two are of one bateria, or in rows beside each other.

    A swap leaves two wrong readings, so that only doubtful ones are tried.
    """
    one, other = _pairs(cases)
    beside = abs(cases.row[one] - cases.row[other]) == 1
    together = np.bincount(one, minlength=len(cases))[one] if len(one) else np.ones(0)
    kwh = (cases.actual[other, NOW] - cases.anterior[one, NOW]) * cases.factor[one, NOW]
    other_kwh = (cases.actual[one, NOW] - cases.anterior[other, NOW]) * cases.factor[other, NOW]
    share = np.where(beside, _BESIDE, (1 - _BESIDE) / np.maximum(together, 1))
    weight = log(_SWAPPED) + np.log(share)
    weight += log_density(cases, one, kwh) + log_next(cases, one, cases.actual[other, NOW])
    weight += log_density(cases, other, other_kwh) + log_next(cases, other, cases.actual[one, NOW])
    # Every other explanation leaves the other reading as odd as it is.
    left = log_plausible(cases, other, cases.kwh[other, NOW]) + log_next(cases, other, cases.actual[other, NOW])
    weight -= np.maximum(left, log_garbage(cases)[other])
    kind = TipoPropuesta.LECTURAS_INTERCAMBIADAS
    return Candidates.of(kind, one, weight, kwh, cases.actual[other, NOW], other)


def _pairs(cases: Cases) -> Pairs:
    """Return ordered pairs of one bateria and ciclo whose readings would suit each other, and of rows side by side."""
    every = np.arange(len(cases))
    low, high = (cases.anterior[:, NOW] + cases.limit(z, every) / cases.factor[:, NOW] for z in (-_REACH, _REACH))
    columns = int(cases.columna.max(initial=0)) + 1
    place = cases.bateria.astype(np.int64) * columns + cases.columna
    order = np.argsort(place, kind="stable")
    edges = np.flatnonzero(np.append(True, np.diff(place[order]) != 0))
    sizes = np.diff(np.append(edges, len(order)))
    found: list[Pairs] = [_beside(cases, place)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= _MOST_TOGETHER)]).tolist():
        groups = order[edges[sizes == size][:, None] + np.arange(size)]
        end = cases.actual[groups, NOW]
        suits = (end[:, None, :] >= low[groups][:, :, None]) & (end[:, None, :] <= high[groups][:, :, None])
        group, one, other = np.nonzero(suits & suits.transpose(0, 2, 1) & ~np.eye(size, dtype=np.bool_))
        found.append((groups[group, one], groups[group, other]))
    return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])


def _beside(cases: Cases, place: NDArray[np.int64]) -> Pairs:
    """Return the pairs of rows beside each other in one ciclo that are not of one bateria."""
    order = np.lexsort((cases.row, cases.columna))
    first, second = order[:-1], order[1:]
    next_row = (cases.columna[first] == cases.columna[second]) & (cases.row[second] - cases.row[first] == 1)
    apart = next_row & (place[first] != place[second])
    return np.concatenate([first[apart], second[apart]]), np.concatenate([second[apart], first[apart]])
