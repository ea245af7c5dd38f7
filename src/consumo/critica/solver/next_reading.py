"""What the ciclo after says about the end of this one, where it is known already."""

from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.solver.cases import AFTER, NOW, Cases, log_plausible

__all__ = ["log_garbled_next", "log_next"]

Floats = NDArray[np.float64]

_CARRIED: Final = 0.7
"""How often a wrong reading is taken over as the next one's previous; else the right one is written there."""
_WRONG: Final = 0.01
"""Share of next readings that are wrong themselves; ours."""


def log_next(cases: Cases, which: NDArray[np.intp], end: Floats) -> Floats:
    """Return the log weight of the ciclo after case `which`, if this one really ended at `end`; 0 if not known."""
    started, written = cases.anterior[which, AFTER], cases.actual[which, NOW]
    carried, as_written = started == written, end == written
    unlinked = np.where(end == started, log(1 - _CARRIED), np.where(carried, log(_CARRIED), log(_WRONG * _CARRIED)))
    link = np.where(as_written, np.where(carried, 0.0, log(_WRONG)), unlinked)
    kwh = (cases.actual[which, AFTER] - end) * cases.factor[which, AFTER]
    use = log(1 - _WRONG) + log_plausible(cases, which, kwh, AFTER)
    weight = link + np.logaddexp(use, _wrong(cases)[which])
    return np.where(cases.known[which, AFTER], weight, 0.0)


def log_garbled_next(cases: Cases) -> Floats:
    """Return the log weight of the ciclo after where this one's end is anything, (n_cases,)."""
    every = np.arange(len(cases))
    use = log_plausible(cases, every, cases.kwh[:, AFTER], AFTER)
    return np.where(cases.known[:, AFTER], np.maximum(use, _wrong(cases)), 0.0)


def _wrong(cases: Cases) -> Floats:
    density: Floats = log(_WRONG) - cases.likeliest.astype(np.float64) * log(10)
    return density
