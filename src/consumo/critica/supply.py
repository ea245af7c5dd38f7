"""Who counts as supplied in a ciclo, read or not."""

import numpy as np
from numpy.typing import NDArray

from consumo.domain.panel import Panel

__all__ = ["active"]


def active(panel: Panel) -> NDArray[np.bool_]:
    """Where a usuario counts as supplied: from its first known ciclo to one after its last, (n_usuarios, n_ciclos).

    One ciclo more than is known, because a meter that was not read last time is missing, not gone.
    """
    known = np.isfinite(panel.kwh)
    started = np.logical_or.accumulate(known, axis=1)
    lasting = np.logical_or.accumulate(known[:, ::-1], axis=1)[:, ::-1]
    lasting[:, 1:] |= known[:, :-1]
    return started & lasting
