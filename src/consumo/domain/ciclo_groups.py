"""Reading dates → ciclos: which rows belong together, and the dates of each ciclo."""

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.ciclo import ciclo_ids

__all__ = ["calendar_of", "group_ciclos"]

Dates = NDArray[np.datetime64]

_ROUND: Final = 10
"""Days that a round of readings takes at most; two ciclos farther apart have a gap between them."""


def group_ciclos(desde: Dates, hasta: Dates) -> tuple[dict[str, Any], NDArray[np.intp]]:
    """Group date ranges into ciclos.

    Usuarios of one ciclo are read within a few days of each other: ranges that share more than half of their
    joint span (intersection over union) with the commonest one belong to its ciclo.

    Args:
        desde: first day of each row, datetime64[D], shape (n,).
        hasta: day after the last, shape (n,).

    Returns:
        The calendar's `ciclos, desde, hasta` in order of time, and the ciclo of each row, shape (n,).
    """
    # Grouping by hashing takes a tenth of the time of np.unique, which sorts millions of rows for a few dozen ranges.
    pairs = pd.DataFrame({"desde": desde.astype(np.int64), "hasta": hasta.astype(np.int64)}).groupby(["desde", "hasta"])
    sizes = pairs.size()
    unique, inverse = sizes.index.to_frame().to_numpy(), pairs.ngroup().to_numpy()
    counts = sizes.to_numpy().astype(np.intp)
    leaders, group = np.unique(_leaders(unique, counts), return_inverse=True)
    spans = unique[leaders]
    order = np.argsort(spans.sum(axis=1), kind="stable")
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    of_span = place[group.ravel()]
    first, last = _end_to_end(spans[order], unique, counts, of_span)
    names = ciclo_ids(*(spans[order, k].astype("datetime64[D]") for k in (0, 1)))
    return {"ciclos": names, "desde": first, "hasta": last}, of_span[inverse]


def calendar_of(codes: NDArray[np.intp], desde: Dates, hasta: Dates) -> tuple[dict[str, Dates], NDArray[np.intp]]:
    """Return the dates of ciclos that are already told apart.

    Args:
        codes: ciclo of each row, 0 … n_ciclos − 1 in any order, shape (n,).
        desde: first day of each row, shape (n,).
        hasta: day after the last, shape (n,).

    Returns:
        `desde, hasta` of the ciclos in order of time, and the place of each code in that order, shape (n_ciclos,).
    """
    rows = pd.DataFrame({"code": codes, "desde": desde.astype(np.int64), "hasta": hasta.astype(np.int64)})
    sizes = rows.value_counts().sort_index().sort_values(ascending=False, kind="stable")  # ties: the earliest
    table = sizes.index.to_frame(index=False)
    common = table.drop_duplicates("code").set_index("code").sort_index().to_numpy()
    order = np.argsort(common.sum(axis=1), kind="stable")
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    spans = table[["desde", "hasta"]].to_numpy()
    first, last = _end_to_end(common[order], spans, sizes.to_numpy().astype(np.intp), place[table["code"].to_numpy()])
    return {"desde": first, "hasta": last}, place


def _leaders(spans: NDArray[np.int64], counts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return for each span the index of the commonest span that it overlaps by more than half, shape (n,)."""
    leader = np.full(len(spans), -1, np.intp)
    for k in np.lexsort((spans[:, 0], -counts)):
        if leader[k] >= 0:
            continue
        shared = np.minimum(spans[:, 1], spans[k, 1]) - np.maximum(spans[:, 0], spans[k, 0])
        joint = np.maximum(spans[:, 1], spans[k, 1]) - np.minimum(spans[:, 0], spans[k, 0])
        leader[(leader < 0) & (2 * shared > joint)] = k
    return leader


def _end_to_end(
    common: NDArray[np.int64], spans: NDArray[np.int64], counts: NDArray[np.intp], ciclo: NDArray[np.intp]
) -> tuple[Dates, Dates]:
    """Return first and last days of the ciclos: each one's commonest range, joined to its neighbours'.

    Where baterias are read on different days of a round, the commonest ranges of two ciclos can come from different
    baterias and overlap or leave days between them; both then end and begin at the median of the round's dates.

    Args:
        common: the commonest range of each ciclo in order, shape (n_ciclos, 2).
        spans: the distinct ranges, shape (n, 2).
        counts: rows of each range, shape (n,).
        ciclo: ciclo of each range, shape (n,).
    """
    edges = common.copy()
    for k in np.flatnonzero(edges[:-1, 1] != edges[1:, 0]):
        ends, starts = ciclo == k, ciclo == k + 1
        days = np.concatenate([spans[ends, 1], spans[starts, 0]])
        one_round = np.ptp(days) <= _ROUND and (np.ptp(spans[ends, 1]) or np.ptp(spans[starts, 0]))
        if not one_round:  # the same dates for everybody: a gap or an overlap that the workbook means
            continue
        day = _weighted_median(days, np.concatenate([counts[ends], counts[starts]]))
        if edges[k, 0] < day < edges[k + 1, 1]:
            edges[k, 1] = edges[k + 1, 0] = day
    return edges[:, 0].astype("datetime64[D]"), edges[:, 1].astype("datetime64[D]")


def _weighted_median(values: NDArray[np.int64], weights: NDArray[np.intp]) -> int:
    order = np.argsort(values, kind="stable")
    passed = np.cumsum(weights[order])
    return int(values[order][np.searchsorted(passed, passed[-1] / 2)])
