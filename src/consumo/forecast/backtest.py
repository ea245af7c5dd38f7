"""Rolling-origin backtest: the last ciclos forecast again from every origin, by a model that had not seen them.

L. J. Tashman (2000), Int. J. Forecasting 16(4), doi:10.1016/S0169-2070(00)00065-0.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo import metrics
from consumo.domain.vocabulary import ACTIVE_CICLOS
from consumo.forecast.grid import Grid
from consumo.forecast.model import train

__all__ = ["MIN_KNOWN", "Backtest", "held_out", "replay"]

Floats = NDArray[np.float64]

MIN_KNOWN: Final = 4
"""Measured values that a usuario needs to be forecast."""

_REPLAYED: Final = 5_000
_LONGEST_BLOCK: Final = 12
_ENOUGH_TO_LEARN: Final = 6


@dataclass(frozen=True, eq=False, kw_only=True)
class Backtest:
    """What was forecast and what happened.

    Attributes:
        rows: the usuarios replayed, shape (n,).
        origins: columns known at each origin, shape (n_origins,).
        actual: NaN where not known or not to be forecast, shape (n_origins, n, horizon) [kWh/d].
        values: forecasts by member, of actual's shape.
        sigma: variability of the usuarios at each origin, shape (n_origins, n) [kWh/d].
        members: names of the members in the blend.
        history: what was known before the block, shape (n, first origin).
        period: columns in a year.
    """

    rows: NDArray[np.int64]
    origins: NDArray[np.int64]
    actual: Floats
    values: dict[str, Floats]
    sigma: Floats
    members: tuple[str, ...]
    history: Floats
    period: int

    def wape(self, member: str) -> float:
        """Return the member's WAPE over all windows [–]."""
        return float(metrics.wape(self.actual, self.values[member]))

    def mase(self, member: str) -> float:
        """Return the member's MASE over all windows [–]."""
        n_origins, n, horizon = self.actual.shape
        shape = (n, n_origins * horizon)
        actual = self.actual.swapaxes(0, 1).reshape(shape)
        return metrics.mase(actual, self.values[member].swapaxes(0, 1).reshape(shape), self.history, self.period)


def held_out(width: int, period: int) -> int:
    """Return how many last columns to forecast again: half of what is beyond the first year, 3 to 12."""
    beyond = width - period - 1
    if beyond >= _ENOUGH_TO_LEARN:
        return min(max(beyond // 2, 3), _LONGEST_BLOCK)
    return min(max(width // 3, 2), _ENOUGH_TO_LEARN)


def replay(grid: Grid, *, n_groups: int, horizon: int, seed: int, block: int | None = None) -> Backtest:
    """Train on what is before the last `block` columns and forecast them from each of the origins in it.

    Args:
        grid: all that is known.
        n_groups: number of baterias.
        horizon: steps ahead.
        seed: of every random draw.
        block: columns held out; `held_out` of the width if None.
    """
    width = grid.y.shape[1]
    held = held_out(width, grid.period) if block is None else block
    start = width - held
    model = train(grid.y[:, :start], grid.group, n_groups=n_groups, period=grid.period, horizon=horizon, seed=seed)
    rows = _whole_baterias(grid.group, np.random.default_rng(seed))
    y, group = grid.y[rows], grid.group[rows]
    actuals, sigmas, values = [], [], []
    for origin in range(start, width):
        seen = y[:, :origin]
        made = model.predict(seen, group)
        known = np.isfinite(seen)
        eligible = (known.sum(axis=1) >= MIN_KNOWN) & known[:, -ACTIVE_CICLOS:].any(axis=1)
        actual = np.full((len(rows), horizon), np.nan)
        ahead = min(horizon, width - origin)
        actual[:, :ahead] = np.where(eligible[:, None], y[:, origin : origin + ahead], np.nan)
        actuals.append(actual)
        sigmas.append(made.sigma)
        values.append(made.values)
    return Backtest(
        rows=rows,
        origins=np.arange(start, width),
        actual=np.stack(actuals),
        values={name: np.stack([v[name] for v in values]) for name in values[0]},
        sigma=np.stack(sigmas),
        members=model.members,
        history=y[:, :start],
        period=grid.period,
    )


def _whole_baterias(group: NDArray[np.int32], rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw usuarios up to the cap by whole baterias, so that sums of baterias can be checked."""
    if len(group) <= _REPLAYED:
        return np.arange(len(group))
    sizes = np.bincount(group)
    order = rng.permutation(len(sizes))
    fits = np.cumsum(sizes[order]) <= _REPLAYED
    if not fits[0]:  # the first bateria alone is over the cap: a part of everybody
        return np.sort(rng.choice(len(group), _REPLAYED, replace=False))
    return np.flatnonzero(np.isin(group, order[fits]))
