"""What the global models see: every number relative to the usuario's own scale and season, so that all share a model.

0 means "as usual" in every column, and stands in for what is not known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.members import Described, Members
from consumo.forecast.windows import Reals

__all__ = ["FOR_TREES", "ORIGIN", "STEP", "Features", "features_of", "tree_rows"]

_LAGS: Final = 12
_LOW, _HIGH = -2.0, 3.0

ORIGIN: Final = (
    *(f"lag_{k}" for k in range(1, _LAGS + 1)), "level", "slope", "mean", "last_3", "last_6", "previous_year",
    "previous_year_3",
)  # fmt: skip
"""Rows that are the same at every step ahead."""

STEP: Final = (
    "year_before", "year_before_earlier", "year_before_later", "two_years_before", "theta", "drift", "season",
)  # fmt: skip
"""Rows that belong to a step ahead."""

_TREES_ONLY: Final = ("sigma", "zeros_6", "length")
"""Linear in these would only extrapolate: the trees may split on them."""

FOR_TREES: Final = (*ORIGIN, *_TREES_ONLY, *STEP, "horizon")


@dataclass(frozen=True, eq=False)
class Features:
    """Features of n histories.

    Attributes:
        origin: rows ORIGIN, shape (len(ORIGIN), n).
        extra: rows for the trees only, shape (3, n).
        steps: rows STEP of each step ahead, shape (horizon, len(STEP), n).
    """

    origin: Reals
    extra: Reals
    steps: Reals


def features_of(described: Described, members: Members) -> Features:
    """Return the features of each history.

    Args:
        described: the histories.
        members: their forecasts; as many steps as there will be.
    """
    z = _bounded(described.relative)
    return Features(
        _origin_rows(z, described, members), _extra_rows(described, members), _step_rows(z, described, members)
    )


def tree_rows(features: Features) -> NDArray[np.float32]:
    """Return the rows of a table for the trees, columns FOR_TREES, shape (horizon × n, len(FOR_TREES))."""
    horizon, _, n = features.steps.shape
    out = np.empty((horizon, n, len(FOR_TREES)), np.float32)
    shared = np.concatenate([features.origin, features.extra]).T
    out[:, :, : shared.shape[1]] = shared
    out[:, :, shared.shape[1] : -1] = features.steps.swapaxes(1, 2)
    out[:, :, -1] = np.arange(1, horizon + 1)[:, None]
    return out.reshape(horizon * n, len(FOR_TREES))


def _origin_rows(z: Reals, described: Described, members: Members) -> Reals:
    width, n = z.shape
    period = described.history.period
    out = np.zeros((len(ORIGIN), n), z.dtype)
    reach = min(_LAGS, width)
    out[:reach] = z[::-1][:reach]
    rest: list[Any] = [
        members.level[0],
        members.slope,
        members.mean,
        _mean(z, width - 3, width),
        _mean(z, width - 6, width),
        _mean(z, width - 2 * period, width - period),
        _mean(z, width - period - 3, width - period),
    ]
    for at, row in enumerate(rest, start=_LAGS):
        out[at] = _bounded(row)
    return out


def _step_rows(z: Reals, described: Described, members: Members) -> Reals:
    width, n = z.shape
    period, length = described.history.period, described.history.length
    horizon = len(members.theta)
    out = np.zeros((horizon, len(STEP), n), z.dtype)
    last_year, theta = _bounded(members.last_year), _bounded(members.theta)
    reach = (length - 1) / 2 + np.arange(1, horizon + 1)[:, None]
    drift = _bounded(members.mean + members.slope * reach.astype(z.dtype))
    for step in range(horizon):
        year = width - period + step % period
        for at, row in enumerate(_rows_of(z, (year - 1, year + 1, year - period)), start=1):
            out[step, at] = row
        out[step, 0] = last_year[step]
        out[step, 4] = theta[step]
        out[step, 5] = drift[step]
        out[step, 6] = described.season[step % period] - 1
    return out


def _rows_of(z: Reals, rows: tuple[int, ...]) -> Iterator[Any]:
    for row in rows:
        yield z[row] if 0 <= row < len(z) else 0


def _extra_rows(described: Described, members: Members) -> Reals:
    zeros = (described.history.x[-6:] == 0).sum(axis=0)
    return np.stack([members.sigma, zeros, described.history.length]).astype(members.sigma.dtype)


def _mean(z: Reals, start: int, stop: int) -> Any:
    return z[start:stop].mean(axis=0) if start >= 0 else 0


def _bounded(row: Any) -> Any:
    bounded = np.asarray(np.clip(row, _LOW, _HIGH))
    bounded[np.isnan(bounded)] = 0
    return bounded
