"""One pooled linear model for all usuarios and horizons, fitted in least absolute error."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.features import Features
from consumo.forecast.windows import Reals

__all__ = ["Lesson", "Linear", "fit_linear", "predict_linear"]

Floats = NDArray[np.float64]

_ROUNDS: Final = 5
_FLAT: Final = 0.03
"""Errors below which the loss is squared: relative to the scale."""

_RIDGE: Final = 5e-4
_SHOCK_RIDGE: Final = 0.02
_USUAL_ORIGINS: Final = 47
"""Origins at which the penalties are _RIDGE and _SHOCK_RIDGE: five years of months.

Fewer origins have seen fewer kinds of year: weights are held closer to 0, and they are learned from how usuarios differ
within a ciclo rather than from how ciclos differ.
"""


@dataclass(frozen=True, eq=False, kw_only=True)
class Lesson:
    """Rows to learn from.

    Attributes:
        origin: features of the origin, shape (n_rows, n_origin).
        step: features of the step, shape (n_rows, n_step).
        ahead: step ahead, 1 = the next, shape (n_rows,).
        ciclo: column that was forecast, shape (n_rows,).
        target: what to add to the middle of the members, shape (n_rows,).
        weight: of each row, shape (n_rows,).
        n_origins: origins that they come from.
    """

    origin: Reals
    step: Reals
    ahead: NDArray[np.int64]
    ciclo: NDArray[np.int64]
    target: Reals
    weight: Reals
    n_origins: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Linear:
    """Weights by step ahead.

    Attributes:
        origin: shape (horizon, n_origin).
        step: shape (horizon, n_step).
        constant: shape (horizon,).
    """

    origin: Floats
    step: Floats
    constant: Floats


def fit_linear(lesson: Lesson, horizon: int) -> Linear:
    """Fit by iteratively reweighted ridge regression towards the least absolute error.

    A weight is the sum of one for all steps and one that grows with the step. The ciclo that was forecast has an
    effect of its own, which is forgotten afterwards: what a ciclo brought to all (a heat wave) must not pass for what
    tells usuarios apart. It is penalised, so that what happens in every ciclo is still learned.

    Args:
        lesson: the rows.
        horizon: steps ahead for which weights are wanted.
    """
    features = np.concatenate([lesson.origin, lesson.step], axis=1)
    far = _far(lesson.ahead)[:, None].astype(features.dtype)
    ones = np.ones_like(far)
    shocks = np.equal.outer(lesson.ciclo, np.unique(lesson.ciclo)).astype(features.dtype)
    design = np.concatenate([features, features * far, ones, far, shocks], axis=1)
    share = lesson.n_origins / _USUAL_ORIGINS
    ridge = np.full(design.shape[1], _RIDGE / share**1.5)
    ridge[-shocks.shape[1] :] = _SHOCK_RIDGE * share**4
    weight = lesson.weight
    for _ in range(_ROUNDS):
        weighted = design * weight[:, None]
        gram = (weighted.T @ design).astype(np.float64)
        gram[np.diag_indices_from(gram)] += ridge * float(weight.sum())
        solution = np.linalg.solve(gram, (weighted.T @ lesson.target).astype(np.float64))
        error = np.abs(lesson.target - design @ solution.astype(design.dtype))
        weight = lesson.weight / np.maximum(error, _FLAT)
    n, n_origin = features.shape[1], lesson.origin.shape[1]
    steps = _far(np.arange(1, horizon + 1))[:, None]
    by_step = solution[:n] + steps * solution[n : 2 * n]
    constant = solution[2 * n] + steps[:, 0] * solution[2 * n + 1]
    return Linear(origin=by_step[:, :n_origin], step=by_step[:, n_origin:], constant=constant)


def predict_linear(linear: Linear, features: Features) -> Reals:
    """Return what to add to the middle of the members, shape (horizon, n)."""
    dtype = features.origin.dtype
    horizon = len(features.steps)
    out = linear.origin[:horizon].astype(dtype) @ features.origin
    out += linear.constant[:horizon, None].astype(dtype)
    for step, weights in enumerate(linear.step[:horizon].astype(dtype)):
        out[step] += weights @ features.steps[step]
    return np.asarray(out)


def _far(ahead: NDArray[np.int64]) -> Floats:
    """Return how far a step is, about −½ to ½ within a year of months."""
    return np.asarray(ahead / 12 - 0.5)
