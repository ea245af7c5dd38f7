"""Cases: doubtful readings with their neighbours in time, as arrays; and how likely a consumption is."""

from dataclasses import dataclass, fields, replace
from math import inf, lgamma, log, pi
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["AFTER", "BEFORE", "GARBAGE", "NOW", "Cases", "log_density", "log_garbage", "log_plausible", "z_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

BEFORE, NOW, AFTER = 0, 1, 2
"""Places in the second axis of the matrices of a case."""
GARBAGE: Final = 0.003
"""Share of readings that are wrong in a way that no hypothesis covers; ours."""
_UNUSUAL: Final = 0.02
"""Share of right readings that are far from what was expected (guests, a harvest, an empty house); ours."""
_UNUSUAL_SPAN: Final = 12.0  # such readings lie anywhere between 1/400 and 400 times the usual: log(400²)
_FREEDOM: Final = 4.0  # of Student's t: consumptions have heavier tails than the normal distribution
_T_CONSTANT: Final = lgamma((_FREEDOM + 1) / 2) - lgamma(_FREEDOM / 2) - 0.5 * log(_FREEDOM * pi)


@dataclass(frozen=True, eq=False, kw_only=True)
class Cases:
    """Doubtful readings; matrices are of shape (n_cases, 3): the ciclo before, the one in doubt and the next.

    Attributes:
        anterior, actual: registers as written [steps], NaN if none.
        factor: kWh per step.
        dias: days between the two [d].
        centro, desvio: what was expected, log(kwh/d + piso) and its robust sd.
        piso: offset of the logarithm [kWh/d].
        digitos: log probability of each number of digits of the register, shape (n_cases, n_digits).
        digitos_de: the numbers of digits, shape (n_digits,).
        factor_usual: kWh per step in the ciclos before, NaN if none are known, shape (n_cases,).
        medidor_nuevo: whether another meter is named than in the ciclo before, shape (n_cases,).
        real, dias_real: the last real register before estimated ones, and the days from it to the end of this ciclo;
            NaN if the reading before is real, shape (n_cases,).
        bateria, columna: where, shape (n_cases,).
        row: usuario, shape (n_cases,).
    """

    anterior: Floats
    actual: Floats
    factor: Floats
    dias: Floats
    centro: Floats
    desvio: Floats
    piso: float
    digitos: Floats
    digitos_de: NDArray[np.int64]
    factor_usual: Floats
    medidor_nuevo: Bools
    real: Floats
    dias_real: Floats
    bateria: Ints
    columna: Ints
    row: Ints

    def __len__(self) -> int:
        return len(self.row)

    @property
    def kwh(self) -> Floats:
        """What the registers give as they are written [kWh]; negative where a register fell, (n_cases, 3)."""
        return (self.actual - self.anterior) * self.factor

    @property
    def known(self) -> Bools:
        """Which ciclos have both registers and an expectation, (n_cases, 3)."""
        parts = (self.anterior, self.actual, self.centro, self.desvio)
        return np.isfinite(parts).all(axis=0) & (self.dias > 0)

    @property
    def likeliest(self) -> NDArray[np.int64]:
        """The likeliest number of digits, (n_cases,)."""
        likeliest: NDArray[np.int64] = self.digitos_de[np.argmax(self.digitos, axis=1)]
        return likeliest

    def limit(self, z: float, which: Ints, when: int = NOW) -> Floats:
        """Return the consumption that is `z` deviations off [kWh, ≥ 0]."""
        per_day = np.exp(self.centro[which, when] + z * self.desvio[which, when]) - self.piso
        most: Floats = np.maximum(per_day, 0.0) * self.dias[which, when]
        return most

    def take(self, chosen: Ints) -> "Cases":
        """Return some of the cases."""
        whole = {"piso", "digitos_de"}
        parts = {f.name: getattr(self, f.name)[chosen] for f in fields(self) if f.name not in whole}
        return replace(self, **parts)


def z_of(cases: Cases, which: Ints, kwh: Floats, when: int = NOW) -> Floats:
    """Return how many deviations a consumption of case `which` is off; NaN where it is negative or not known."""
    per_day = kwh / cases.dias[which, when]
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (np.log(per_day + cases.piso) - cases.centro[which, when]) / cases.desvio[which, when]
    return np.where(per_day >= 0, z, np.nan)


def log_density(cases: Cases, which: Ints, kwh: Floats, when: int = NOW) -> Floats:
    """Return the log density, per step of the register, of a consumption that is as expected; −inf if negative."""
    z = z_of(cases, which, kwh, when)
    bell = _T_CONSTANT - (_FREEDOM + 1) / 2 * np.log1p(z**2 / _FREEDOM)
    return np.where(np.isnan(z), -inf, bell - np.log(cases.desvio[which, when]) - _log_steps(cases, which, kwh, when))


def log_plausible(cases: Cases, which: Ints, kwh: Floats, when: int = NOW) -> Floats:
    """Return the log density, per step, of any right consumption, the unusual ones included; −inf if negative."""
    unusual = log(_UNUSUAL / _UNUSUAL_SPAN) - _log_steps(cases, which, kwh, when)
    with np.errstate(invalid="ignore"):  # a ciclo that is not known has no density either
        both = np.logaddexp(log(1 - _UNUSUAL) + log_density(cases, which, kwh, when), unusual)
    return np.where(kwh >= 0, both, -inf)


def _log_steps(cases: Cases, which: Ints, kwh: Floats, when: int) -> Floats:
    """Return the log of how many steps of the register a unit of the logarithm spans."""
    days, factor = cases.dias[which, when], cases.factor[which, when]
    steps: Floats = np.log((np.maximum(kwh / days, 0.0) + cases.piso) * days / factor)
    return steps


def log_garbage(cases: Cases) -> Floats:
    """Return the log density, per step, of a number that has nothing to do with the register, (n_cases,)."""
    density: Floats = log(GARBAGE) - cases.likeliest.astype(np.float64) * log(10)
    return density
