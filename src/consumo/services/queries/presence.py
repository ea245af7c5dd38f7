"""Who counts as supplied, who was read, and what share that is, per ciclo and bateria."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consumo.critica.supply import active
from consumo.domain.panel import Panel
from consumo.services.queries.per_version import once_per_version

__all__ = ["Presence", "presence_of"]


@dataclass(frozen=True, eq=False)
class Presence:
    """Counts, int64.

    Attributes:
        usuarios, lecturas: usuarios supplied, and those of them with a consumption, shape (n_baterias, n_ciclos).
        last_column: the latest ciclo with a consumption of each usuario, −1 if none, shape (n_usuarios,).
    """

    usuarios: NDArray[np.int64]
    lecturas: NDArray[np.int64]
    last_column: NDArray[np.int64]


@once_per_version
def presence_of(panel: Panel) -> Presence:
    """Count who is supplied and who was read."""
    read = np.isfinite(panel.kwh)
    backwards = np.argmax(read[:, ::-1], axis=1) if panel.n_ciclos else np.zeros(panel.n_usuarios, np.int64)
    last = np.where(read.any(axis=1), panel.n_ciclos - 1 - backwards, -1)
    return Presence(_by_bateria(panel, active(panel)), _by_bateria(panel, read), last.astype(np.int64))


def _by_bateria(panel: Panel, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    out = np.zeros((panel.n_baterias, panel.n_ciclos), np.int64)
    for column in range(panel.n_ciclos):
        out[:, column] = np.bincount(panel.bateria_of[mask[:, column]], minlength=panel.n_baterias)
    return out
