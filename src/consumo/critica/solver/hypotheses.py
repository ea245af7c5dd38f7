"""The hypotheses about doubtful readings that need no other usuario: each gives candidates with their log weight."""

from math import inf, log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.solver.candidates import KINDS, Candidates
from consumo.critica.solver.cases import (
    BEFORE,
    NOW,
    Cases,
    log_density,
    log_garbage,
    log_plausible,
)
from consumo.critica.solver.edits import edits_within
from consumo.critica.solver.next_reading import log_garbled_next, log_next
from consumo.domain.propuesta import TipoPropuesta

__all__ = ["as_read", "hypotheses"]

Floats = NDArray[np.float64]

_CHANGED: Final = 0.005
"""Share of ciclos in which a meter is replaced; ours."""
_CHANGED_IF_NAMED: Final = 0.9
_STARTS_WITHIN: Final = 10.0  # steps: new meters start at 0, or at what the test bench left
_FACTOR_WRONG: Final = 0.5
"""A factor that changed without a new meter was written wrong as often as not."""
_ESTIMATED_HIGH: Final = 0.3
_PREVIOUS_WRONG: Final = 0.45
"""Where a row's previous reading is not the current one of the row before, either may be the wrong one."""
_REACH: Final = 4.5
"""Deviations beyond which a slip is not looked for."""


def as_read(cases: Cases) -> Floats:
    """Return the log weight of "it is as it was read", a mistake of no known kind included, (n_cases,)."""
    every = np.arange(len(cases))
    odd = log_garbage(cases) + log_garbled_next(cases)
    # A factor that changed by itself, or another meter, is half an explanation already.
    right = np.where(_factor_changed(cases), log(1 - _FACTOR_WRONG), 0.0)
    right += np.where(cases.medidor_nuevo, log(1 - _CHANGED_IF_NAMED), 0.0)
    right += log_plausible(cases, every, cases.kwh[:, NOW]) + _goes_on(cases, every)
    return np.logaddexp(right, odd)


def hypotheses(cases: Cases) -> Candidates:
    """Return every candidate of every hypothesis."""
    found = [_rollovers(cases), _meter_changes(cases), _typed(cases), _factor(cases)]
    found += [_previous_elsewhere(cases), _previous_typed(cases), _estimated_high(cases)]
    return Candidates.joined(found)


def _goes_on(cases: Cases, which: NDArray[np.intp]) -> Floats:
    """Return the log weight of the ciclo after, if this one ended where it says."""
    return log_next(cases, which, cases.actual[which, NOW])


def _rollovers(cases: Cases) -> Candidates:
    """The register went past its top: certain where the consumption takes it there, so it needs no mistake."""
    tops = 10.0**cases.digitos_de
    fell = (cases.kwh[:, NOW] < 0)[:, None] & (cases.anterior[:, NOW, None] < tops) & np.isfinite(cases.digitos)
    which, place = np.nonzero(fell)
    kwh = (cases.actual[which, NOW] + tops[place] - cases.anterior[which, NOW]) * cases.factor[which, NOW]
    weight = cases.digitos[which, place] + log_plausible(cases, which, kwh) + _goes_on(cases, which)
    digits = cases.digitos_de[place].astype(np.float64)
    return Candidates.of(TipoPropuesta.VUELTA_DE_MEDIDOR, which, weight, kwh, digits)


def _meter_changes(cases: Cases) -> Candidates:
    """Another meter, near 0 when put up: what it shows is part of a ciclo's use; the old one's part is unknown."""
    every = np.arange(len(cases))
    most = cases.limit(3.0, every) / cases.factor[:, NOW]
    small = cases.actual[:, NOW] <= most + _STARTS_WITHIN
    which = np.flatnonzero(((cases.kwh[:, NOW] < 0) | cases.medidor_nuevo) & small)
    share = np.where(cases.medidor_nuevo[which], log(_CHANGED_IF_NAMED), log(_CHANGED))
    weight = share - np.log(most[which] + _STARTS_WITHIN) + _goes_on(cases, which)
    return Candidates.of(TipoPropuesta.CAMBIO_DE_MEDIDOR, which, weight, np.full(len(which), np.nan))


def _typed(cases: Cases) -> Candidates:
    """One slip in writing the current reading."""
    every = np.arange(len(cases))
    low, high = (cases.anterior[:, NOW] + cases.limit(z, every) / cases.factor[:, NOW] for z in (-_REACH, _REACH))
    edits = edits_within(cases.actual[:, NOW], cases.likeliest, low, high)
    kwh = (edits.value - cases.anterior[edits.item, NOW]) * cases.factor[edits.item, NOW]
    weight = edits.log_prior + log_density(cases, edits.item, kwh) + log_next(cases, edits.item, edits.value)
    return Candidates.of(edits.kind, edits.item, weight, kwh, edits.value)


def _factor(cases: Cases) -> Candidates:
    """The factor of the row is not that of the ciclos before: forgotten, or applied twice."""
    which = np.flatnonzero(_factor_changed(cases) & (cases.kwh[:, NOW] >= 0))
    usual, now = cases.factor_usual[which], cases.factor[which, NOW]
    kwh = cases.kwh[which, NOW] / now * usual
    weight = log(_FACTOR_WRONG) + log_density(cases, which, kwh) + _goes_on(cases, which)
    weight += np.log(usual / now)  # densities are compared per step, and a step is worth another factor
    forgotten, twice = (KINDS.index(k) for k in (TipoPropuesta.FACTOR_OMITIDO, TipoPropuesta.FACTOR_DOBLE))
    return Candidates.of(np.where(now > usual, twice, forgotten), which, weight, kwh, usual)


def _factor_changed(cases: Cases) -> NDArray[np.bool_]:
    changed: NDArray[np.bool_] = np.isfinite(cases.factor_usual) & (cases.factor_usual != cases.factor[:, NOW])
    return changed


def _previous_elsewhere(cases: Cases) -> Candidates:
    """The previous reading is not the current one of the ciclo before, which is the right one."""
    broken = cases.known[:, BEFORE] & (cases.actual[:, BEFORE] != cases.anterior[:, NOW])
    which = np.flatnonzero(broken)
    value = cases.actual[which, BEFORE]
    kwh = (cases.actual[which, NOW] - value) * cases.factor[which, NOW]
    weight = log(_PREVIOUS_WRONG) + log_density(cases, which, kwh) + _goes_on(cases, which)
    return Candidates.of(TipoPropuesta.ANTERIOR_EQUIVOCADA, which, weight, kwh, value)


def _previous_typed(cases: Cases) -> Candidates:
    """One slip in writing the previous reading, which both ciclos share."""
    shared = np.flatnonzero(cases.known[:, BEFORE] & (cases.actual[:, BEFORE] == cases.anterior[:, NOW]))
    factor, start, end = cases.factor[shared, NOW], cases.anterior[shared, BEFORE], cases.actual[shared, NOW]
    before = [start + cases.limit(z, shared, BEFORE) / cases.factor[shared, BEFORE] for z in (-_REACH, _REACH)]
    now = [end - cases.limit(z, shared) / factor for z in (_REACH, -_REACH)]
    edits = edits_within(
        cases.anterior[shared, NOW],
        cases.likeliest[shared],
        np.maximum(before[0], now[0]),
        np.minimum(before[1], now[1]),
    )
    which = shared[edits.item]
    kwh = (cases.actual[which, NOW] - edits.value) * cases.factor[which, NOW]
    kwh_before = (edits.value - cases.anterior[which, BEFORE]) * cases.factor[which, BEFORE]
    weight = edits.log_prior + log_density(cases, which, kwh) + log_density(cases, which, kwh_before, BEFORE)
    # Every other explanation leaves the ciclo before as odd as it is.
    left = log_plausible(cases, which, cases.kwh[which, BEFORE], BEFORE)
    weight += _goes_on(cases, which) - np.maximum(left, log_garbage(cases)[which])
    return Candidates.of(TipoPropuesta.ANTERIOR_EQUIVOCADA, which, weight, kwh, edits.value)


def _estimated_high(cases: Cases) -> Candidates:
    """The estimate before was above what the meter showed; from the last real reading on, the use is as expected."""
    since = (cases.actual[:, NOW] - cases.real) * cases.factor[:, NOW]
    which = np.flatnonzero((cases.kwh[:, NOW] < 0) & (since >= 0) & (cases.dias_real > 0))
    share = cases.dias[which, NOW] / cases.dias_real[which]
    kwh = since[which] * share
    weight = log(_ESTIMATED_HIGH) + log_density(cases, which, kwh) + _goes_on(cases, which)
    register = cases.actual[which, NOW] - kwh / cases.factor[which, NOW]
    return Candidates.of(TipoPropuesta.ESTIMACION_ALTA, which, np.where(kwh >= 0, weight, -inf), kwh, register)
