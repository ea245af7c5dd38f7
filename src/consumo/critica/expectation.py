"""What each usuario was expected to use in each ciclo, and how far off it was: its own history, robust and seasonal."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.movement import Movement, logged
from consumo.critica.rolling import known_before, median_before
from consumo.domain.panel import Panel

__all__ = ["Expectation", "expect", "or_like_the_others"]

Floats = NDArray[np.float64]

_SD_OF_MAD: Final = 1.4826
_PRIOR: Final = 4  # ciclos that the usual spread of everybody counts for beside the usuario's own
_PAIRS: Final = 12  # ciclos that everybody's habit counts for beside the usuario's own
_MOST_CARRIED: Final = 3.0  # robust sd of everybody up to which a deviation a year before is never an accident
_BEYOND: Final = 1.2
_THIRD: Final = 3  # a season has three ciclos or more; errors of reading seldom come three a year


@dataclass(frozen=True, eq=False)
class Expectation:
    """What was expected, all of shape (n_usuarios, n_ciclos); NaN where nothing is known.

    Attributes:
        centro: expected log(kwh_dia + piso).
        desvio: robust standard deviation of it.
        z: how many `desvio` the consumption is off; NaN where it is missing.
        nivel: the usuario's own level, freed from what moved its bateria [log].
        comun: what moved the usuario's bateria [log].
        conocidos: ciclos of history behind it.
        piso: offset of the logarithm [kWh/d].
    """

    centro: Floats
    desvio: Floats
    z: Floats
    nivel: Floats
    comun: Floats
    conocidos: NDArray[np.int64]
    piso: float

    @property
    def kwh_dia(self) -> Floats:
        """Expected consumption [kWh/d]."""
        return self.quantile(0.0)

    def quantile(self, z: float, where: tuple[NDArray[np.intp], NDArray[np.intp]] | None = None) -> Floats:
        """Return the consumption that is `z` deviations off [kWh/d, ≥ 0]; of the cells `where` only, if given."""
        centre, spread = (self.centro, self.desvio) if where is None else (self.centro[where], self.desvio[where])
        value: Floats = np.maximum(np.exp(centre + z * spread) - self.piso, 0.0)
        return value


def expect(panel: Panel, movement: Movement, ventana: int, desde: int = 0) -> Expectation:
    """Say what each usuario was expected to use, from the ciclos before and what moved everybody.

    In logarithms: the median of the usuario's last `ventana` real ciclos, each freed from what moved its bateria,
    plus what moves it now, plus the part of its own deviation a year before that usually comes back. The spread is
    the median absolute error of the same rule in the ciclos before, drawn towards what is usual where they are few.

    Args:
        panel: the readings; a slice of rows will do.
        movement: of the whole Panel.
        ventana: how many ciclos back.
        desde: first column that is judged; before it a usuario's own spread is not worked out, and is everybody's.
    """
    x = logged(np.where(panel.is_measured, panel.kwh_dia, np.nan), movement.piso)
    common = movement.moves[panel.bateria_of]
    own = x - common
    level = median_before(own, ventana)
    habit, doubt = _last_year(own - level, movement)
    centre = level + habit + common
    error = abs(x - centre)
    count = known_before(error, ventana)
    own_spread = np.nan_to_num(_SD_OF_MAD * median_before(error, ventana, desde))
    usual = (own_spread**2 * count + _PRIOR * movement.spread**2) / (count + _PRIOR)
    spread = np.sqrt(usual * (1 + doubt))
    # What is judged may be anything that is known: only the history has to be real.
    off = logged(panel.kwh_dia, movement.piso) - centre
    return Expectation(centre, spread, off / spread, level, common, known_before(x, ventana), movement.piso)


def or_like_the_others(expected: Expectation, panel: Panel, movement: Movement) -> tuple[Floats, Floats]:
    """Return `centro` and `desvio`; of a usuario without history, those of the usuarios of its bateria."""
    own = np.isfinite(expected.centro)
    others = movement.niveles[panel.bateria_of][:, None] + expected.comun
    return np.where(own, expected.centro, others), np.where(own, expected.desvio, movement.entre_usuarios)


def _last_year(off: Floats, movement: Movement) -> tuple[Floats, Floats]:
    """Return the part of each usuario's deviation a year before that comes back, and how much doubt that adds.

    The part is the slope of its own deviations on those a year before, drawn towards everybody's; deviations beyond
    the third largest of its year, and of what is usual, are accidents and count as that. Whether a large deviation
    comes back is not known before it has done so once or twice: the variance of a prediction by that slope is that of
    the deviations times 1 + x² / (Σx² + prior) (Gelman et al., Bayesian Data Analysis, 14.3).

    Returns:
        The part that comes back [log] and the x² / (Σx² + prior), both 0 where no year before is known.
    """
    habit, doubt = np.zeros(off.shape), np.zeros(off.shape)
    period = movement.period
    if not 0 < period < off.shape[1]:
        return habit, doubt
    size = np.nan_to_num(abs(off))
    limit = np.maximum(_MOST_CARRIED * movement.spread, _BEYOND * _third_largest_before(size, period))
    known = np.isfinite(off)
    both = known[:, period:] & known[:, :-period]
    filled = np.nan_to_num(off)
    then = filled[:, :-period].clip(-limit[:, period:], limit[:, period:])
    now = filled[:, period:].clip(-limit[:, period:], limit[:, period:])
    prior = _PAIRS * movement.spread**2
    known_by = _sum_before(then**2 * both) + prior
    slope = (_sum_before(now * then * both) + prior * movement.carried) / known_by
    habit[:, period:] = slope.clip(0.0, 1.0) * then
    doubt[:, period:] = then**2 / known_by
    return habit, doubt


def _third_largest_before(size: Floats, period: int) -> Floats:
    """Return the third largest of the `period` values before each, 0 where there are fewer."""
    out = np.zeros(size.shape)
    for column in range(_THIRD, size.shape[1]):
        out[:, column] = np.partition(size[:, max(0, column - period) : column], -_THIRD, axis=1)[:, -_THIRD]
    return out


def _sum_before(values: Floats) -> Floats:
    """Return the sum of the values before each, in its row."""
    out: Floats = np.cumsum(values, axis=1) - values
    return out
