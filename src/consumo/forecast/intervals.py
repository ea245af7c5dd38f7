"""Bands of the usuarios: split-conformal, per horizon, in units of each usuario's own variability.

J. Lei and others (2018), "Distribution-free predictive inference for regression", JASA 113(523),
doi:10.1080/01621459.2017.1307116 (normalised residuals). A ciclo's shock is common to all usuarios, so residuals
of one ciclo are not exchangeable with the next one's: the bands are widened by how far the ciclos' medians differ.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.backtest import Backtest

__all__ = ["conformal_limits"]

Floats = NDArray[np.float64]

_FEW: Final = 60
"""Residuals below which all horizons are pooled."""

_WIDENING: Final = 1.02
"""Growth of the band per ciclo beyond the horizons that the backtest reached."""


def conformal_limits(backtest: Backtest, member: str, niveles: tuple[int, ...]) -> Floats:
    """Return lower and upper limits around `member`'s forecast, in units of sigma.

    Limits never narrow as the horizon grows.

    Args:
        backtest: from `replay`.
        member: the member that is served.
        niveles: nominal coverages [%].

    Returns:
        Shape (n_niveles, horizon, 2); NaN where the backtest compared nothing.
    """
    error = (backtest.actual - backtest.values[member]) / np.where(backtest.sigma > 0, backtest.sigma, np.nan)[
        ..., None
    ]
    target = backtest.origins[:, None, None] + np.arange(error.shape[2])
    target = np.broadcast_to(target, error.shape)
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
