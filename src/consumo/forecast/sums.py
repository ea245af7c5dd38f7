"""Bands of baterias and of the total: from how their own sums did in the backtest, so that dependence counts.

The variance of a sum is taken as Σ sᵢ² + τ² (Σ fᵢ)²: the usuarios' own errors, and a shock common to all of
relative size τ at each horizon; then it is scaled so that the sums of the backtest come out as spread as they were.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.aggregate import sum_known, sum_known_by_group
from consumo.forecast.backtest import Backtest
from consumo.forecast.shocks import student_quantile

__all__ = ["SumBands", "SumSpread", "bands_of_sums", "sum_spread"]

Floats = NDArray[np.float64]

_SCALE_RANGE: Final = (0.5, 4.0)

_PRIOR_ORIGINS: Final = 4.0
"""Origins at which what a horizon shows by itself weighs as much as what all horizons show together."""


@dataclass(frozen=True, eq=False)
class SumSpread:
    """What the backtest says of sums.

    Attributes:
        common: τ, relative size of the common shock, shape (horizon,).
        bateria_scale, total_scale: observed over assumed spread, shape (horizon,).
        freedom: ciclos that it was learned from, less one.
    """

    common: Floats
    bateria_scale: Floats
    total_scale: Floats
    freedom: int

    def spread(self, level: Floats, own: Floats, *, total: bool) -> Floats:
        """Return the standard deviation of sums, of level's shape.

        Args:
            level: the sums, shape (n_sums, horizon) [kWh].
            own: sums of the usuarios' variances, of level's shape [kWh²].
            total: whether they are sums over everybody, not over baterias.
        """
        scale = self.total_scale if total else self.bateria_scale
        return _never_surer(scale * np.sqrt(own + (self.common * level) ** 2), level)


@dataclass(frozen=True, eq=False, kw_only=True)
class SumBands:
    """Limits of sums [kWh]: of the baterias (n_niveles, n_baterias, horizon) and the total (n_niveles, horizon)."""

    bateria_inferior: Floats
    bateria_superior: Floats
    total_inferior: Floats
    total_superior: Floats


def bands_of_sums(
    kwh: NDArray[np.floating[Any]],
    variance: Floats,
    group: NDArray[np.int32],
    n_groups: int,
    *,
    learned: SumSpread,
    niveles: tuple[int, ...],
) -> SumBands:
    """Return the limits of the sums of forecasts.

    Args:
        kwh: forecasts of the usuarios, NaN = none, shape (n, horizon).
        variance: Σ of their variances by bateria, shape (n_groups, horizon) [kWh²].
        group: bateria of each usuario.
        n_groups: number of baterias.
        learned: from `sum_spread`.
        niveles: nominal coverages [%].
    """
    sums = sum_known_by_group(kwh, group, n_groups)
    total = sum_known(sums)
    reach = np.array([student_quantile((100 + level) / 200, learned.freedom) for level in niveles])
    wide = reach[:, None, None] * learned.spread(sums, variance, total=False)
    total_wide = reach[:, None] * learned.spread(total, sum_known(variance), total=True)
    return SumBands(
        bateria_inferior=np.maximum(sums - wide, 0.0),
        bateria_superior=sums + wide,
        total_inferior=np.maximum(total - total_wide, 0.0),
        total_superior=total + total_wide,
    )


def sum_spread(backtest: Backtest, member: str, spread: Floats, group: NDArray[np.int32]) -> SumSpread:
    """Learn from the backtest how wrong sums are.

    Args:
        backtest: from `replay`.
        member: the member that is served.
        spread: standard deviations that the bands give the usuarios, shape (n_origins, n, horizon) [kWh/d].
        group: bateria of each usuario replayed, shape (n,).
    """
    known = np.isfinite(backtest.actual) & np.isfinite(backtest.values[member])
    actual = np.where(known, backtest.actual, 0.0)
    made = np.where(known, backtest.values[member], 0.0)
    own = np.where(known, spread**2, 0.0)
    total = made.sum(axis=1)
    safe = np.where(total > 0, total, np.nan)
    relative = (actual.sum(axis=1) - total) / safe
    origins = np.isfinite(relative).sum(axis=0)
    common = np.sqrt(np.maximum(_mean(relative**2, origins) - _mean(own.sum(axis=1) / safe**2, origins), 0.0))
    total_z = _in_spreads(relative * safe, own.sum(axis=1) + (common * safe) ** 2)
    n_groups = int(group.max()) + 1 if len(group) else 0
    sums = [tuple(_by_group(part[k], group, n_groups) for part in (actual, made, own)) for k in range(len(actual))]
    z = [_in_spreads(np.where(m > 0, a - m, np.nan), s + (common * m) ** 2) for a, m, s in sums]
    return SumSpread(
        common=common,
        bateria_scale=np.clip(np.sqrt(_mean(np.concatenate(z) ** 2, origins)), *_SCALE_RANGE),
        total_scale=np.clip(np.sqrt(_mean(total_z**2, origins)), *_SCALE_RANGE),
        freedom=max(len(backtest.origins) - 1, 2),
    )


def _in_spreads(error: Floats, variance: Floats) -> Floats:
    """Return errors over their assumed spread, NaN where nothing ever varied."""
    return np.asarray(error / np.sqrt(np.where(variance > 0, variance, np.nan)))


def _by_group(values: Floats, group: NDArray[np.int32], n_groups: int) -> Floats:
    return np.nan_to_num(sum_known_by_group(values, group, n_groups))


def _never_surer(spread: Floats, level: Floats) -> Floats:
    """Raise spreads, relative to their sums, to those of shorter horizons: few origins reach the longest ones."""
    safe = np.where(level > 0, level, 1.0)
    return np.asarray(np.maximum.accumulate(spread / safe, axis=-1) * safe)


def _mean(values: Floats, origins: NDArray[np.int64]) -> Floats:
    """Return the mean of each horizon with its neighbours, shrunk to that of all: few origins reach the longest.

    Args:
        values: NaN = not known, shape (n_values, horizon).
        origins: origins that reached each horizon, shape (horizon,).
    """
    known = np.isfinite(values)
    sums, counts = np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0).astype(np.float64)
    overall = sums.sum() / max(counts.sum(), 1.0)
    # Not mode="same", which gives three values for fewer than three horizons.
    pooled, total, reached = (np.convolve(part, np.ones(3))[1:-1] for part in (sums, counts, origins))
    mean = np.where(total > 0, pooled / np.maximum(total, 1), overall)
    return np.asarray((reached * mean + _PRIOR_ORIGINS * overall) / (reached + _PRIOR_ORIGINS))
