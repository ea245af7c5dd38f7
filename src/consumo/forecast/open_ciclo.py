"""The ciclo that is under way: what was measured in it so far, and the forecast of its remaining days.

The error of a daily forecast is taken as a deviation that lasts the whole ciclo and noise from day to day. After a
share u of the ciclo, λ being the noise's share at the length of a ciclo, a part u / (u + λ) of the deviation seen so
far is expected of the remaining days, and the error of the whole ciclo keeps the share √(λ (1 − u) / (u + λ)) of the
plain forecast's: all of it before the first day, none after the last.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.aggregate import sum_known_by_group
from consumo.domain.forecast_result import Forecast
from consumo.domain.panel import Panel
from consumo.domain.quality import measured
from consumo.domain.under_way import is_under_way
from consumo.forecast.cut import first_ciclos

__all__ = ["Underway", "projected", "under_way"]

Floats = NDArray[np.float64]

_NOISE: Final = 0.3
"""λ. Set on the weeks of UCI's 28-day ciclos, the one data set with parts of ciclos (ADR 2)."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Underway:
    """A panel whose last ciclo has begun and not ended.

    Attributes:
        closed: its closed ciclos.
        kwh: measured in the last one so far, NaN = not read yet or not measured, shape (n,) [kWh].
        dias: days that this is of, shape (n,).
    """

    closed: Panel
    kwh: Floats
    dias: NDArray[np.int64]


def under_way(panel: Panel) -> Underway | None:
    """Return what is known of a last ciclo that is not over (`is_under_way`), None where it is."""
    if not is_under_way(panel):
        return None
    last = slice(panel.n_ciclos - 1, None)
    known = measured(panel.kwh[:, last], panel.calidad[:, last])[:, 0]
    return Underway(
        closed=first_ciclos(panel, panel.n_ciclos - 1),
        kwh=np.where(known, panel.kwh[:, -1], np.nan),
        dias=panel.dias[:, -1].astype(np.int64),
    )


def projected(forecast: Forecast, begun: Underway) -> Forecast:
    """Return `forecast`, its first ciclo replaced by the projection of the one that is under way.

    Args:
        forecast: made from `begun.closed`; its first ciclo is the one under way. Its arrays are written to.
        begun: what is known of it.
    """
    whole = float(forecast.calendar.dias[0])
    known = np.isfinite(begun.kwh) & np.isfinite(forecast.kwh[:, 0])
    rows = np.flatnonzero(known)
    seen, days = begun.kwh[rows], np.minimum(begun.dias[rows], whole)
    share = days / whole
    plain = forecast.kwh[rows, 0].astype(np.float64)
    daily = plain / whole + share / (share + _NOISE) * (seen / days - plain / whole)
    full = seen + np.maximum(daily, 0) * (whole - days)
    left = np.ones(len(known))
    left[rows] = np.sqrt(_NOISE * (1 - share) / (share + _NOISE))
    weight = np.nan_to_num(forecast.kwh[:, 0]).astype(np.float64)
    for low, high in zip(forecast.inferior, forecast.superior, strict=True):
        low[rows, 0] = np.maximum(full + (low[rows, 0] - plain) * left[rows], seen)
        high[rows, 0] = full + (high[rows, 0] - plain) * left[rows]
    group, n_groups = begun.closed.bateria_of, begun.closed.n_baterias
    before = _sums(forecast.kwh[:, 0], group, n_groups)
    forecast.kwh[rows, 0] = full
    after = _sums(forecast.kwh[:, 0], group, n_groups)
    surely = _sums(np.where(known, begun.kwh, 0.0), group, n_groups)
    kept = np.sqrt(_sums(weight * left**2, group, n_groups) / np.maximum(_sums(weight, group, n_groups), 1e-12))
    for level in range(len(forecast.niveles)):
        for low, high, at in (
            (forecast.bateria_inferior[level, :, 0], forecast.bateria_superior[level, :, 0], slice(0, n_groups)),
            (forecast.total_inferior[level, :1], forecast.total_superior[level, :1], slice(n_groups, None)),
        ):
            low[:] = np.maximum(after[at] + (low - before[at]) * kept[at], surely[at])
            high[:] = after[at] + (high - before[at]) * kept[at]
    return replace(
        forecast,
        medido_kwh=begun.kwh.astype(np.float32),
        medido_dias=np.where(np.isfinite(begun.kwh), begun.dias, 0).astype(np.int16),
    )


def _sums(values: NDArray[Any], group: NDArray[np.int32], n_groups: int) -> Floats:
    """Return the sums of the baterias, and in the last place that of all, shape (n_groups + 1,)."""
    sums = np.nan_to_num(sum_known_by_group(values[:, None], group, n_groups)[:, 0])
    return np.append(sums, sums.sum())
