"""Whether the last ciclo of a Panel is still going on: its readings are partial, and no trouble."""

from typing import Final

import numpy as np

from consumo.domain.panel import Panel

__all__ = ["is_under_way"]

_MOST_WHEN_OPEN: Final = 0.85
_MOST_OTHERWISE: Final = 0.75
_STEADY: Final = 0.8
"""Shares of the usual days: up to which an open ciclo, or one that nobody called open, is taken to be under way; the
latter only where no other ciclo was that short."""


def is_under_way(panel: Panel) -> bool:
    """Tell whether the last ciclo has begun and not ended.

    A ciclo that is open only because some usuarios are still to be read has its days, and is not under way.
    """
    if panel.n_ciclos < 2:  # one ciclo says nothing of how long they are
        return False
    calendar = panel.calendar
    before = calendar.first(len(calendar) - 1)
    share = calendar.dias[-1] / before.extend(1).dias[0]
    steady = before.dias.min() >= _STEADY * np.median(before.dias)
    return bool(share <= (_MOST_WHEN_OPEN if panel.abierto[-1] else _MOST_OTHERWISE if steady else 0))
