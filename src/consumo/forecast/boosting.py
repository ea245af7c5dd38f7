"""Gradient boosting: one model over all usuarios and horizons. The only file that knows LightGBM.

G. Ke and others (2017), "LightGBM: a highly efficient gradient boosting decision tree", NeurIPS 30.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.windows import Reals

__all__ = ["ROUNDS", "fit_boosting", "predict_boosting"]

ROUNDS: Final = 40
_LEAVES: Final = 8
_RATE: Final = 0.15
_BINNED_ON: Final = 5_000
"""Rows that the borders of the bins are taken from: with the default all of them are sorted, in a third of the time."""

_THREADS: Final = 1
"""Threads meet some twenty times per tree: where a server shares the cores, two took 5–15 times longer than one."""


def fit_boosting(rows: NDArray[np.float32], target: Reals, weight: Reals, *, seed: int) -> Any:
    """Train on least absolute error; the same rows and seed give the same model.

    Args:
        rows: features, shape (n_rows, n_features).
        target: shape (n_rows,).
        weight: of each row, shape (n_rows,).
        seed: of the rows and columns drawn for each tree.

    Returns:
        A `lightgbm.Booster`.
    """
    import lightgbm  # noqa: PLC0415 - a second of import that panels too small for it do not pay

    options = {
        "objective": "regression_l1",
        "learning_rate": _RATE,
        "num_leaves": _LEAVES,
        "min_data_in_leaf": max(20, min(100, len(rows) // 200)),
        "feature_fraction": 0.7,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 1.0,
        "max_bin": 63,
        "bin_construct_sample_cnt": _BINNED_ON,
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": _THREADS,
        "verbosity": -1,
    }
    table = lightgbm.Dataset(rows, target, weight=weight, params=options)
    return lightgbm.train(options, table, num_boost_round=ROUNDS)


def predict_boosting(booster: Any, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the model's answer for each row, shape (n_rows,)."""
    return np.asarray(booster.predict(rows, num_threads=_THREADS), dtype=np.float64)
