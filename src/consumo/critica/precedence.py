"""One finding per usuario and ciclo, and one for many of the same cause: a queue that people can get through."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.flags import Flags
from consumo.domain.panel import Panel

__all__ = ["Common", "Settled", "common_causes", "one_per_reading", "worst_of_each"]

_LEAST_COMMON: Final = 20
_COMMON_SHARE: Final = 0.3
"""Share of the usuarios of a bateria with the same finding in a ciclo from which the cause is looked for in common."""


@dataclass(frozen=True, eq=False)
class Settled:
    """The flags that are findings, by rule, and what else fired at the same readings.

    Attributes:
        flags: of each rule, those that no earlier rule has taken.
        tambien: by row and column, the codes of the later rules.
    """

    flags: tuple[Flags, ...]
    tambien: dict[tuple[int, int], list[str]]


@dataclass(frozen=True, slots=True)
class Common:
    """The same finding of many usuarios of a bateria in a ciclo.

    Attributes:
        codigo: what they have in common.
        bateria, column: where.
        rows: usuarios.
        riesgo: sum of their energy at risk [kWh].
    """

    codigo: str
    bateria: int
    column: int
    rows: NDArray[np.intp]
    riesgo: float


def one_per_reading(flags: Sequence[Flags], n_ciclos: int) -> Settled:
    """Leave each reading to the first rule that fired at it."""
    keys = [f.rows.astype(np.int64) * max(n_ciclos, 1) + f.columns for f in flags]
    every = np.concatenate([*keys, np.empty(0, np.int64)])
    _, first = np.unique(every, return_index=True)  # the first occurrence: rules are in order of precedence
    won = np.zeros(len(every), np.bool_)
    won[first] = True
    edges = np.cumsum([0, *map(len, keys)])
    masks = [won[a:b] for a, b in pairwise(edges.tolist())]
    also: dict[tuple[int, int], list[str]] = {}
    for flag, mask in zip(flags, masks, strict=True):
        lost = flag.take(~mask)
        for row, column in zip(lost.rows.tolist(), lost.columns.tolist(), strict=True):
            also.setdefault((row, column), []).append(flag.codigo)
    return Settled(tuple(f.take(m) for f, m in zip(flags, masks, strict=True)), also)


def common_causes(flags: Flags, panel: Panel, supplied: NDArray[np.int64]) -> tuple[Flags, list[Common]]:
    """Take out the findings that a large part of a bateria shares in a ciclo: they have one cause, not hundreds.

    Args:
        flags: of one rule.
        panel: the readings.
        supplied: usuarios of each bateria in each ciclo, shape (n_baterias, n_ciclos).
    """
    if len(flags) < _LEAST_COMMON:
        return flags, []
    group = panel.bateria_of[flags.rows]
    key = group.astype(np.int64) * panel.n_ciclos + flags.columns
    values, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
    total = supplied.ravel()[values]
    shared = (counts >= _LEAST_COMMON) & (counts >= _COMMON_SHARE * total)
    found = []
    for k in np.flatnonzero(shared).tolist():
        mine = np.flatnonzero(inverse == k)
        risk = 0.0 if flags.riesgo is None else float(np.nansum(flags.riesgo[mine]))
        bateria, column = divmod(int(values[k]), panel.n_ciclos)
        found.append(Common(flags.codigo, bateria, column, flags.rows[mine], risk))
    return flags.take(~shared[inverse]), found


def worst_of_each(flags: Flags, most: int) -> tuple[Flags, dict[int, int]]:
    """Keep the `most` flags of each ciclo with the most energy at risk.

    Returns:
        The flags kept, and by column how many were left out.
    """
    if len(flags) <= most:
        return flags, {}
    risk = np.zeros(len(flags)) if flags.riesgo is None else np.nan_to_num(flags.riesgo)
    order = np.lexsort((-risk, flags.columns))
    columns = flags.columns[order]
    start = np.searchsorted(columns, columns, side="left")
    place = np.arange(len(order)) - start
    kept = np.sort(order[place < most])
    left, counts = np.unique(columns[place >= most], return_counts=True)
    return flags.take(kept), dict(zip(left.tolist(), counts.tolist(), strict=True))
