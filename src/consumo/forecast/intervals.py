"""Bands of the usuarios: split-conformal, per horizon, in units of each usuario's own variability.

J. Lei and others (2018), "Distribution-free predictive inference for regression", JASA 113(523),
doi:10.1080/01621459.2017.1307116 (normalised residuals). A ciclo's shock is common to all usuarios, so residuals
of one ciclo are not exchangeable with the next one's: a band is that of a new shock and a new rest (`shocks.py`).
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.backtest import Backtest
from consumo.forecast.shocks import NORMAL_80, quantiles_of_sum, shock_spread, split_shocks

__all__ = ["Bands", "bands_of"]

Floats = NDArray[np.float64]

_FEW: Final = 60
"""Residuals below which all horizons are pooled."""

_WIDENING: Final = 1.02
"""Growth of the band per ciclo beyond the horizons that the backtest reached."""

_GROUPS: Final = 10
_POWERS: Final = (0.4, 1.1)
_TEMPERED: Final = 0.85
"""Share of the power seen in the backtest that holds afterwards: who looked calm in it is again less calm."""

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
    return Bands(limits=_by_horizon(error, niveles), power=power, typical=typical)


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
    return max(_TEMPERED * float(np.clip(slope, *_POWERS)), _POWERS[0]), typical


def _by_horizon(error: Floats, niveles: tuple[int, ...]) -> Floats:
    horizon = error.shape[2]
    out = np.full((len(niveles), horizon, 2), np.nan)
    common, own = split_shocks(error)
    known = np.isfinite(own)
    if not known.any():
        return out
    count = known.sum(axis=1)
    spreads = shock_spread(common, count, _spread(own[known]))
    for h in range(horizon):
        if h and not count[:, h].any():
            out[:, h] = out[:, h - 1] * _WIDENING
            continue
        near = slice(max(h - 1, 0), h + 2)
        seen = own[..., near][known[..., near]]
        out[:, h] = _limits(seen if len(seen) >= _FEW else own[known], spreads[h], niveles)
        if h:
            out[:, h, 0] = np.minimum(out[:, h, 0], out[:, h - 1, 0])
            out[:, h, 1] = np.maximum(out[:, h, 1], out[:, h - 1, 1])
    return out


def _limits(own: Floats, spread: float, niveles: tuple[int, ...]) -> Floats:
    tails = np.array([[(100 - level) / 200, (100 + level) / 200] for level in niveles])
    limits = quantiles_of_sum(own, spread, tails)
    # The point forecast belongs to its band even where the backtest was biased.
    return np.stack([np.minimum(limits[:, 0], 0.0), np.maximum(limits[:, 1], 0.0)], axis=1)


def _spread(own: Floats) -> float:
    """Return the standard deviation that the inner 80 % speak of."""
    return float(np.quantile(np.abs(own), 0.8)) / NORMAL_80
