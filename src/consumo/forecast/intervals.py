"""Bands of the usuarios: split-conformal, per horizon, in units of each usuario's own variability.

J. Lei and others (2018), "Distribution-free predictive inference for regression", JASA 113(523),
doi:10.1080/01621459.2017.1307116 (normalised residuals). A ciclo's shock is common to all usuarios, so residuals
of one ciclo are not exchangeable with the next one's: the bands are widened by how far the ciclos' medians differ.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.backtest import Backtest

__all__ = ["Bands", "bands_of"]

Floats = NDArray[np.float64]

_FEW: Final = 60
"""Residuals below which all horizons are pooled."""

_WIDENING: Final = 1.02
"""Growth of the band per ciclo beyond the horizons that the backtest reached."""

_GROUPS: Final = 10
_POWERS: Final = (0.4, 1.1)
_ENOUGH_SPREAD: Final = 0.2


@dataclass(frozen=True, eq=False, kw_only=True)
class Bands:
    """Limits around a forecast in units that `unit` gives.

    Attributes:
        limits: lower and upper, shape (n_niveles, horizon, 2); NaN where the backtest compared nothing.
        power: how errors grow with the usuario's own variability: 1 = in proportion, 0 = not at all.
        typical: variability of the typical usuario [–].
    """

    limits: Floats
    power: float
    typical: float

    def unit(self, sigma: NDArray[Any], scale: NDArray[Any]) -> NDArray[Any]:
        """Return the unit of each usuario's band [kWh/d], of sigma's shape."""
        return _unit(sigma, scale, self.power, self.typical)


def bands_of(backtest: Backtest, member: str, niveles: tuple[int, ...]) -> Bands:
    """Learn the bands around `member`'s forecast; limits never narrow as the horizon grows.

    Args:
        backtest: from `replay`.
        member: the member that is served.
        niveles: nominal coverages [%].
    """
    error = backtest.actual - backtest.values[member]
    power, typical = _power(error, backtest.sigma, backtest.scale)
    unit = _unit(backtest.sigma, backtest.scale, power, typical)
    error = error / np.where(unit > 0, unit, np.nan)[..., None]
    return Bands(limits=_by_horizon(error, backtest.target, niveles), power=power, typical=typical)


def _unit(sigma: NDArray[Any], scale: NDArray[Any], power: float, typical: float) -> NDArray[Any]:
    return np.asarray(scale * typical * (sigma / typical) ** power)


def _power(error: Floats, sigma: Floats, scale: Floats) -> tuple[float, float]:
    """Return the power of sigma with which errors grow, and the typical sigma.

    The slope of the logarithms over groups of usuarios of like variability, within _POWERS: a usuario that was calm
    is seldom as calm as it looked, nor a wild one as wild.
    """
    relative = np.abs(error) / np.where(scale > 0, scale, np.nan)[..., None]
    at = np.broadcast_to(sigma[..., None], relative.shape)
    usable = np.isfinite(relative) & (relative > 0)
    if usable.sum() < _GROUPS * _GROUPS:
        return 1.0, float(np.median(sigma)) if sigma.size else 1.0
    logs = np.log(at[usable])
    typical = float(np.exp(np.median(logs)))
    group = np.clip(np.searchsorted(np.quantile(logs, np.linspace(0, 1, _GROUPS + 1)[1:-1]), logs), 0, _GROUPS - 1)
    filled = [k for k in range(_GROUPS) if (group == k).any()]
    x = np.array([np.median(logs[group == k]) for k in filled])
    y = np.log([np.quantile(relative[usable][group == k], 0.8) for k in filled])
    if np.ptp(x) < _ENOUGH_SPREAD:
        return 1.0, typical
    slope = float(((x - x.mean()) @ (y - y.mean())) / ((x - x.mean()) @ (x - x.mean())))
    return float(np.clip(slope, *_POWERS)), typical


def _by_horizon(error: Floats, target: NDArray[np.int64], niveles: tuple[int, ...]) -> Floats:
    horizon = error.shape[2]
    out = np.full((len(niveles), horizon, 2), np.nan)
    for h in range(horizon):
        near = slice(max(h - 1, 0), h + 2)
        limits = _limits(error[..., near], target[..., near], niveles)
        if h and (limits is None or not np.isfinite(error[..., h]).any()):
            out[:, h] = out[:, h - 1] * _WIDENING
            continue
        if limits is None:
            limits = _limits(error, target, niveles, at_least=1)
        if limits is not None:
            out[:, h] = limits
        if h:
            out[:, h, 0] = np.minimum(out[:, h, 0], out[:, h - 1, 0])
            out[:, h, 1] = np.maximum(out[:, h, 1], out[:, h - 1, 1])
    return out


def _limits(
    error: Floats, target: NDArray[np.int64], niveles: tuple[int, ...], *, at_least: int = _FEW
) -> Floats | None:
    known = np.isfinite(error)
    values, ciclo = error[known], target[known]
    n = len(values)
    if n < at_least:
        return None
    widening = _common_shock(values, ciclo)
    tails = np.array([[(100 - level) / 200, (100 + level) / 200] for level in niveles])
    # The conformal quantile is of rank ⌈(n + 1) q⌉; with few residuals it is the extreme one.
    upper = np.minimum(np.ceil((n + 1) * tails[:, 1]) / n, 1.0)
    limits = np.quantile(values, np.stack([1 - upper, upper], axis=1))
    # The point forecast belongs to its band even where the backtest was biased.
    limits = np.stack([np.minimum(limits[:, 0], 0.0), np.maximum(limits[:, 1], 0.0)], axis=1)
    return np.asarray(limits * widening)


def _common_shock(values: Floats, ciclo: NDArray[np.int64]) -> float:
    """Return √(1 + between-ciclos variance / within variance); 1 with fewer than three ciclos."""
    ciclos = np.unique(ciclo)
    if len(ciclos) < 3:
        return 1.0
    medians = np.array([np.median(values[ciclo == c]) for c in ciclos])
    within = max(float(np.quantile(np.abs(values - np.median(values)), 0.9)) / 1.645, 1e-6)
    return float(np.sqrt(1 + medians.var(ddof=1) / within**2))
