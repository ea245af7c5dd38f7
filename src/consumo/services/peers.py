"""Forecasts of other libraries on the same histories, where they are installed: to compare with, never to serve.

Each with its defaults and the period of the calendar. Histories are given to them without gaps (a gap is last year's
value times the recent ratio to last year), as they take none.
"""

import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.forecast.history import fill_gaps

__all__ = ["INSTALL", "PEERS", "SLOW", "Forecasts", "Peers", "forecast_peer", "is_installed", "seasonal_naive"]

Floats = NDArray[np.float64]
Progress = Callable[[float], None]

INSTALL: Final = "pip install 'analisis-consumo[pares]'"
GRADIENT: Final = "mlforecast-LightGBM"
PEERS: Final = {
    "AutoETS": "statsforecast",
    "CES": "statsforecast",
    "AutoTheta": "statsforecast",
    "AutoARIMA": "statsforecast",
    GRADIENT: "mlforecast",
}
"""Names of the peers, and what has to be installed for each."""

SLOW: Final = frozenset({"AutoARIMA"})
"""Those that take a second or so for a usuario."""

_LEAST: Final = 6
_LEAST_FOR_LAGS: Final = 2
_ROUNDS: Final = 200


@dataclass(frozen=True, eq=False)
class Forecasts:
    """Forecasts, NaN where there are none.

    Attributes:
        point: shape (n, horizon).
        low, high: limits by level, shape (n_niveles, n, horizon).
    """

    point: Floats
    low: Floats
    high: Floats

    @classmethod
    def none(cls, n: int, horizon: int, levels: int) -> "Forecasts":
        """Return forecasts of which none is known."""
        empty = np.full((levels, n, horizon), np.nan)
        return cls(np.full((n, horizon), np.nan), empty, empty.copy())


@dataclass(frozen=True)
class Peers:
    """The peers that a comparison asks for.

    Attributes:
        sample: most usuarios that each forecasts.
        progress: told the peer's name and the share of the work done.
    """

    sample: int = 100
    progress: Callable[[str, float], None] = lambda _peer, _share: None

    @property
    def missing(self) -> tuple[str, ...]:
        """Those that are not installed."""
        return tuple(name for name in PEERS if not is_installed(name))

    def forecast(
        self, y: Floats, rows: NDArray[np.int64], period: int, horizon: int, niveles: Sequence[int]
    ) -> dict[str, Forecasts]:
        """Forecast some usuarios with each peer that is installed (arguments as in `forecast_peer`)."""
        names = [name for name in PEERS if is_installed(name)]
        made = {}
        for k, name in enumerate(names):
            made[name] = forecast_peer(
                name,
                y,
                rows,
                period=period,
                horizon=horizon,
                niveles=niveles,
                progress=partial(self._tell, name, k, len(names)),
            )
        return made

    def _tell(self, name: str, before: int, every: int, share: float) -> None:
        self.progress(name, (before + share) / every)


def is_installed(peer: str) -> bool:
    """Whether what a peer takes is installed."""
    return find_spec(PEERS[peer]) is not None


def forecast_peer(
    peer: str,
    y: Floats,
    rows: NDArray[np.int64],
    *,
    period: int,
    horizon: int,
    niveles: Sequence[int],
    progress: Progress = lambda _share: None,
) -> Forecasts:
    """Forecast some usuarios with a peer.

    Args:
        peer: one of PEERS.
        y: histories, NaN = missing, shape (n, width).
        rows: the usuarios to forecast; a model over all usuarios learns from all of them.
        period: columns in a year.
        horizon: steps ahead.
        niveles: nominal coverages of the bands [%]; no bands where the peer gives none.
        progress: told the share done.
    """
    filled = fill_gaps(np.ascontiguousarray(y.T), period).x.T.astype(np.float64)
    if peer == GRADIENT:
        return _gradient(filled, rows, period, horizon, len(niveles))
    made = Forecasts.none(len(y), horizon, len(niveles))
    model = _model(peer, period)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # theirs, a line for each usuario
        for done, row in enumerate(rows.tolist()):
            _one(model, filled[row], row, made, niveles)
            progress((done + 1) / len(rows))
    return made


def seasonal_naive(y: Floats, period: int, horizon: int) -> Floats:
    """Return the last known value of the same phase of the year, else the last known value, shape (n, horizon)."""
    n, width = y.shape
    known = np.isfinite(y)
    at = width - 1 - np.argmax(known[:, ::-1], axis=1)
    last = y[np.arange(n), at]
    out = np.empty((n, horizon))
    for step in range(horizon):
        value = np.full(n, np.nan)
        for column in range(width - period + step % period, -1, -period):
            value = np.where(np.isfinite(value), value, y[:, column])
        out[:, step] = np.where(np.isfinite(value), value, last)
    return out


def _model(peer: str, period: int) -> Any:
    os.environ.setdefault("NIXTLA_ID_AS_COL", "1")
    from statsforecast import models  # noqa: PLC0415 - an extra

    kind = {"AutoETS": "AutoETS", "CES": "AutoCES", "AutoTheta": "AutoTheta", "AutoARIMA": "AutoARIMA"}[peer]
    return getattr(models, kind)(season_length=period)


def _one(model: Any, filled: Floats, row: int, made: Forecasts, niveles: Sequence[int]) -> None:
    history = filled[np.isfinite(filled)]
    if len(history) < _LEAST:
        return
    try:
        said = model.forecast(y=history, h=made.point.shape[1], level=sorted(niveles))
    except Exception:  # noqa: BLE001 - whatever a peer stumbles over, it has no forecast there
        return
    made.point[row] = said["mean"]
    for k, level in enumerate(niveles):
        if f"lo-{level}" in said:
            made.low[k, row], made.high[k, row] = said[f"lo-{level}"], said[f"hi-{level}"]


def _gradient(filled: Floats, rows: NDArray[np.int64], period: int, horizon: int, levels: int) -> Forecasts:
    """Return LightGBM over lags through mlforecast's recursive recipe, its parameters the library's own."""
    import lightgbm  # noqa: PLC0415 - for the peer, not for our forecast
    from mlforecast import MLForecast  # noqa: PLC0415 - an extra
    from mlforecast.lag_transforms import ExpandingMean, RollingMean  # noqa: PLC0415
    from mlforecast.target_transforms import LocalStandardScaler  # noqa: PLC0415

    made = Forecasts.none(len(filled), horizon, levels)
    long = np.flatnonzero(np.isfinite(filled).sum(axis=1) >= period + _LEAST_FOR_LAGS)
    if not len(long):
        return made
    ids, columns = np.nonzero(np.isfinite(filled[long]))
    table = pd.DataFrame({"unique_id": long[ids], "ds": columns, "y": filled[long][ids, columns]})

    def phase(ds: Any) -> Any:
        return ds % period

    trees = lightgbm.LGBMRegressor(n_estimators=_ROUNDS, verbosity=-1, n_jobs=1, random_state=0)
    recipe = MLForecast(
        models={"lgbm": trees},
        freq=1,
        lags=list(range(1, period + 2)),
        lag_transforms={1: [RollingMean(3), RollingMean(period), ExpandingMean()]},
        date_features=[phase],
        target_transforms=[LocalStandardScaler()],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        recipe.fit(table, static_features=[])
        said = recipe.predict(horizon)
    wanted = np.isin(long, rows)
    made.point[long[wanted]] = said["lgbm"].to_numpy().reshape(-1, horizon)[wanted]
    return made
