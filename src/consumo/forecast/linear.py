"""One pooled linear model for all usuarios and horizons, fitted in least absolute error."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.features import FOR_LINEAR, HORIZON_COLUMN, NAMES, WITH_HORIZON

__all__ = ["fit_linear", "predict_linear"]

_RIDGE: Final = 1e-3
_ROUNDS: Final = 4
_FLAT: Final = 0.03
_LIMIT: Final = 4.0
_THETA: Final = NAMES.index("theta")


def fit_linear(rows: NDArray[np.float32], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit by iteratively reweighted ridge regression towards the least absolute error.

    Args:
        rows: features, shape (n_rows, n_features).
        target: what to add to the base forecast, relative to the level, shape (n_rows,).

    Returns:
        Weights of the columns that `predict_linear` builds.
    """
    design = _design(rows)
    weight = np.ones(len(design))
    solution = np.zeros(design.shape[1])
    for _ in range(_ROUNDS + 1):
        weighted = design * weight[:, None]
        gram = weighted.T @ design
        gram[np.diag_indices_from(gram)] += _RIDGE * weight.sum()
        solution = np.linalg.solve(gram, weighted.T @ target).astype(np.float64)
        weight = 1 / np.maximum(np.abs(target - design @ solution), _FLAT)
    return solution


def predict_linear(weights: NDArray[np.float64], rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return what to add to the base forecast, relative to the level, shape (n_rows,)."""
    return np.asarray(_design(rows) @ weights)


def _design(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    columns = rows[:, FOR_LINEAR].astype(np.float64)
    instead = np.nan_to_num(rows[:, _THETA, None].astype(np.float64))
    columns = np.where(np.isfinite(columns), np.clip(columns, -_LIMIT, _LIMIT), np.minimum(instead, _LIMIT))
    far = rows[:, HORIZON_COLUMN, None].astype(np.float64) / 12
    changing = columns[:, [FOR_LINEAR.index(k) for k in WITH_HORIZON]] * far
    return np.concatenate([columns, np.ones((len(rows), 1)), far, changing], axis=1)
