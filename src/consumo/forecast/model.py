"""Train the global models and let every member forecast."""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.forecast.boosting import fit_boosting, predict_boosting
from consumo.forecast.features import FOR_TREES, Features, features_of, tree_rows
from consumo.forecast.linear import Lesson, Linear, fit_linear, predict_linear
from consumo.forecast.members import Described, Members, describe, members_of
from consumo.forecast.season import Season, group_season
from consumo.forecast.smoothing import pooled_error
from consumo.forecast.vacancy import is_vacant
from consumo.forecast.windows import Reals, Windows, blocks_of, windows_of_pairs

__all__ = [
    "BOOSTING", "LAST_YEAR", "LEVEL", "LINEAR", "MIN_TRAINING", "NAIVE", "THETA", "Made", "Model", "train",
]  # fmt: skip

Floats = NDArray[np.float64]
Groups = NDArray[np.int32]
Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]

NAIVE: Final = "ingenuo_estacional"
LAST_YEAR: Final = "anio_anterior"
LEVEL: Final = "nivel"
THETA: Final = "theta"
LINEAR: Final = "lineal_global"
BOOSTING: Final = "lightgbm_global"

MIN_TRAINING: Final = 6
"""Measured values that a usuario needs before an origin to teach the global models."""

_USUARIOS: Final = 20_000
"""Usuarios that all is learned from: beyond them, more of the same."""

_ROWS: Final = 20_000
_POOL_ROWS: Final = 5_000
_BOOSTING_CELLS: Final = 3_000
_BOOSTING_USUARIOS: Final = 100
_MIN_ORIGINS: Final = 3
_ROWS_PER_COLUMN: Final = 20
_CLIP: Final = 2.0


@dataclass(frozen=True, eq=False, kw_only=True)
class Made:
    """The forecasts of every member from the ends of n histories.

    Attributes:
        values: by member's name, ≥ 0, NaN without history, shape (horizon, n) [kWh/d].
        sigma: the usuario's own variability relative to its scale, shape (n,) [–].
        scale: its usual consumption, 0 where it never had any, shape (n,) [kWh/d].
    """

    values: dict[str, Reals]
    sigma: Reals
    scale: Reals


@dataclass(frozen=True, eq=False, kw_only=True)
class Model:
    """What was learned from all usuarios.

    Attributes:
        horizon: steps ahead.
        season: shared seasonal indices.
        pooled: errors of the smoothing constants over all usuarios.
        linear: weights, or None where the history is too short.
        booster: the boosting model, or None where rows are few.
    """

    horizon: int
    season: Season
    pooled: Floats
    linear: Linear | None
    booster: Any

    @property
    def members(self) -> tuple[str, ...]:
        """Names of the members of the blend."""
        learned = [LINEAR] * (self.linear is not None) + [BOOSTING] * (self.booster is not None)
        return (LAST_YEAR, LEVEL, THETA, *learned)

    def without_season(self) -> "Model":
        """Return what `predict` needs: histories carry their season themselves, and of baterias there may be many."""
        return replace(self, season=Season(self.season.index[:0], self.season.prior))

    def only(self, members: tuple[str, ...]) -> "Model":
        """Return it with no learned member but `members`: as trained with no others allowed."""
        return replace(
            self,
            linear=self.linear if LINEAR in members else None,
            booster=self.booster if BOOSTING in members else None,
        )

    def predict(self, windows: Windows) -> Made:
        """Forecast from the ends of the histories with every member."""
        described = describe(windows)
        members = members_of(described, self.pooled, self.horizon)
        made = {NAIVE: members.naive, LAST_YEAR: members.last_year, LEVEL: members.level, THETA: members.theta}
        if self.linear is not None or self.booster is not None:
            middle, features = _middle(members), features_of(described, members)
            if self.linear is not None:
                made[LINEAR] = middle + predict_linear(self.linear, features)
            if self.booster is not None:
                made[BOOSTING] = middle + _boosted(self.booster, features)
        unit = described.season[np.arange(self.horizon) % windows.period] * described.scale
        asleep = np.isnan(described.scale) & (described.history.first < windows.width)
        nothing = asleep | is_vacant(windows.y)
        values = {name: _kwh(value, unit, asleep if name == NAIVE else nothing) for name, value in made.items()}
        return Made(values=values, sigma=members.sigma, scale=np.where(asleep, 0, described.scale))


def train(
    y: Reals,
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
    if len(y) > _USUARIOS:
        some = _draw(len(y), _USUARIOS, rng)
        y, group = y[some], group[some]
    season = group_season(y, group, n_groups, period)
    rows = _draw(len(y), _POOL_ROWS, rng)
    pooled = _pool(_windows(y, group, season, (rows, np.full(len(rows), y.shape[1]))))
    linear, booster = None, None
    wanted = {LINEAR, BOOSTING} & set(allowed)
    somebody = (np.isfinite(y[:, :-1]).sum(axis=1) >= MIN_TRAINING).any()
    if wanted and somebody and y.shape[1] - (period + 1) >= _MIN_ORIGINS:
        lesson, trees = _lesson(y, group, season, pooled, horizon=horizon, rng=rng, with_trees=BOOSTING in wanted)
        if len(lesson.target) > _ROWS_PER_COLUMN * len(FOR_TREES):
            linear = fit_linear(lesson, horizon) if LINEAR in wanted else None
            cells = np.isfinite(y[:, period + 1 :]).sum()
            if trees is not None and cells >= _BOOSTING_CELLS and len(y) >= _BOOSTING_USUARIOS:
                booster = fit_boosting(trees, lesson.target, lesson.weight, seed=seed)
    return Model(horizon=horizon, season=season, pooled=pooled, linear=linear, booster=booster)


def _windows(y: Reals, group: Groups, season: Season, pairs: Pairs) -> Windows:
    return windows_of_pairs(y, group, season.index, season.prior, pairs)


def _pool(windows: Windows) -> Floats:
    return pooled_error(describe(windows).trial)


def _middle(members: Members) -> Reals:
    return np.asarray((members.last_year + members.level) / 2)


def _boosted(booster: Any, features: Features) -> Reals:
    shape = (len(features.steps), features.origin.shape[1])
    return predict_boosting(booster, tree_rows(features)).reshape(shape).astype(features.origin.dtype)


def _kwh(relative: Reals, unit: Reals, asleep: NDArray[np.bool_]) -> Reals:
    """Return relative forecasts as kWh/d, 0 for usuarios that never used anything, or nothing any more."""
    value = np.maximum(1 + relative, 0) * unit
    value[:, asleep] = 0
    return np.asarray(value)


def _lesson(
    y: Reals,
    group: Groups,
    season: Season,
    pooled: Floats,
    *,
    horizon: int,
    rng: np.random.Generator,
    with_trees: bool,
) -> tuple[Lesson, NDArray[np.float32] | None]:
    """Draw (usuario, origin, step ahead) triples whose outcome is known; as many for each origin."""
    period = season.index.shape[1]
    origins = range(period + 1, y.shape[1])
    rows, ends = _draw_pairs(y, origins, horizon, rng)
    parts = [_part(y, group, season, pooled, (rows[some], ends[some]), horizon) for some in blocks_of(len(rows))]
    origin, extra, step, ahead, ciclo, target, weight = (np.concatenate(p) for p in zip(*parts, strict=True))
    trees = None
    if with_trees:
        trees = np.concatenate([origin, extra, step, ahead[:, None]], axis=1).astype(np.float32)
    lesson = Lesson(
        origin=origin, step=step, ahead=ahead, ciclo=ciclo, target=target, weight=weight, n_origins=len(origins)
    )
    return lesson, trees


def _draw_pairs(y: Reals, origins: range, horizon: int, rng: np.random.Generator) -> Pairs:
    """Draw usuarios for each origin among those with enough history, so that each origin gives as many rows."""
    share = max(1, _ROWS // len(origins))
    seen = np.cumsum(np.isfinite(y), axis=1)
    rows, at = [], []
    for origin in origins:
        ahead = min(horizon, y.shape[1] - origin)
        fit = np.flatnonzero(seen[:, origin - 1] >= MIN_TRAINING)
        some = fit[_draw(len(fit), -(-share // ahead), rng)]
        rows.append(some)
        at.append(np.full(len(some), origin))
    return np.concatenate(rows), np.concatenate(at)


def _part(
    y: Reals, group: Groups, season: Season, pooled: Floats, pairs: Pairs, horizon: int
) -> tuple[NDArray[Any], ...]:
    described, members = _described(y, group, season, pooled, pairs, horizon)
    features = features_of(described, members)
    column = pairs[1] + np.arange(horizon)[:, None]
    outcome = np.where(column < y.shape[1], y[pairs[0], np.minimum(column, y.shape[1] - 1)], np.nan)
    unit = described.season[np.arange(horizon) % len(described.season)] * described.scale
    error = outcome / unit - 1 - _middle(members)
    step, which = np.nonzero(np.isfinite(error))
    return (
        features.origin.T[which],
        features.extra.T[which],
        features.steps.swapaxes(1, 2)[step, which],
        step + 1,
        column[step, which],
        np.clip(error[step, which], -_CLIP, _CLIP).astype(y.dtype),
        1 / np.sqrt(members.sigma[which]),
    )


def _described(
    y: Reals, group: Groups, season: Season, pooled: Floats, pairs: Pairs, horizon: int
) -> tuple[Described, Members]:
    described = describe(_windows(y, group, season, pairs))
    return described, members_of(described, pooled, horizon)


def _draw(n: int, most: int, rng: np.random.Generator) -> NDArray[np.int64]:
    return np.arange(n) if n <= most else np.sort(rng.choice(n, most, replace=False))
