"""How earlier forecasts turned out: those that were served where they were kept, else those of the backtest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.forecast_result import TRACKED, Forecast, Track, Tracked
from consumo.domain.panel import Panel
from consumo.forecast.backtest import Backtest
from consumo.forecast.grid import Grid
from consumo.forecast.model import NAIVE

__all__ = ["PastForecast", "track_of"]

Floats = NDArray[np.float64]

_CICLOS: Final = 13
"""Last ciclos that are compared: a year of the most frequent calendar that has one ciclo a month or so."""


@dataclass(frozen=True, eq=False)
class PastForecast:
    """A forecast that was served earlier.

    Attributes:
        version: the version of the data that it was made from.
        usuarios: ids of its rows.
        forecast: the forecast.
    """

    version: str
    usuarios: NDArray[np.str_]
    forecast: Forecast


@dataclass(frozen=True, eq=False)
class _Comparison:
    """One ciclo forecast from one origin: sums of TRACKED, shape (n_baterias + 1, len(TRACKED))."""

    column: int
    ahead: int
    version: str
    sums: Floats


def track_of(panel: Panel, grid: Grid, backtest: Backtest, member: str, past: Sequence[PastForecast] = ()) -> Track:
    """Compare with what was measured; per day, on the days that each ciclo really had.

    Args:
        panel: what is known now.
        grid: of the panel.
        backtest: of the panel; used for the ciclos of which no served forecast was kept.
        member: the member that is served.
        past: forecasts that were served from earlier versions; later ones win.
    """
    found: dict[tuple[int, int], _Comparison] = {}
    for comparison in (*_of_backtest(panel, grid, backtest, member), *_of_past(panel, grid, past)):
        found[comparison.column, comparison.ahead] = comparison
    if not found:
        return Track.empty(panel.n_baterias)
    columns = sorted({column for column, _ in found})[-_CICLOS:]
    # What was really said counts before what would have been said, and the latest word before earlier ones.
    latest = [
        min((c for c in found.values() if c.column == column), key=lambda c: (not c.version, c.ahead))
        for column in columns
    ]
    steps = max(c.ahead for c in found.values())
    by_horizon = np.zeros((panel.n_baterias + 1, steps, len(TRACKED)))
    for comparison in found.values():
        by_horizon[:, comparison.ahead - 1] += comparison.sums
    return Track(
        ciclos=tuple(Tracked(ciclo=panel.ciclos[c.column], horizonte=c.ahead, version=c.version) for c in latest),
        by_ciclo=np.stack([c.sums for c in latest], axis=1),
        by_horizon=by_horizon,
    )


def _of_backtest(panel: Panel, grid: Grid, backtest: Backtest, member: str) -> Iterator[_Comparison]:
    column_at = {at: column for column, at in enumerate(grid.column.tolist()) if at >= 0}
    for k, origin in enumerate(backtest.origins.tolist()):
        for step in range(backtest.actual.shape[2]):
            column = column_at.get(origin + step)
            if column is None or not np.isfinite(backtest.actual[k, :, step]).any():
                continue
            days = panel.dias[backtest.rows, column]
            said, naive = (backtest.values[name][k, :, step] * days for name in (member, NAIVE))
            real = backtest.actual[k, :, step] * days
            group = panel.bateria_of[backtest.rows]
            yield _Comparison(column, step + 1, "", _sums(group, panel.n_baterias, said, real, naive))


def _of_past(panel: Panel, grid: Grid, past: Sequence[PastForecast]) -> Iterator[_Comparison]:
    last = panel.n_ciclos
    for one in past:
        rows, there = _same_usuarios(panel, one.usuarios)
        group = panel.bateria_of[rows]
        first = _column_of(panel, one.forecast.calendar.desde[0], one.forecast.calendar.hasta[0])
        if first is None or grid.column[first] < 0:
            continue
        naive = _year_before(grid, int(grid.column[first]), len(one.forecast.calendar))[rows]
        for step, (start, end) in enumerate(zip(one.forecast.calendar.desde, one.forecast.calendar.hasta, strict=True)):
            column = _column_of(panel, start, end)
            if column is None or column >= last or panel.abierto[column]:
                continue
            days = panel.dias[rows, column]
            share = days / one.forecast.calendar.dias[step]
            said = one.forecast.kwh[there, step] * share
            bands = [
                (low[there, step] * share, high[there, step] * share)
                for level, low, high in zip(
                    one.forecast.niveles, one.forecast.inferior, one.forecast.superior, strict=True
                )
                if level in {80, 95}
            ]
            real = np.where(panel.is_measured[rows, column], panel.kwh[rows, column], np.nan)
            sums = _sums(group, panel.n_baterias, said, real, naive[:, step] * days, bands)
            if sums[-1, 0]:
                yield _Comparison(column, step + 1, one.version, sums)


def _sums(
    group: NDArray[np.int32],
    n_groups: int,
    said: Floats,
    real: Floats,
    naive: Floats,
    bands: Sequence[tuple[Floats, Floats]] = (),
) -> Floats:
    both = np.isfinite(said) & np.isfinite(real) & np.isfinite(naive)
    said, real, naive, group = said[both], real[both], naive[both], group[both]
    inside = [(real >= low[both]) & (real <= high[both]) for low, high in bands[:2]]
    with_bands = np.full(len(said), float(len(inside) == 2))
    inside += [np.zeros(len(said), np.bool_)] * (2 - len(inside))
    parts = (np.ones(len(said)), said, real, np.abs(said - real), np.abs(naive - real), with_bands, *inside)
    sums = np.stack([np.bincount(group, weights=part, minlength=n_groups) for part in parts], axis=1)
    return np.concatenate([sums, sums.sum(axis=0, keepdims=True)])


def _same_usuarios(panel: Panel, ids: NDArray[np.str_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the rows in the panel, and among `ids`, of the usuarios that both have."""
    _, rows, there = np.intersect1d(panel.usuarios, ids, assume_unique=True, return_indices=True)
    return rows, there


def _column_of(panel: Panel, desde: np.datetime64, hasta: np.datetime64) -> int | None:
    """Return the panel's ciclo whose middle lies nearest to that of the dates, None where none is near."""
    middle = (desde.astype(np.int64) + hasta.astype(np.int64)) / 2
    middles = (panel.desde.astype(np.int64) + panel.hasta.astype(np.int64)) / 2
    nearest = int(np.abs(middles - middle).argmin())
    return nearest if abs(middles[nearest] - middle) <= (hasta - desde).astype(int) / 2 else None


def _year_before(grid: Grid, origin: int, horizon: int) -> Floats:
    """Return seasonal-naive from `origin`: the value one year before, else the last one known, shape (n, horizon)."""
    seen = grid.y[:, :origin]
    known = np.isfinite(seen)
    at = origin - 1 - np.argmax(known[:, ::-1], axis=1)
    last = np.where(known.any(axis=1), seen[np.arange(len(seen)), at], np.nan)
    column = origin - grid.period + np.arange(horizon) % grid.period
    out = np.full((len(seen), horizon), np.nan)
    out[:, column >= 0] = seen[:, column[column >= 0]]
    return np.where(np.isfinite(out), out, last[:, None])
