"""How well each forecasting method would have done: the last ciclos held out, forecast from what came before."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo import metrics
from consumo.domain.errors import ParameterError
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import ACTIVE_CICLOS, MAX_HORIZON, MIN_CICLOS, MIN_KNOWN
from consumo.forecast.backtest import replay
from consumo.forecast.blend import BLEND, blended
from consumo.forecast.choice import choose
from consumo.forecast.cut import first_ciclos
from consumo.forecast.grid import grid_of
from consumo.forecast.intervals import bands_of
from consumo.forecast.model import BOOSTING, LAST_YEAR, LEVEL, LINEAR, NAIVE, THETA, train
from consumo.forecast.windows import windows_at
from consumo.services.panel_file import panel_of_file
from consumo.services.peers import Forecasts, Peers
from consumo.services.settings import Settings
from consumo.storage.reader import Reader

__all__ = ["Evaluation", "Score", "evaluate_file", "evaluate_panel", "evaluate_version"]

Floats = NDArray[np.float64]

_SHOWN: Final = (NAIVE, LAST_YEAR, LEVEL, THETA, LINEAR, BOOSTING, BLEND)


@dataclass(frozen=True)
class Score:
    """How one method did on the held-out ciclos; all on kWh/d, each usuario against its own history.

    Attributes:
        metodo: name of the method.
        servido: whether it is the one that would have been served, chosen without the held-out ciclos.
        wape, mase, rmsse, sesgo: see `consumo.metrics` [–].
        cobertura: by nominal coverage [%], the share of outcomes inside the band [–]; NaN without bands.
        usuarios: usuarios scored.
    """

    metodo: str
    servido: bool
    wape: float
    mase: float
    rmsse: float
    sesgo: float
    cobertura: dict[int, float]
    usuarios: int


@dataclass(frozen=True)
class Evaluation:
    """The scores of all methods on one data set.

    Attributes:
        usuarios: usuarios compared.
        ciclos: ciclos known before the held-out ones.
        retenidos: ciclos held out.
        periodo: ciclos in a year.
        puntajes: one per method, seasonal-naive first.
        comparacion: seasonal-naive, what is served and the peers that are installed, on the same sample of usuarios.
        faltan: peers that are not installed.
    """

    usuarios: int
    ciclos: int
    retenidos: int
    periodo: int
    puntajes: tuple[Score, ...]
    comparacion: tuple[Score, ...] = ()
    faltan: tuple[str, ...] = ()

    def score(self, metodo: str) -> Score:
        """Return the score of `metodo`."""
        return next(s for s in self.puntajes if s.metodo == metodo)

    @property
    def servido(self) -> Score:
        """The score of the method that would have been served."""
        return next(s for s in self.puntajes if s.servido)

    def __str__(self) -> str:
        head = f"{self.usuarios} usuarios · {self.ciclos} ciclos + {self.retenidos} retenidos · {self.periodo} al año"
        table = self.table()
        table["metodo"] = table["metodo"] + np.where(table.pop("servido"), " *", "")
        return f"{head}\n{table.to_string(index=False, float_format='{:.4f}'.format)}\n* servido"

    def table(self) -> pd.DataFrame:
        """Return the scores as a table: `metodo, wape, mase, rmsse, sesgo, cobertura_N …, usuarios, servido`.

        Those of the comparison follow; its sample is told from everybody by the number of usuarios.
        """
        rows = [
            {"metodo": s.metodo, "wape": s.wape, "mase": s.mase, "rmsse": s.rmsse, "sesgo": s.sesgo}
            | {f"cobertura_{level}": share for level, share in s.cobertura.items()}
            | {"usuarios": s.usuarios, "servido": s.servido}
            for s in (*self.puntajes, *self.comparacion)
        ]
        return pd.DataFrame(rows)


def evaluate_file(
    ruta: str | Path,
    *,
    retener: int = 6,
    semilla: int = 0,
    completas: bool = False,
    donde: str | None = None,
    peers: Peers | None = None,
) -> Evaluation:
    """Evaluate a file (see `panel_of_file`).

    Args:
        ruta: as in `panel_of_file`.
        retener: last ciclos held out.
        semilla: of every random draw.
        completas: as in `panel_of_file`.
        donde: as in `panel_of_file`.
        peers: other libraries to compare with; none if None.

    Raises:
        InputError: if the file cannot be read, or a parameter does not hold.
    """
    panel = panel_of_file(Path(ruta), completas=completas, donde=donde)
    return evaluate_panel(panel, retener=retener, semilla=semilla, peers=peers)


def evaluate_version(
    settings: Settings,
    version: str | None = None,
    *,
    retener: int = 6,
    semilla: int = 0,
    peers: Peers | None = None,
) -> Evaluation:
    """Evaluate a published version, the current one if None; parameters as in `evaluate_file`.

    Raises:
        NoDataError, NotFoundError: where there is no such version.
        ParameterError: if too few ciclos are left.
    """
    panel = Reader(settings.datos).snapshot(version).panel
    return evaluate_panel(panel, retener=retener, semilla=semilla, peers=peers)


def evaluate_panel(
    panel: Panel,
    *,
    retener: int = 6,
    semilla: int = 0,
    niveles: tuple[int, ...] = (80, 95),
    peers: Peers | None = None,
) -> Evaluation:
    """Hold out the last `retener` ciclos, forecast them with every method from the others, and score.

    Open ciclos are left out first. Only usuarios that would have been forecast, and outcomes that were measured,
    count; all methods are scored on the same cells.

    Raises:
        ParameterError: if `retener` leaves fewer than MIN_CICLOS ciclos to learn from.
    """
    panel = first_ciclos(panel, panel.n_ciclos - _open_at_end(panel))
    most = min(panel.n_ciclos - MIN_CICLOS, MAX_HORIZON)
    if not 1 <= retener <= most:
        expected = f"1–{most}" if most > 0 else f"al menos {MIN_CICLOS + 1} ciclos ({panel.n_ciclos})"
        expected_en = f"1–{most}" if most > 0 else f"at least {MIN_CICLOS + 1} ciclos ({panel.n_ciclos})"
        raise ParameterError("retener", retener, expected, expected_en)
    seen = first_ciclos(panel, panel.n_ciclos - retener)
    served, bands = _forecasts(seen, retener, niveles, semilla)
    measured = np.where(seen.is_measured, seen.kwh_dia, np.nan)
    active = np.isfinite(seen.kwh[:, -ACTIVE_CICLOS:]).any(axis=1) & (np.isfinite(measured).sum(axis=1) >= MIN_KNOWN)
    actual = np.where(panel.is_measured & active[:, None], panel.kwh_dia, np.nan)[:, -retener:]
    for band in bands.values():
        actual = np.where(np.isfinite(band.point), actual, np.nan)
    truth = _Truth(actual, measured, seen.calendar.period)
    scores = tuple(_score(name, name == served, truth, band, niveles) for name, band in bands.items())
    usuarios = int(np.isfinite(actual).any(axis=1).sum())
    found = Evaluation(usuarios, seen.n_ciclos, retener, truth.period, scores)
    return found if peers is None else _with_peers(found, truth, bands, peers, niveles, semilla)


def _with_peers(
    found: Evaluation, truth: "_Truth", bands: dict[str, Forecasts], peers: Peers, niveles: tuple[int, ...], seed: int
) -> Evaluation:
    """Add seasonal-naive, what is served and the peers, all on the cells that each of them forecasts."""
    known = np.flatnonzero(np.isfinite(truth.actual).any(axis=1))
    rows = np.sort(np.random.default_rng(seed).permutation(known)[: peers.sample])
    made = peers.forecast(truth.history, rows, truth.period, found.retenidos, niveles)
    if not made:
        return replace(found, faltan=peers.missing)
    compared = {name: bands[name] for name in dict.fromkeys((NAIVE, found.servido.metodo))} | made
    actual = np.full_like(truth.actual, np.nan)
    actual[rows] = truth.actual[rows]
    for band in compared.values():
        actual = np.where(np.isfinite(band.point), actual, np.nan)
    same = replace(truth, actual=actual)
    scores = tuple(_score(n, n == found.servido.metodo, same, band, niveles) for n, band in compared.items())
    return replace(found, comparacion=scores, faltan=peers.missing)


@dataclass(frozen=True, eq=False)
class _Truth:
    """What happened (n, retener), what was known before (n, n_ciclos) [kWh/d], and the ciclos in a year."""

    actual: Floats
    history: Floats
    period: int


def _forecasts(seen: Panel, horizon: int, niveles: tuple[int, ...], seed: int) -> tuple[str, dict[str, Forecasts]]:
    """Return the method that would be served, and the forecasts of each, from the end of `seen`."""
    grid = grid_of(seen)
    groups = seen.n_baterias
    choice, backtest = choose(replay(grid, n_groups=groups, horizon=horizon, seed=seed))
    model = train(
        grid.y,
        grid.group,
        n_groups=groups,
        period=grid.period,
        horizon=horizon,
        seed=seed,
        allowed=backtest.members,
    )
    made = model.predict(windows_at(grid.y, grid.group, model.season.index, model.season.prior, slice(0, len(grid.y))))
    points = {name: value.T.astype(np.float64) for name, value in made.values.items()}
    points[BLEND] = blended(points, choice.weights)
    out: dict[str, Forecasts] = {}
    for name in _SHOWN:
        if name not in points or name not in backtest.values:
            continue
        bands = bands_of(backtest, name, niveles)
        limits, unit = bands.limits[:, None], bands.unit(made.sigma, made.scale)[:, None]
        point = points[name]
        out[name] = Forecasts(point, np.maximum(point + limits[..., 0] * unit, 0.0), point + limits[..., 1] * unit)
    return choice.member, out


def _score(name: str, served: bool, truth: _Truth, band: Forecasts, niveles: tuple[int, ...]) -> Score:
    actual, history, period = truth.actual, truth.history, truth.period
    return Score(
        metodo=name,
        servido=served,
        wape=float(metrics.wape(actual, band.point)),
        mase=metrics.mase(actual, band.point, history, period),
        rmsse=metrics.rmsse(actual, band.point, history, period),
        sesgo=float(metrics.bias(actual, band.point)),
        cobertura={
            level: float(metrics.coverage(actual, band.low[k], band.high[k])) for k, level in enumerate(niveles)
        },
        usuarios=int(np.isfinite(actual).any(axis=1).sum()),
    )


def _open_at_end(panel: Panel) -> int:
    """Return how many of the last ciclos are still open."""
    return int(np.argmin(np.append(panel.abierto[::-1], False)))
