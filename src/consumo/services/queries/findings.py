"""How many open hallazgos there are of each usuario and bateria in each ciclo."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consumo.domain.decision import Decision, TipoDecision
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.services.dataset import Dataset
from consumo.services.queries.per_version import once_per_version

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


@once_per_version
def count_findings(dataset: Dataset) -> FindingCounts:
    """Count the findings of a version that are open: nobody has decided on them, or they are to be read again."""
    decided = dataset.standing
    return _count(dataset.panel, [h for h in dataset.hallazgos if _is_open(decided.on(h))])


def _is_open(made: Decision | None) -> bool:
    return made is None or made.tipo is TipoDecision.RELEER


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
