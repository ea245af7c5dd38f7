"""What moves everybody: how the usuarios of a bateria went up and down together, and how steady they are."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.rolling import median_before, row_median
from consumo.domain.panel import Panel
from consumo.domain.panel_rows import take_rows
from consumo.domain.vocabulary import NORMAL_DAYS

__all__ = ["Movement", "common_movement", "logged"]

Floats = NDArray[np.float64]

_LEAST_GROUP: Final = 30  # usuarios of a bateria whose median is theirs and not that of one of them
_LEAST_ALL: Final = 12
_SAMPLE: Final = 400  # usuarios that a median is taken over: more would move it by less than 0.1 of their spread
_SAMPLE_OF_ALL: Final = 200_000
_STEADY_SAMPLE: Final = 5000
_SD_OF_MAD: Final = 1.4826  # of the normal distribution
_MOST_CARRIED: Final = 3.0  # robust sd beyond which last year's deviation is an accident and not a habit
_LEAST_BETWEEN: Final = 0.5  # usuarios of one bateria differ at least so much [log]
_LEAST_SPREAD: Final = 0.03  # a meter reads whole kWh: nobody is known more closely than that


@dataclass(frozen=True, eq=False)
class Movement:
    """What the usuarios of a Panel have in common, in logarithms of kWh/d.

    Attributes:
        moves: by bateria and ciclo, how its usuarios moved [log], shape (n_baterias, n_ciclos).
        carried: how much of a usuario's deviation a year before comes back [0–1].
        spread: deviation that is usual among all usuarios [log, robust sd].
        piso: offset of the logarithm [kWh/d].
        period: ciclos in a year.
        niveles: by bateria, the level of its middle usuario, freed from `moves` [log], shape (n_baterias,).
        entre_usuarios: how far usuarios lie from it [log, robust sd].
    """

    moves: Floats
    carried: float
    spread: float
    piso: float
    period: int
    niveles: Floats
    entre_usuarios: float


def logged(kwh_dia: Floats, piso: float) -> Floats:
    """Return log(kwh_dia + piso): a change of a few kWh by a home that uses next to nothing weighs little."""
    out: Floats = np.log(np.maximum(kwh_dia, 0.0) + piso)
    return out


def common_movement(panel: Panel, *, ventana: int, piso_kwh_30d: float) -> Movement:
    """Estimate what the usuarios have in common by a median polish (Tukey 1977) of their logarithms.

    Weather, holidays and long ciclos move all of a bateria at once and are nobody's fault. Batérias of fewer than 30
    usuarios move with the whole, and where there are fewer than 12 usuarios nothing is called common.

    Args:
        panel: the readings.
        ventana: ciclos of history that a reading is compared with.
        piso_kwh_30d: smallest change that matters [kWh per 30 days].
    """
    piso = piso_kwh_30d / NORMAL_DAYS
    most = max(2 * _LEAST_GROUP, min(_SAMPLE, _SAMPLE_OF_ALL // max(panel.n_baterias, 1)))
    rows = _sample(panel.bateria_of, panel.n_baterias, most)
    real = _real(take_rows(panel, rows))
    moves, levels = _polish(logged(real, piso), panel.bateria_of[rows], panel.n_baterias)
    few = rows[:: max(1, len(rows) // _STEADY_SAMPLE)]
    own = logged(_real(take_rows(panel, few)), piso) - moves[panel.bateria_of[few]]
    off = own - median_before(own, ventana)
    period = panel.calendar.period
    carried, spread = _carried(off, period)
    middle, between = _between(levels, panel.bateria_of[rows], panel.n_baterias)
    return Movement(moves, carried, spread, piso, period, middle, between)


def _real(panel: Panel) -> Floats:
    return np.where(panel.is_measured, panel.kwh_dia, np.nan)


def _sample(group: NDArray[np.int32], n_groups: int, most: int) -> NDArray[np.intp]:
    """Return at most `most` rows of each group, evenly spread over it, in order."""
    order = np.argsort(group, kind="stable")
    counts = np.bincount(group, minlength=n_groups)
    place = np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts)
    step = np.repeat(np.maximum(1, -(-counts // most)), counts)
    rows: NDArray[np.intp] = np.sort(order[place % step == 0])
    return rows


def _polish(x: Floats, group: NDArray[np.int32], n_groups: int) -> tuple[Floats, Floats]:
    """Take usuario medians and ciclo medians off in turn, twice; return the ciclo medians by group, and the others."""
    moves = np.zeros((n_groups, x.shape[1]))
    if len(x) < _LEAST_ALL:
        return moves, row_median(x)
    members = [np.flatnonzero(group == k) for k in range(n_groups)]
    large = [(k, rows) for k, rows in enumerate(members) if len(rows) >= _LEAST_GROUP]
    level = row_median(x)
    for _ in range(2):
        left = x - level[:, None]
        moves[:] = np.nan_to_num(row_median(left.T))
        for k, rows in large:
            own = left[rows].T
            moves[k] = np.where(np.isfinite(own).sum(axis=1) >= _LEAST_GROUP, row_median(own), moves[k])
        level = row_median(x - moves[group])
    return moves, level


def _between(levels: Floats, group: NDArray[np.int32], n_groups: int) -> tuple[Floats, float]:
    """Return the middle level of each group, of all where it has few usuarios, and how far usuarios lie from it."""
    known = np.isfinite(levels)
    if not known.any():
        return np.full(n_groups, np.nan), _LEAST_BETWEEN
    middle = np.full(n_groups, float(np.median(levels[known])))
    for k in range(n_groups):
        own = levels[known & (group == k)]
        if len(own) >= _LEAST_GROUP:
            middle[k] = np.median(own)
    apart = abs(levels - middle[group])[known]
    return middle, max(_LEAST_BETWEEN, _SD_OF_MAD * float(np.median(apart)))


def _carried(off: Floats, period: int) -> tuple[float, float]:
    """Return the slope of deviations on those a year before, and the spread that is left."""
    known = abs(off[np.isfinite(off)])
    if known.size == 0:
        return 0.0, _LEAST_SPREAD
    spread = max(_SD_OF_MAD * float(np.median(known)), _LEAST_SPREAD)
    slope = 0.0
    if off.shape[1] > period:
        limit = _MOST_CARRIED * spread
        now, then = off[:, period:].clip(-limit, limit), off[:, :-period].clip(-limit, limit)
        both = np.isfinite(now) & np.isfinite(then)
        power = float((then[both] ** 2).sum())
        slope = min(1.0, max(0.0, float((now[both] * then[both]).sum()) / power)) if power > 0 else 0.0
    return slope, spread
