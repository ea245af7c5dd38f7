"""Which forecast is served, on the evidence of the backtest: the blend with which weights, or seasonal-naive."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo import metrics
from consumo.forecast.backtest import Backtest
from consumo.forecast.blend import BLEND, bent_weights, blended, usual_weights, with_naive
from consumo.forecast.model import NAIVE

__all__ = ["Choice", "choose", "served_error"]

Floats = NDArray[np.float64]

_WORST: Final = 20.0
_CALMEST: Final = 0.02
"""Scaled error at which a single comparison is cut, and yearly change, relative to the mean, below which a usuario is
not taken to be: so that one who uses the same every year, to the kWh, cannot decide for all."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is served, and why.

    Attributes:
        member: the blend or seasonal-naive.
        weights: of the members in the blend.
        bent: whether the weights were bent towards what did well on this data set.
        excess: scaled error of the blend over that of seasonal-naive, minus 1, over all usuarios and ciclos [–].
    """

    member: str
    weights: Mapping[str, float]
    bent: bool
    excess: float


def choose(backtest: Backtest) -> tuple[Choice, Backtest]:
    """Return what to serve, and the backtest with the blend as it will be.

    Weights are bent if those learned on the earlier half of the ciclos did better than the usual ones on the later
    half; where the history is short, seasonal-naive has a part in the blend. It alone is served where the blend's
    scaled error (each usuario in units of its own yearly changes) was not below seasonal-naive's.

    Args:
        backtest: from `replay`.
    """
    scaled = _Scaled(backtest)
    usual = usual_weights(backtest.members)
    learned, bent = _weights(scaled, usual)
    weights = with_naive(learned, (int(backtest.origins[-1]) + 1) / backtest.period)
    judged = replace(backtest, values=backtest.values | {BLEND: blended(backtest.values, weights)})
    excess = _excess(_Scaled(judged))
    return Choice(member=NAIVE if excess > 0 else BLEND, weights=weights, bent=bent, excess=excess), judged


def served_error(choice: Choice, backtest: Backtest) -> float:
    """Return the mean scaled error of what is served over a backtest, NaN where nothing is known [–]."""
    return _Scaled(backtest).means([choice.member])[choice.member]


class _Scaled:
    """Absolute errors in units of the usuarios' own yearly changes."""

    def __init__(self, backtest: Backtest) -> None:
        self._backtest = backtest
        change, mean = metrics.seasonal_scale(backtest.history, backtest.period), backtest.scale.mean(axis=0)
        scale = np.fmax(change, _CALMEST * mean)
        self._scale = np.where(scale > 0, scale, np.nan)[None, :, None]
        self.target = backtest.target

    def errors(self, member: str) -> Floats:
        error = np.abs(self._backtest.values[member] - self._backtest.actual) / self._scale
        return np.asarray(np.minimum(error, _WORST))

    def means(self, members: Iterable[str], where: NDArray[np.bool_] | bool = True) -> dict[str, float]:
        errors = {name: self.errors(name) for name in members}
        usable = np.all([np.isfinite(error) for error in errors.values()], axis=0) & where
        return {name: float(error[usable].mean()) if usable.any() else np.nan for name, error in errors.items()}

    def of_blend(self, weights: Mapping[str, float], where: NDArray[np.bool_]) -> float:
        values = {"": blended(self._backtest.values, weights)}
        return _Scaled(replace(self._backtest, values=values)).means([""], where)[""]


def _weights(scaled: _Scaled, usual: dict[str, float]) -> tuple[dict[str, float], bool]:
    target = scaled.target
    early = target <= (target.min() + target[-1].min()) // 2
    learned = scaled.means(usual, early)
    if not np.isfinite(list(learned.values())).all():
        return usual, False
    late = ~early
    if not scaled.of_blend(bent_weights(usual, learned), late) < scaled.of_blend(usual, late):
        return usual, False
    return bent_weights(usual, scaled.means(usual)), True


def _excess(scaled: _Scaled) -> float:
    """Return by how much the blend's mean error exceeds seasonal-naive's, relatively; 0 where none is known."""
    blend, naive = scaled.errors(BLEND), scaled.errors(NAIVE)
    both = np.isfinite(blend) & np.isfinite(naive)
    if not both.any():
        return 0.0
    base = float(naive[both].mean())
    if base == 0:
        return float(blend[both].mean() > 0)
    return float((blend - naive)[both].mean() / base)
