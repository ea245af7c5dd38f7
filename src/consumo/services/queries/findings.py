"""How many hallazgos there are of each usuario and bateria in each ciclo."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel

__all__ = ["FindingCounts", "count_findings"]


@dataclass(frozen=True, eq=False)
class FindingCounts:
    """Counts of findings that name a ciclo.

    Attributes:
        by_usuario: for the row of each usuario that has any, findings by column of its ciclo.
        by_bateria: of a bateria and of its usuarios, shape (n_baterias, n_ciclos).
        by_ciclo: all of them, those of no bateria included, shape (n_ciclos,).
    """

    by_usuario: dict[int, Counter[int]]
    by_bateria: NDArray[np.int64]
    by_ciclo: NDArray[np.int64]


_kept: WeakKeyDictionary[Panel, FindingCounts] = WeakKeyDictionary()
_lock = Lock()


def count_findings(panel: Panel, hallazgos: Sequence[Hallazgo]) -> FindingCounts:
    """Count the findings of the version that `panel` is; worked out once per version."""
    with _lock:
        if panel not in _kept:
            _kept[panel] = _count(panel, hallazgos)
        return _kept[panel]


def _count(panel: Panel, hallazgos: Sequence[Hallazgo]) -> FindingCounts:
    columns = {ciclo: k for k, ciclo in enumerate(panel.ciclos)}
    groups = {bateria: k for k, bateria in enumerate(panel.baterias.tolist())}
    named = [h for h in hallazgos if h.ciclo in columns]
    wanted = {h.usuario for h in named if h.usuario is not None}
    # Only the usuarios that have findings are looked up: there may be ten million others.
    rows = {u: k for k, u in enumerate(panel.usuarios.tolist()) if u in wanted} if wanted else {}
    by_usuario: defaultdict[int, Counter[int]] = defaultdict(Counter)
    by_bateria = np.zeros((panel.n_baterias, panel.n_ciclos), np.int64)
    by_ciclo = np.zeros(panel.n_ciclos, np.int64)
    for h in named:
        column = columns[h.ciclo or ""]
        by_ciclo[column] += 1
        row = rows.get(h.usuario or "")
        if row is not None:
            by_usuario[row][column] += 1
        group = groups.get(h.bateria or "") if row is None else int(panel.bateria_of[row])
        if group is not None:
            by_bateria[group, column] += 1
    return FindingCounts(dict(by_usuario), by_bateria, by_ciclo)
