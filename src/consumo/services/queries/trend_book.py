"""The trends of a version, worked out as they are asked for and kept: usuarios by the block, sums once."""

from dataclasses import dataclass
from threading import Lock
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from consumo.domain.ciclo import Calendar
from consumo.domain.panel import Panel
from consumo.domain.under_way import is_under_way
from consumo.domain.vocabulary import MAX_HORIZON
from consumo.services.queries.numbers import COEFFICIENT_DECIMALS, FRACTION_DECIMALS, KWH_DECIMALS
from consumo.services.queries.per_version import once_per_version
from consumo.trend.polinomial import TrendSum, fit_panel_trend, sum_trends

__all__ = ["Grado", "TrendBook", "future_of", "trend_book"]

Grado = int | Literal["auto"]

_BLOCK: Final = 256
"""Usuarios fitted together: one costs 0.9 ms and 256 of them 1.2, so the neighbours of the first come free."""


@dataclass(frozen=True, slots=True)
class GroupTrends:
    """The sums of trends of each bateria, and of the whole."""

    baterias: tuple[TrendSum, ...]
    total: TrendSum


@dataclass(frozen=True, slots=True)
class BlockTrends:
    """Trends of some usuarios as they are shown: rounded, in kWh.

    Attributes:
        grado: −1 where nothing is known, shape (n,).
        coeficientes: of kwh_dia, lowest power first, shape (n, 6).
        r2: shape (n,).
        kwh: fitted values, then the projection, NaN where there is none, shape (n, n_closed + MAX_HORIZON).
    """

    grado: NDArray[np.int8]
    coeficientes: NDArray[np.float64]
    r2: NDArray[np.float64]
    kwh: NDArray[np.float64]


class TrendBook:
    """Trends of one version by degree; every projection is MAX_HORIZON long.

    They are of the closed ciclos: a ciclo under way is the first one projected, as in the forecast.

    Attributes:
        n_closed: how many ciclos are fitted, all but one under way.
    """

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self.n_closed = n_closed(panel)
        self._blocks: dict[tuple[Grado, int], BlockTrends] = {}
        self._groups: dict[Grado, GroupTrends] = {}
        self._lock = Lock()

    def of_usuario(self, row: int, grado: Grado) -> tuple[BlockTrends, int]:
        """Return the trends of a block of usuarios and the place in it of the usuario of `row`."""
        number, place = divmod(row, _BLOCK)
        block = self._blocks.get((grado, number))
        if block is None:
            block = self._blocks[grado, number] = self._fit(slice(number * _BLOCK, (number + 1) * _BLOCK), grado)
        return block, place

    def _fit(self, rows: slice, grado: Grado) -> BlockTrends:
        days = self._panel.dias[rows, : self.n_closed]
        trend = fit_panel_trend(self._panel.kwh[rows, : self.n_closed] / days, grado=grado, horizonte=MAX_HORIZON)
        ahead = future_of(self._panel).dias
        return BlockTrends(
            trend.grado,
            trend.coeficientes.round(COEFFICIENT_DECIMALS),
            trend.r2.round(FRACTION_DECIMALS),
            np.hstack([trend.valores * days, trend.proyeccion * ahead]).round(KWH_DECIMALS),
        )

    def of_groups(self, grado: Grado) -> GroupTrends:
        """Return the trends of the baterias and of the whole: the sums of those of their usuarios."""
        with self._lock:  # a third of a second for 50,000 usuarios: not twice at a time
            if grado not in self._groups:
                self._groups[grado] = self._sum(grado)
            return self._groups[grado]

    def _sum(self, grado: Grado) -> GroupTrends:
        panel = self._panel
        kwh, days = panel.kwh[:, : self.n_closed], panel.dias[:, : self.n_closed]
        trend = fit_panel_trend(kwh / days, grado=grado, horizonte=MAX_HORIZON)
        ahead = future_of(panel).dias

        def add(rows: NDArray[np.intp]) -> TrendSum:
            return sum_trends(trend, rows, kwh=kwh, dias=days, dias_futuros=ahead)

        by_bateria = np.argsort(panel.bateria_of, kind="stable")
        edges = np.searchsorted(panel.bateria_of[by_bateria], np.arange(panel.n_baterias + 1))
        groups = tuple(add(by_bateria[edges[k] : edges[k + 1]]) for k in range(panel.n_baterias))
        return GroupTrends(groups, add(np.arange(panel.n_usuarios)))


@once_per_version
def trend_book(panel: Panel) -> TrendBook:
    """Return the book of a version."""
    return TrendBook(panel)


@once_per_version
def future_of(panel: Panel) -> Calendar:
    """Return the MAX_HORIZON ciclos that follow the last closed one of `panel`."""
    return panel.calendar.first(n_closed(panel)).extend(MAX_HORIZON)


@once_per_version
def n_closed(panel: Panel) -> int:
    """Return how many ciclos are over: all, or all but the last."""
    return panel.n_ciclos - is_under_way(panel)
