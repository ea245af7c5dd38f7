"""Series by ciclo that are known beforehand (holidays, temperature): what they do to everybody's consumption.

One elasticity for all usuarios: the slope of the median change to the year before, in logarithms, over the series' own
change. Histories are freed of what the series did, forecast, and given what it will do; whether that is worth it is
left to the backtest.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.ciclo import Calendar
from consumo.domain.errors import ParameterError
from consumo.forecast.backtest import Backtest
from consumo.forecast.grid import Grid

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Extras", "extras_of_frame", "freed", "given_back"]

Floats = NDArray[np.float64]

_RIDGE: Final = 2.0
"""Ciclos that say the series does nothing, beside those that were seen."""

_LARGEST: Final = 1.0
"""Largest effect that is believed, as a logarithm."""


@dataclass(frozen=True, eq=False)
class Extras:
    """What is known of the ciclos beside consumption.

    Attributes:
        names: of the series.
        values: shape (n_ciclos + horizonte, n_series): the closed ciclos, then those to come.
    """

    names: tuple[str, ...]
    values: Floats


def extras_of_frame(df: "pd.DataFrame", closed: Calendar, future: Calendar) -> Extras:
    """Return the series of a table with a row per ciclo: its id as index or in a column `ciclo`, numbers in the others.

    Raises:
        ParameterError: if a ciclo of the history or to come is missing, or a cell is no number.
    """
    table = df.set_index("ciclo") if "ciclo" in df.columns else df
    wanted = [*closed.ids, *future.ids]
    missing = [ciclo for ciclo in wanted if ciclo not in table.index]
    if missing or table.index.has_duplicates:
        found = ", ".join(missing[:5]) or "ciclos repetidos"
        es = f"una fila por ciclo, de {wanted[0]} a {wanted[-1]}"
        raise ParameterError("extras", found, es, f"a row per ciclo, from {wanted[0]} to {wanted[-1]}")
    try:
        values = table.loc[wanted].to_numpy(dtype=np.float64)
    except ValueError as error:
        raise ParameterError("extras", str(error), "números", "numbers") from error
    if not np.isfinite(values).all():
        raise ParameterError("extras", "NaN", "un número en cada celda", "a number in every cell")
    return Extras(tuple(map(str, table.columns)), values)


def freed(grid: Grid, extras: Extras, known: int) -> tuple[Grid, Floats, Floats]:
    """Return histories without what the series did, the factor of each column and of those to come, and the slopes.

    Args:
        grid: histories.
        extras: the series.
        known: columns that the slopes may be learned from.

    Returns:
        The grid; factors, shape (n_steps + horizonte,); slopes of the logarithm per unit of each series.
    """
    width, period = grid.y.shape[1], grid.period
    n_ciclos = len(grid.column)
    column = np.concatenate([grid.column, width + np.arange(len(extras.values) - n_ciclos)])
    x = np.full((int(column[-1]) + 1, len(extras.names)), np.nan)
    x[column[column >= 0]] = extras.values[column >= 0]
    slopes = _slopes(grid.y[:, :known], x[:known], period)
    usual = np.nanmean(x[:known], axis=0)
    phases = np.arange(len(x)) % period
    norm = np.empty_like(x)
    for phase in range(period):
        seen = x[:known][phases[:known] == phase]
        norm[phases == phase] = np.nanmean(seen, axis=0) if np.isfinite(seen).all() and len(seen) else usual
    effect = np.clip(np.nan_to_num(x - norm) @ slopes, -_LARGEST, _LARGEST)
    factor = np.exp(effect)
    return replace(grid, y=(grid.y / factor[:width]).astype(grid.y.dtype)), factor, slopes


def given_back(backtest: Backtest, factor: Floats, plain: Backtest) -> Backtest:
    """Return a backtest of freed histories as one of what was measured.

    Args:
        backtest: of the freed histories.
        factor: from `freed`.
        plain: the backtest of the histories as they were.
    """
    target = np.minimum(backtest.target, len(factor) - 1)
    values = {name: value * factor[target] for name, value in backtest.values.items()}
    return replace(backtest, actual=plain.actual, values=values, history=plain.history)


def _slopes(y: NDArray[np.floating], x: Floats, period: int) -> Floats:
    """Return the ridge slopes of the usuarios' median yearly log-change over the series' yearly changes."""
    lag = period if y.shape[1] > period + 3 else 1
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.log(y[:, lag:].astype(np.float64) / y[:, :-lag])
    change[~np.isfinite(change)] = np.nan
    some = np.isfinite(change).any(axis=0)
    response = np.full(change.shape[1], np.nan)
    response[some] = np.nanmedian(change[:, some], axis=0)
    step = x[lag:] - x[:-lag]
    usable = np.isfinite(response) & np.isfinite(step).all(axis=1)
    if usable.sum() < 2 + x.shape[1]:
        return np.zeros(x.shape[1])
    a, b = step[usable] - step[usable].mean(axis=0), response[usable] - response[usable].mean()
    size = np.maximum(a.std(axis=0), 1e-12)
    a = a / size
    slopes = np.linalg.solve(a.T @ a + _RIDGE * np.eye(a.shape[1]), a.T @ b)
    return np.asarray(np.where(size > 1e-9, slopes / size, 0.0))
