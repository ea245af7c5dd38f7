"""Rolling-origin backtest: the last ciclos forecast again from every origin, by a model that had not seen them.

L. J. Tashman (2000), Int. J. Forecasting 16(4), doi:10.1016/S0169-2070(00)00065-0.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo import metrics
from consumo.domain.vocabulary import ACTIVE_CICLOS, MIN_KNOWN
from consumo.forecast.blend import BLEND, blended, usual_weights
from consumo.forecast.grid import Grid
from consumo.forecast.model import Made, Model, train
from consumo.forecast.threads import local_threads
from consumo.forecast.windows import Reals, blocks_of, windows_of_pairs

__all__ = ["Backtest", "held_out", "replay"]

Floats = NDArray[np.float64]

_REPLAYED: Final = 2_500
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
        sigma: variability of the usuarios at each origin relative to their scale, shape (n_origins, n) [–].
        scale: their usual consumption, shape (n_origins, n) [kWh/d].
        members: names of the members in the blend.
        history: what was known before the block, shape (n, first origin).
        period: columns in a year.
    """

    rows: NDArray[np.int64]
    origins: NDArray[np.int64]
    actual: Floats
    values: dict[str, Floats]
    sigma: Floats
    scale: Floats
    members: tuple[str, ...]
    history: Floats
    period: int

    @property
    def target(self) -> NDArray[np.int64]:
        """Column that each forecast is of, of actual's shape."""
        target = self.origins[:, None, None] + np.arange(self.actual.shape[2])
        return np.broadcast_to(target, self.actual.shape)

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
    origins = np.arange(width - held, width)
    before = grid.y[:, : origins[0]]
    model = train(before, grid.group, n_groups=n_groups, period=grid.period, horizon=horizon, seed=seed)
    rows = _whole_baterias(grid.group, np.random.default_rng(seed))
    made = _replayed(model, grid, rows, origins)
    shape = (held, len(rows), horizon)
    values = {name: value.T.reshape(shape).astype(np.float64) for name, value in made.values.items()}
    return Backtest(
        rows=rows,
        origins=origins,
        actual=_outcomes(grid.y[rows].astype(np.float64), origins, horizon),
        values=values | {BLEND: blended(values, usual_weights(model.members))},
        sigma=made.sigma.reshape(shape[:2]).astype(np.float64),
        scale=made.scale.reshape(shape[:2]).astype(np.float64),
        members=model.members,
        history=before[rows].astype(np.float64),
        period=grid.period,
    )


def _replayed(model: Model, grid: Grid, rows: NDArray[np.int64], origins: NDArray[np.int64]) -> Made:
    """Forecast each usuario from each origin, side by side: (origin, usuario) pairs, the usuario running fastest.

    Steps of which no outcome is known yet are not forecast, but NaN: half of the trees' work.
    """
    index, prior = model.season.index, model.season.prior

    def from_origin(origin: int, some: slice) -> Made:
        near = replace(model, horizon=min(model.horizon, grid.y.shape[1] - origin))
        pairs = rows[some], np.full(len(rows[some]), origin)
        return near.predict(windows_of_pairs(grid.y, grid.group, index, prior, pairs))

    tasks = [(origin, some) for origin in origins.tolist() for some in blocks_of(len(rows))]
    with local_threads() as pool:
        parts = list(pool.map(from_origin, *zip(*tasks, strict=True)))
    values = {
        name: np.concatenate([_padded(part.values[name], model.horizon) for part in parts], axis=1)
        for name in parts[0].values
    }
    sigma, scale = (np.concatenate([getattr(part, name) for part in parts]) for name in ("sigma", "scale"))
    return Made(values=values, sigma=sigma, scale=scale)


def _padded(values: Reals, horizon: int) -> Reals:
    out = np.full((horizon, values.shape[1]), np.nan, values.dtype)
    out[: len(values)] = values
    return out


def _outcomes(y: Reals, origins: NDArray[np.int64], horizon: int) -> Floats:
    """Return what happened at each step after each origin, to usuarios that would have been forecast then."""
    width = y.shape[1]
    out = np.full((len(origins), len(y), horizon), np.nan)
    known = np.isfinite(y)
    seen = np.cumsum(known, axis=1)
    for k, origin in enumerate(origins.tolist()):
        eligible = (seen[:, origin - 1] >= MIN_KNOWN) & known[:, max(origin - ACTIVE_CICLOS, 0) : origin].any(axis=1)
        ahead = min(horizon, width - origin)
        out[k, eligible, :ahead] = y[eligible, origin : origin + ahead]
    return out


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
