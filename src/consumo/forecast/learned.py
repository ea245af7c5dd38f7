"""What is to be served and what it is made with: the choice, its evidence, and the model of all that is known."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.backtest import Backtest, replay
from consumo.forecast.choice import Choice, choose, served_error
from consumo.forecast.extras import Extras, freed, given_back
from consumo.forecast.grid import Grid
from consumo.forecast.model import Model, train

__all__ = ["Learned", "learn"]

Progress = Callable[[str, float], None]
Floats = NDArray[np.float64]

_WORTH_A_THREAD: Final = 100_000
"""Cells of a panel from which the model is trained beside the backtest: smaller ones take no time, and may turn out
to be too small for the boosting, whose library takes a second to load."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Learned:
    """What a forecast is made with.

    Attributes:
        grid: the histories, freed of the extras where these are used.
        choice: what is served.
        backtest: the evidence for it.
        model: trained on all of `grid`, with the members of the backtest.
        factor: what the extras make of each step's forecast, shape (horizon,) [–].
        details: `extras` with their slopes, where some were given.
    """

    grid: Grid
    choice: Choice
    backtest: Backtest
    model: Model
    factor: Floats
    details: dict[str, Any] = field(default_factory=dict)


def learn(grid: Grid, *, n_groups: int, horizon: int, seed: int, extras: Extras | None, tell: Progress) -> Learned:
    """Forecast the last ciclos again, choose what is served, and train on all that is known.

    Args:
        grid: the histories.
        n_groups: number of baterias.
        horizon: steps ahead.
        seed: of every random draw.
        extras: series by ciclo, used where the backtest comes out better with them.
        tell: told what is being done and the share of the whole forecast done.
    """
    again = partial(replay, n_groups=n_groups, horizon=horizon, seed=seed)
    trained = partial(train, n_groups=n_groups, period=grid.period, horizon=horizon, seed=seed)
    with _beside(
        partial(trained, grid.y, grid.group), worth=extras is None and grid.y.size >= _WORTH_A_THREAD
    ) as model:
        tell("backtest", 0.05)
        choice, backtest = choose(again(grid))
        factor, details = np.ones(horizon), {}
        if extras is not None:
            tell("extras", 0.2)
            details = {"extras": dict.fromkeys(extras.names, 0.0)}
            better = _with_extras(grid, extras, again, choice, backtest)
            if better is not None:
                choice, backtest = better
                grid, factors, slopes = freed(grid, extras, grid.y.shape[1])
                factor = factors[-horizon:]
                details = {"extras": dict(zip(extras.names, slopes.round(6).tolist(), strict=True))}
        tell("entrenar", 0.4)
        ready = trained(grid.y, grid.group, allowed=backtest.members) if model is None else model()
    made = ready.only(backtest.members)
    return Learned(grid=grid, choice=choice, backtest=backtest, model=made, factor=factor, details=details)


@contextmanager
def _beside(work: Callable[[], Model], *, worth: bool) -> Iterator[Callable[[], Model] | None]:
    """Do `work` in a thread while the block runs, and give what waits for its result; None where not worth it."""
    if not worth:
        yield None
        return
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(work).result


def _with_extras(
    grid: Grid, extras: Extras, again: Callable[[Grid], Backtest], choice: Choice, plain: Backtest
) -> tuple[Choice, Backtest] | None:
    """Return choice and backtest with the extras, None where they do not help in the backtest."""
    without, factor, _ = freed(grid, extras, int(plain.origins[0]))
    made, replayed = choose(again(without))
    backtest = given_back(replayed, factor, plain)
    return (made, backtest) if served_error(made, backtest) < served_error(choice, plain) else None
