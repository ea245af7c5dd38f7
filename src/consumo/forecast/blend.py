"""The blend of the members: usual weights, bent towards those that did well on this data set where that helped.

J. M. Bates and C. W. J. Granger (1969), "The combination of forecasts", Oper. Res. Quarterly 20(4),
doi:10.1057/jors.1969.103: weights inverse to the squared error. Weights fitted freely to a data set are known to do
worse than fixed ones (J. Smith and K. F. Wallis, 2009, Oxford Bull. Econ. Stat. 71(3),
doi:10.1111/j.1468-0084.2008.00541.x).
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.model import BOOSTING, LAST_YEAR, LEVEL, LINEAR, NAIVE, THETA

__all__ = ["BLEND", "bent_weights", "blended", "usual_weights", "with_naive"]

BLEND: Final = "mezcla"

_LEARNED: Final = 0.4
_USUAL: Final = {LAST_YEAR: 0.2, LEVEL: 0.2, THETA: 0.2}
_WITHOUT_LEARNED: Final = {LAST_YEAR: 0.4, LEVEL: 0.3, THETA: 0.3}


_NAIVE: Final = 0.2
"""Share of seasonal-naive in the blend up to two years of history, falling to none at three.

Of a season seen once or twice not much is known, nor can a level that moved be told from one (ADR 2).
"""


def usual_weights(members: tuple[str, ...]) -> dict[str, float]:
    """Return the weights that hold where nothing speaks for others; the learned members share theirs."""
    learned = [name for name in members if name in {LINEAR, BOOSTING}]
    if not learned:
        return dict(_WITHOUT_LEARNED)
    return _USUAL | dict.fromkeys(learned, _LEARNED / len(learned))


def bent_weights(weights: Mapping[str, float], errors: Mapping[str, float]) -> dict[str, float]:
    """Return `weights` over the squares of the members' errors, summing to 1."""
    raw = {name: weight / max(errors[name], 1e-9) ** 2 for name, weight in weights.items()}
    total = sum(raw.values())
    return {name: weight / total for name, weight in raw.items()}


def with_naive(weights: Mapping[str, float], years: float) -> dict[str, float]:
    """Return `weights` and beside them seasonal-naive's where the data set has fewer than three years, summing to 1."""
    share = _NAIVE * min(max(3.0 - years, 0.0), 1.0)
    if share == 0:
        return dict(weights)
    return {name: (1 - share) * weight for name, weight in weights.items()} | {NAIVE: share}


def blended(values: Mapping[str, NDArray[np.floating[Any]]], weights: Mapping[str, float]) -> NDArray[Any]:
    """Return the weighted sum of the members."""
    parts = [values[name] * weight for name, weight in weights.items()]
    return np.asarray(sum(parts[1:], start=parts[0]))
