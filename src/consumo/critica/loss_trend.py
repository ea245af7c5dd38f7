"""How the loss of a bateria moves over the years: a slope that a few odd ciclos do not bend, and whether it is real."""

from dataclasses import dataclass
from math import erfc, sqrt
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from consumo.domain.vocabulary import DAYS_PER_YEAR

__all__ = ["LossTrend", "loss_trend"]

_LEAST: Final = 8
"""Known losses below which no trend is stated: the normal approximation of Kendall's S needs about as many."""
_SIGNIFICANT: Final = 0.05


@dataclass(frozen=True, slots=True)
class LossTrend:
    """The trend of a loss.

    Attributes:
        pendiente_anual: change of the loss per year [fraction of entregado per year].
        p: probability of a trend as strong by chance alone.
        sentido: `sube`, `baja`, or `estable` where chance would do.
        ciclos: how many losses it rests on.
    """

    pendiente_anual: float
    p: float
    sentido: Literal["sube", "baja", "estable"]
    ciclos: int


def loss_trend(perdida: NDArray[np.float64], hasta: NDArray[np.datetime64]) -> LossTrend | None:
    """Fit the Theil–Sen slope and test it by Mann–Kendall (Kendall 1975); None for fewer than 8 known losses.

    Args:
        perdida: loss [fraction], NaN = unknown, shape (n_ciclos,).
        hasta: end of each ciclo.
    """
    known = np.isfinite(perdida)
    n = int(known.sum())
    if n < _LEAST:
        return None
    years = hasta[known].astype("datetime64[D]").astype(np.float64) / DAYS_PER_YEAR
    first, second = np.triu_indices(n, 1)
    rise = perdida[known][second] - perdida[known][first]
    slope = float(np.median(rise / (years[second] - years[first])))
    s = float(np.sign(rise).sum())
    z = (s - np.sign(s)) / sqrt(n * (n - 1) * (2 * n + 5) / 18)
    p = erfc(abs(z) / sqrt(2))
    real = p < _SIGNIFICANT and slope != 0
    return LossTrend(slope, p, ("sube" if slope > 0 else "baja") if real else "estable", n)
