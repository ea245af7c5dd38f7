"""Which explanation stands: one that is clear of the others, several that are tied, or none."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.solver.candidates import KINDS, Candidates
from consumo.critica.solver.cases import NOW, Cases, z_of
from consumo.critica.solver.gather import Doubtful, gather
from consumo.critica.solver.hypotheses import as_read, hypotheses
from consumo.critica.solver.swap import swaps
from consumo.critica.solver.words import in_words
from consumo.domain.panel import Panel
from consumo.domain.propuesta import Propuesta, TipoPropuesta

__all__ = ["Verdict", "solve"]

_CLEAR: Final = 0.70
"""Probability from which an explanation is proposed alone."""
_TIED: Final = 0.20
"""Probability from which it is named as one of several."""
_WITHIN: Final = 3.5
"""Robust standard deviations: the expected range that an explanation must bring the consumption into."""
_WITHIN_EXACT: Final = 6.0
"""The same for a rollover or a factor, which leave nothing to choose: one number follows from them."""
_EXACT: Final = [
    KINDS.index(kind)
    for kind in (TipoPropuesta.VUELTA_DE_MEDIDOR, TipoPropuesta.FACTOR_OMITIDO, TipoPropuesta.FACTOR_DOBLE)
]
_CASES: Final = 4096
"""Cases at a time: work for several threads, and matrices that fit in the cache."""
_OPEN: Final = KINDS.index(TipoPropuesta.CAMBIO_DE_MEDIDOR)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the solver says of a reading.

    Attributes:
        propuesta: the one explanation; None if there is none or several.
        alternativas: the several, the likeliest first.
        probabilidad: of the propuesta, or of the likeliest.
    """

    propuesta: Propuesta | None
    alternativas: tuple[Propuesta, ...]
    probabilidad: float


def solve(
    panel: Panel, doubtful: Doubtful, wanted: NDArray[np.bool_], *, hilos: int = 1
) -> Mapping[tuple[int, int], Verdict]:
    """Explain the `wanted` cells among the doubtful ones; the others may only be what a reading was swapped with.

    Cells without both registers are passed over.

    Args:
        panel: the readings.
        doubtful: the cells.
        wanted: which of them, shape (n_cells,).
        hilos: threads that share the work.
    """
    if panel.lectura_anterior is None or panel.lectura_actual is None or not wanted.any():
        return {}
    near = wanted | _beside_wanted(panel, doubtful, wanted)
    asked = wanted[near]
    cases = gather(panel, doubtful.take(near))
    usable = np.flatnonzero(cases.known[:, NOW])
    cases, asked = cases.take(usable), asked[usable]
    found = Candidates.joined([*_in_parts(cases, hilos), swaps(cases)])
    found = found.take(np.flatnonzero(asked[found.case]))
    nothing = Verdict(None, (), 0.0)
    cells = zip(cases.row[asked].tolist(), cases.columna[asked].tolist(), strict=True)
    return {**dict.fromkeys(cells, nothing), **_weigh(panel, cases, found)}


def _in_parts(cases: Cases, hilos: int) -> list[Candidates]:
    """Return the candidates of some thousands of cases at a time, on several threads."""

    def weigh(start: int) -> Candidates:
        found = hypotheses(cases.take(np.arange(start, min(start + _CASES, len(cases)))))
        return replace(found, case=found.case + start)

    with ThreadPoolExecutor(hilos) as pool:
        return list(pool.map(weigh, range(0, max(len(cases), 1), _CASES)))


def _beside_wanted(panel: Panel, doubtful: Doubtful, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell the cells that a wanted one may have been swapped with: of its bateria and ciclo, or in a row beside it."""
    place = panel.bateria_of[doubtful.rows].astype(np.int64) * panel.n_ciclos + doubtful.columns
    cell = doubtful.rows.astype(np.int64) * panel.n_ciclos + doubtful.columns
    near = np.isin(place, place[wanted])
    for step in (-panel.n_ciclos, panel.n_ciclos):
        near |= np.isin(cell + step, cell[wanted])
    return near


def _weigh(panel: Panel, cases: Cases, found: Candidates) -> dict[tuple[int, int], Verdict]:
    if len(found) == 0:
        return {}
    found = found.take(np.lexsort((-found.weight, found.case)))
    probability = _probabilities(as_read(cases), found)
    fits = _fits(cases, found)
    edges = np.flatnonzero(np.append(True, np.diff(found.case) != 0)).tolist()
    standing = _standing(probability.tolist(), fits.tolist(), edges)
    words = in_words(panel, cases, found.take(np.array([k for places in standing for k in places], np.intp)))
    first = found.case[edges]
    cells = zip(cases.row[first].tolist(), cases.columna[first].tolist(), strict=True)
    shares = probability[edges].tolist()
    verdicts, told = {}, iter(words)
    for cell, places, share in zip(cells, standing, shares, strict=True):
        said = tuple(islice(told, len(places)))
        verdicts[cell] = Verdict(said[0], (), share) if len(said) == 1 else Verdict(None, said, share)
    return verdicts


def _standing(probability: list[float], fits: list[bool], edges: list[int]) -> list[list[int]]:
    """Return the candidates that stand of each case: the one, several that are tied, or none.

    Args:
        probability: of each candidate, the likeliest of a case first.
        fits: whether it brings the consumption into its range.
        edges: first candidate of each case.
    """
    out = []
    for first, last in pairwise([*edges, len(probability)]):
        if probability[first] >= _CLEAR and fits[first]:
            out.append([first])
            continue
        tied = [k for k in range(first, last) if probability[k] >= _TIED and fits[k]]
        out.append(tied if len(tied) > 1 and sum(probability[k] for k in tied) >= _CLEAR else [])
    return out


def _probabilities(read: NDArray[np.float64], found: Candidates) -> NDArray[np.float64]:
    """Return the probability of each candidate, "it is as it was read" being one more of its case."""
    total = read.copy()
    np.logaddexp.at(total, found.case, found.weight)
    return np.exp(found.weight - total[found.case])


def _fits(cases: Cases, found: Candidates) -> NDArray[np.bool_]:
    """Tell which bring the consumption into its expected range; a change of meter leaves it open."""
    limit = np.where(np.isin(found.kind, _EXACT), _WITHIN_EXACT, _WITHIN)
    with np.errstate(invalid="ignore"):
        near: NDArray[np.bool_] = abs(z_of(cases, found.case, found.kwh)) <= limit
    near |= found.kind == _OPEN
    return near
