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
    """Return the swaps that would explain two doubtful readings of a bateria and ciclo at once, one for each.

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
    """Return the ordered pairs of cases of one bateria and ciclo that each other's reading would suit."""
    every = np.arange(len(cases))
    low, high = (cases.anterior[:, NOW] + cases.limit(z, every) / cases.factor[:, NOW] for z in (-_REACH, _REACH))
    order = np.lexsort((cases.columna, cases.bateria))
    place = cases.bateria[order].astype(np.int64) * (int(cases.columna.max(initial=0)) + 1) + cases.columna[order]
    edges = np.flatnonzero(np.append(True, np.diff(place) != 0))
    sizes = np.diff(np.append(edges, len(order)))
    found: list[Pairs] = []
    for size in np.unique(sizes[(sizes > 1) & (sizes <= _MOST_TOGETHER)]).tolist():
        groups = order[edges[sizes == size][:, None] + np.arange(size)]
        end = cases.actual[groups, NOW]
        suits = (end[:, None, :] >= low[groups][:, :, None]) & (end[:, None, :] <= high[groups][:, :, None])
        group, one, other = np.nonzero(suits & suits.transpose(0, 2, 1) & ~np.eye(size, dtype=np.bool_))
        found.append((groups[group, one], groups[group, other]))
    if not found:
        return np.empty(0, np.intp), np.empty(0, np.intp)
    return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])
