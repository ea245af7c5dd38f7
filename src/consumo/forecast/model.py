"""Train the global models and let every member forecast; the blend's weights are fixed."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.baseline import Baseline, baseline_at
from consumo.forecast.boosting import fit_boosting, predict_boosting
from consumo.forecast.features import feature_rows
from consumo.forecast.linear import fit_linear, predict_linear
from consumo.forecast.season import Season, group_season

__all__ = ["BLEND", "BOOSTING", "DRIFT", "LINEAR", "MIN_TRAINING", "NAIVE", "THETA", "Members", "Model", "train"]

Floats = NDArray[np.float64]
Groups = NDArray[np.int32]

NAIVE: Final = "ingenuo_estacional"
DRIFT: Final = "deriva"
THETA: Final = "theta"
LINEAR: Final = "lineal_global"
BOOSTING: Final = "lightgbm_global"
BLEND: Final = "mezcla"

MIN_TRAINING: Final = 6
"""Measured values that a usuario needs before an origin to teach the global models."""

_ROWS: Final = 60_000
_SEASON_ROWS: Final = 60_000
_BOOSTING_CELLS: Final = 3_000
_BOOSTING_USUARIOS: Final = 100
_MIN_ORIGINS: Final = 3
_CLIP: Final = 2.0


@dataclass(frozen=True, eq=False, kw_only=True)
class Members:
    """The forecasts of every member from one origin.

    Attributes:
        values: by member's name, ≥ 0, NaN for usuarios without history, shape (n, horizon) [kWh/d].
        sigma: the usuario's own variability, the unit of its band [kWh/d], shape (n,).
    """

    values: dict[str, Floats]
    sigma: Floats


@dataclass(frozen=True, eq=False, kw_only=True)
class Model:
    """What was learned from all usuarios.

    Attributes:
        period, horizon: columns in a year, steps ahead.
        season: shared seasonal indices.
        linear: weights, or None where the history is too short.
        booster: the boosting model, or None where rows are few.
    """

    period: int
    horizon: int
    season: Season
    linear: Floats | None
    booster: Any

    @property
    def members(self) -> tuple[str, ...]:
        """Names of the members that make up the blend."""
        learned = [LINEAR] * (self.linear is not None) + [BOOSTING] * (self.booster is not None)
        return (NAIVE, THETA, *learned)

    def predict(self, y: Floats, group: Groups) -> Members:
        """Forecast from the end of `y` (values known, shape (n, width)) with every member."""
        base = baseline_at(y, self.season, group, period=self.period, horizon=self.horizon)
        values = {NAIVE: base.naive, DRIFT: base.drift, THETA: base.theta}
        if self.linear is not None:
            values |= self._learned(base)
        learned = [values[name] for name in (LINEAR, BOOSTING) if name in values]
        values[BLEND] = 0.5 * (base.naive + base.theta)
        if learned:
            values[BLEND] = 0.5 * values[BLEND] + 0.5 * sum(learned) / len(learned)
        return Members(values=values, sigma=_sigma(base) * base.history.level)

    def _learned(self, base: Baseline) -> dict[str, Floats]:
        rows = feature_rows(base, self.period, self.horizon)
        shape = rows.shape[:2]
        flat = rows.reshape(-1, rows.shape[2])
        middle = 0.5 * (base.naive + base.theta)
        level = base.history.level[:, None]
        out = {}
        for name, add in ((LINEAR, self._linear_part(flat)), (BOOSTING, self._boosting_part(flat))):
            if add is not None:
                out[name] = np.where(level > 0, np.maximum(middle + add.reshape(shape) * level, 0.0), middle)
        return out

    def _linear_part(self, rows: NDArray[np.float32]) -> Floats | None:
        return None if self.linear is None else predict_linear(self.linear, rows)

    def _boosting_part(self, rows: NDArray[np.float32]) -> Floats | None:
        return None if self.booster is None else predict_boosting(self.booster, rows)


def train(
    y: Floats,
    group: Groups,
    *,
    n_groups: int,
    period: int,
    horizon: int,
    seed: int,
    allowed: tuple[str, ...] = (LINEAR, BOOSTING),
) -> Model:
    """Learn seasons, the linear model and, where there are rows enough, the boosting from all of `y`.

    Args:
        y: values known, NaN = missing, shape (n, width).
        group: bateria of each usuario, shape (n,).
        n_groups: number of baterias.
        period: columns in a year.
        horizon: steps ahead.
        seed: of every random draw.
        allowed: the learned members that may be used where the data support them.
    """
    rng = np.random.default_rng(seed)
    some = _draw(len(y), _SEASON_ROWS, rng)
    season = group_season(y[some], group[some], n_groups, period)
    linear, booster = None, None
    if LINEAR in allowed and y.shape[1] - (period + 1) >= _MIN_ORIGINS:
        rows, target = _training_rows(y, season, group, period=period, horizon=horizon, rng=rng)
        if len(rows) > 10 * rows.shape[1]:
            linear = fit_linear(rows, target)
            cells = np.isfinite(y[:, period + 1 :]).sum()
            if BOOSTING in allowed and cells >= _BOOSTING_CELLS and len(y) >= _BOOSTING_USUARIOS:
                booster = fit_boosting(rows, target, seed=seed)
    return Model(period=period, horizon=horizon, season=season, linear=linear, booster=booster)


def _training_rows(
    y: Floats, season: Season, group: Groups, *, period: int, horizon: int, rng: np.random.Generator
) -> tuple[NDArray[np.float32], Floats]:
    """Draw (usuario, origin, step ahead) triples whose outcome is known; as many for each origin."""
    width = y.shape[1]
    origins = range(period + 1, width)
    share = max(1, _ROWS // len(origins))
    all_rows, all_targets = [], []
    for origin in origins:
        ahead = min(horizon, width - origin)
        some = _draw(len(y), -(-share // ahead), rng)
        seen = y[some, :origin]
        base = baseline_at(seen, season, group[some], period=period, horizon=ahead)
        level = base.history.level[:, None]
        outcome = y[some, origin : origin + ahead]
        enough = (np.isfinite(seen).sum(axis=1) >= MIN_TRAINING)[:, None] & (level > 0)
        usable = enough & np.isfinite(outcome)
        error = (outcome - 0.5 * (base.naive + base.theta)) / np.where(level > 0, level, 1.0)
        all_rows.append(feature_rows(base, period, ahead)[usable])
        all_targets.append(np.clip(error[usable], -_CLIP, _CLIP))
    return np.concatenate(all_rows), np.concatenate(all_targets)


def _draw(n: int, most: int, rng: np.random.Generator) -> NDArray[np.int64]:
    return np.arange(n) if n <= most else np.sort(rng.choice(n, most, replace=False))


def _sigma(base: Baseline) -> Floats:
    level = np.where(base.history.level > 0, base.history.level, np.nan)
    return np.clip(np.nan_to_num(0.5 * (base.step + base.noise) / level, nan=0.03), 0.03, 2.0)
