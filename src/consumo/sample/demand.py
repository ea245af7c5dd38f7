"""How much energy each usuario uses per day: level, season, growth, noise and empty homes."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Demand", "draw_demand"]

_MEDIAN_KWH_DIA: Final = 5.5  # a home of about 165 kWh a month
_LARGE: Final = 0.02  # shops, pumps and workshops behind current transformers
_WINTER_MONTH: Final = 7  # the southern hemisphere heats in July
_SUMMER_MONTH: Final = 1


@dataclass(frozen=True, eq=False)
class Demand:
    """What is used, before anybody reads a meter.

    Attributes:
        kwh_dia: energy per day [kWh/d], 0 where nobody lives, shape (n_usuarios, n_ciclos).
        active: whether the usuario is connected yet, bool, shape (n_usuarios, n_ciclos).
        factor: multiplication factor of the meter (1, 40 or 80) [–], int64, shape (n_usuarios,).
    """

    kwh_dia: NDArray[np.float64]
    active: NDArray[np.bool_]
    factor: NDArray[np.int64]


def draw_demand(n: int, months: NDArray[np.int64], featured: NDArray[np.intp], rng: np.random.Generator) -> Demand:
    """Draw the demand of `n` usuarios.

    Args:
        n: number of usuarios.
        months: month of the year of each ciclo, 1–12, shape (n_ciclos,).
        featured: usuarios that must be large, empty and newly connected, in that order, shape (3,).
        rng: source of chance.
    """
    n_ciclos = len(months)
    large = rng.random(n) < _LARGE
    large[featured[0]] = n > 1
    factor = np.where(large, rng.choice([40, 80], n), 1)
    level = rng.lognormal(np.log(_MEDIAN_KWH_DIA), 0.55, n) * np.where(large, 14.0, 1.0)
    growth = rng.normal(0.015, 0.04, n)
    years = (np.arange(n_ciclos) - n_ciclos / 2) / 12
    kwh_dia = level[:, None] * _season(n, months, rng) * np.exp(growth[:, None] * years)
    kwh_dia *= rng.lognormal(0.0, 0.09, (n, n_ciclos))
    kwh_dia *= np.where(rng.random((n, n_ciclos)) < 0.0006, 5.0, 1.0)  # a leak, a party, a misread register
    kwh_dia[_empty(n, n_ciclos, featured[1], rng)] = 0.0
    first = np.where(rng.random(n) < 0.04, rng.integers(0, max(n_ciclos // 2, 1), n), 0)
    first[featured[2]] = n_ciclos // 3 if n > 2 else 0
    return Demand(kwh_dia, np.arange(n_ciclos) >= first[:, None], factor.astype(np.int64))


def _season(n: int, months: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the yearly swing of each usuario around 1, shape (n, n_ciclos)."""
    swing = rng.uniform(0.05, 0.35, n)
    peak = np.where(rng.random(n) < 0.85, _WINTER_MONTH, _SUMMER_MONTH)
    season: NDArray[np.float64] = 1 + swing[:, None] * np.cos(2 * np.pi * (months - peak[:, None]) / 12)
    return season


def _empty(n: int, n_ciclos: int, always: np.intp, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Mark ciclos in which a home stands empty: for some months, or always, shape (n, n_ciclos)."""
    ciclo = np.arange(n_ciclos)
    start = rng.integers(0, n_ciclos, n)[:, None]
    length = np.where(rng.random(n) < 0.08, rng.integers(2, 8, n), 0)[:, None]
    empty = (ciclo >= start) & (ciclo < start + length)
    empty[rng.random(n) < 0.015] = True
    empty[always] |= n > 1
    return empty
