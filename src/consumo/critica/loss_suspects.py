"""Whose drop in consumption explains the rise of the loss of a bateria."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.balance import Balance
from consumo.critica.rolling import row_median
from consumo.domain.panel import Panel

__all__ = ["Suspects", "rank_suspects"]

Floats = NDArray[np.float64]

_LEAST: Final = 6
"""Known losses below which a rise cannot be told from the usual."""
_RISE: Final = 0.005
"""Smallest rise of the loss that is looked into [fraction of entregado]; ours."""
_SPREADS: Final = 3.0
"""And how many median deviations of the usual loss it must be above it."""
_EXPLAINS: Final = 0.10


@dataclass(frozen=True, eq=False)
class Suspects:
    """The usuarios of a bateria by how much of the rise of its loss their drop explains, best first.

    Attributes:
        habitual: the loss of the ciclos in which it was low [fraction of entregado].
        alza_kwh: energy lost beyond it in the others [kWh].
        ciclos: columns in which the loss is above it, shape (n,).
        rows: usuarios, shape (n_suspects,).
        explica: share of the squared rise that vanishes if the usuario's drop is taken off it [≤ 1].
        caida_kwh: what each used less in `ciclos` than its level of before [kWh].
    """

    habitual: float
    alza_kwh: float
    ciclos: NDArray[np.intp]
    rows: NDArray[np.intp]
    explica: Floats
    caida_kwh: Floats


def rank_suspects(panel: Panel, balance: Balance, bateria: int) -> Suspects | None:
    """Rank the usuarios of a bateria; None where the loss is known too seldom or has not risen.

    A meter that is bypassed in part reads less by what the loss grows. For every usuario the drop is its level in
    the ciclos of low loss, moved as the whole bateria moved (the median of its usuarios), minus what it used; and
    `explica` = 1 − Σ(rise − drop)² / Σ rise².

    Args:
        panel: the readings.
        balance: its balance.
        bateria: index of the bateria.
    """
    known = np.flatnonzero(np.isfinite(balance.neta[bateria]))
    if len(known) < _LEAST:
        return None
    share = balance.neta[bateria, known]
    low = share <= np.median(share)
    usual = float(np.median(share[low]))
    spread = float(np.median(abs(share[low] - usual)))
    high = share > usual + max(_RISE, _SPREADS * spread)
    if not high.any():
        return None
    days = balance.dias[bateria, known]
    rise = (share - usual) * balance.entregado[bateria, known] / days
    rows = np.flatnonzero(panel.bateria_of == bateria)
    drop = _drops(panel.kwh_dia[np.ix_(rows, known)], low)
    left = ((rise - drop) ** 2).sum(axis=1)
    explained = 1 - left / (rise**2).sum()
    fallen = (drop * days)[:, high].sum(axis=1)
    order = np.argsort(-explained, kind="stable")
    order = order[(explained[order] >= _EXPLAINS) & (fallen[order] > 0)]
    return Suspects(
        habitual=usual,
        alza_kwh=float((rise * days)[high].sum()),
        ciclos=known[high],
        rows=rows[order],
        explica=explained[order],
        caida_kwh=fallen[order],
    )


def _drops(per_day: Floats, low: NDArray[np.bool_]) -> Floats:
    """Return how much less each usuario used a day than its level in the `low` ciclos; 0 where not known."""
    level = row_median(per_day[:, low])
    usable = np.isfinite(level) & (level > 0)
    moved = np.full(per_day.shape[1], 1.0)
    if usable.any():
        moved = row_median((per_day[usable] / level[usable, None]).T)
        moved = np.where(np.isfinite(moved) & (moved > 0), moved, 1.0)
    level = row_median((per_day / moved)[:, low])
    drop: Floats = np.nan_to_num(level[:, None] * moved - per_day)
    return drop
