"""Forecast all usuarios, block by block, on whatever runs the blocks: threads here, or the workers of a cluster."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from consumo.forecast.blend import blended
from consumo.forecast.grid import Grid
from consumo.forecast.intervals import Bands
from consumo.forecast.model import NAIVE, Model
from consumo.forecast.season import Season
from consumo.forecast.threads import local_threads
from consumo.forecast.vacancy import is_vacant
from consumo.forecast.windows import BLOCK, Windows, blocks_of, windows_at

__all__ = ["AllMade", "Recipe", "forecast_all", "forecast_block"]

Singles = NDArray[np.float32]

_HERE: Final = 2 * BLOCK
"""Usuarios in a task of this process's threads."""

_ELSEWHERE: Final = 4 * BLOCK
"""Usuarios in a task of another executor, to which the histories have to travel: about 3 MB of them."""

_IN_FLIGHT: Final = 64
"""Tasks given to another executor at a time: a country's histories do not wait for their turn in its memory."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Recipe:
    """All that a block needs beside its histories.

    Attributes:
        model: what was learned, without the seasons of the baterias.
        member: what is served: the blend or seasonal-naive.
        weights: of the blend.
        bands: of what is served.
    """

    model: Model
    member: str
    weights: Mapping[str, float]
    bands: Bands


@dataclass(frozen=True, eq=False, kw_only=True)
class AllMade:
    """Forecasts in single precision: a country's have to fit in memory.

    Attributes:
        kwh: NaN = none, shape (n, horizon) [kWh].
        low, high: limits, shape (n_niveles, n, horizon) [kWh].
        unit: unit of each usuario's band, shape (n,) [kWh/d].
    """

    kwh: Singles
    low: Singles
    high: Singles
    unit: Singles


def forecast_block(recipe: Recipe, windows: Windows) -> tuple[Singles, Singles]:
    """Forecast the usuarios of a task.

    A pure function of what can be sent to another process: a task may be run twice, as when a worker dies.

    Returns:
        Forecasts [kWh/d], shape (n, horizon), and units of the bands [kWh/d], shape (n,).
    """
    values, units = [], []
    for some in blocks_of(len(windows)):
        only = windows.only(some)
        made = recipe.model.predict(only)
        served = made.values[NAIVE] if recipe.member == NAIVE else blended(made.values, recipe.weights)
        if NAIVE in (recipe.member, *recipe.weights):  # the yardstick knows of no vacancies; what is served does
            served = np.where(is_vacant(only.y), 0, served)
        values.append(served.T.astype(np.float32))
        units.append(recipe.bands.unit(made.sigma, made.scale).astype(np.float32))
    return np.concatenate(values), np.concatenate(units)


def forecast_all(
    grid: Grid,
    season: Season,
    recipe: Recipe,
    dias: NDArray[np.int64],
    wanted: NDArray[np.bool_],
    executor: Executor | None = None,
    done: Callable[[float], None] = lambda _share: None,
) -> AllMade:
    """Forecast every usuario; the result does not depend on what runs the blocks, nor on their order.

    Args:
        grid: histories.
        season: seasons of the baterias.
        recipe: what to do with them.
        dias: days of the ciclos to come, shape (horizon,).
        wanted: usuarios that are to have a forecast, shape (n,).
        executor: what runs the blocks; threads of this process if None.
        done: told the share of the usuarios that is ready.
    """
    n, horizon = len(grid.y), len(dias)
    limits = recipe.bands.limits.astype(np.float32)
    days = dias.astype(np.float32)
    made = AllMade(
        kwh=np.empty((n, horizon), np.float32),
        low=np.empty((len(limits), n, horizon), np.float32),
        high=np.empty((len(limits), n, horizon), np.float32),
        unit=np.empty(n, np.float32),
    )

    def write(rows: slice, result: tuple[Singles, Singles]) -> None:
        daily, unit = result
        daily[~wanted[rows]] = np.nan
        made.unit[rows], made.kwh[rows] = unit, daily * days
        wide = unit[:, None] * days
        for at, (lower, upper) in enumerate(zip(limits[..., 0], limits[..., 1], strict=True)):
            np.maximum(made.kwh[rows] + lower * wide, 0, out=made.low[at, rows])
            np.add(made.kwh[rows], upper * wide, out=made.high[at, rows])

    def windows(rows: slice) -> Windows:
        return windows_at(grid.y, grid.group, season.index, season.prior, rows)

    ready = 0

    def tell(rows: slice) -> None:
        nonlocal ready
        ready += rows.stop - rows.start
        done(ready / n)

    def here(rows: slice) -> None:
        write(rows, forecast_block(recipe, windows(rows)))

    if executor is None:
        with local_threads() as pool:
            for rows, _ in _in_turn(n, _HERE, lambda rows: pool.submit(here, rows), most=n):
                tell(rows)
        return made
    for rows, result in _in_turn(n, _ELSEWHERE, lambda rows: executor.submit(_sent, recipe, windows(rows))):
        write(rows, result)
        tell(rows)
    return made


def _in_turn(
    n: int, size: int, submit: Callable[[slice], "Future[Any]"], *, most: int = _IN_FLIGHT
) -> Iterator[tuple[slice, Any]]:
    """Submit the blocks of n usuarios, at most `most` at a time, and yield each with its result as it comes."""
    waiting: dict[Future[Any], slice] = {}
    for rows in blocks_of(n, size):
        if len(waiting) >= most:
            yield from _come(waiting)
        waiting[submit(rows)] = rows
    while waiting:
        yield from _come(waiting)


def _come(waiting: dict["Future[Any]", slice]) -> Iterator[tuple[slice, Any]]:
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        yield waiting.pop(future), future.result()


def _sent(recipe: Recipe, windows: Windows) -> tuple[Singles, Singles]:
    """Do a task in another process, as this one would: with one BLAS thread, so that sums are made in one order."""
    with threadpool_limits(1, user_api="blas"):
        return forecast_block(recipe, windows)
