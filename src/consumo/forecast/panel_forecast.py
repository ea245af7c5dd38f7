"""The forecast of a Panel: every usuario, and the bands of the baterias and the total."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from consumo.domain.ciclo import Calendar
from consumo.domain.errors import ParameterError
from consumo.domain.forecast_result import Forecast, Motivo, Track, is_served
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import MAX_HORIZON, MIN_CICLOS, MIN_KNOWN
from consumo.forecast.backtest import Backtest
from consumo.forecast.bulk import AllMade, Recipe, forecast_all
from consumo.forecast.card import empty_card, trained_card
from consumo.forecast.extras import Extras
from consumo.forecast.future import future_of
from consumo.forecast.grid import Grid, grid_of
from consumo.forecast.intervals import Bands, bands_of
from consumo.forecast.learned import Learned, learn
from consumo.forecast.open_ciclo import projected, under_way
from consumo.forecast.shocks import NORMAL_80
from consumo.forecast.sums import SumBands, bands_of_sums, sum_spread
from consumo.forecast.track import PastForecast, track_of
from consumo.forecast.vacancy import is_vacant

__all__ = ["forecast_panel"]

Progress = Callable[[str, float], None]

_CENTRAL = 80
"""Level of the band [%] whose width stands for a usuario's standard deviation: the tails are less sure."""


def forecast_panel(  # noqa: PLR0913 - the door of the forecast: a keyword per thing that a caller may know
    panel: Panel,
    horizonte: int = MAX_HORIZON,
    *,
    niveles: tuple[int, ...] = (80, 95),
    semilla: int = 0,
    past: Sequence[PastForecast] = (),
    calendario: Calendar | None = None,
    extras: Callable[[Calendar, Calendar], Extras] | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Forecast every usuario, and the bands of its bateria and of the total.

    Where the last ciclo is under way, the first one forecast is that ciclo, whole: what was measured in it and the
    forecast of its remaining days (`open_ciclo.py`).

    Args:
        panel: the data set; missing, estimated and questionable values teach nothing.
        horizonte: ciclos ahead, 1 to MAX_HORIZON.
        niveles: nominal coverages of the bands [%].
        semilla: of every random draw.
        past: forecasts that were served from earlier versions, to say how they turned out.
        calendario: dates of ciclos to come, where they are known; inferred if None.
        extras: series by ciclo that may help, made for the closed ciclos and those to come; used where the backtest
            says that they do.
        executor: what the blocks of usuarios are given to; threads of this process if None.
        progress: told what is being done and the share done, 0 to 1.

    Raises:
        ParameterError: if horizonte or a level is out of its range, or `calendario` does not follow the ciclos.
    """
    if not 1 <= horizonte <= MAX_HORIZON:
        raise ParameterError("horizonte", horizonte, f"1–{MAX_HORIZON}", f"1–{MAX_HORIZON}")
    for level in niveles:
        if not 1 <= level <= 99:
            raise ParameterError("niveles", level, "1–99", "1–99")
    tell = progress or (lambda _what, _share: None)
    begun = under_way(panel)
    panel = begun.closed if begun else panel
    calendar = future_of(panel.calendar, horizonte, calendario)
    if panel.n_ciclos < MIN_CICLOS or panel.n_usuarios == 0:
        return _none(panel, calendar, niveles, np.full(panel.n_usuarios, Motivo.POCOS_CICLOS, np.uint8))
    with threadpool_limits(1, user_api="blas"):  # its threads would wait for each other in a busy loop
        known = extras(panel.calendar, calendar) if extras else None
        made = _forecast(panel, calendar, niveles, semilla, past, known, executor, tell)
    return projected(made, begun) if begun and not made.modelo.codigo else made


def _forecast(
    panel: Panel,
    calendar: Calendar,
    niveles: tuple[int, ...],
    semilla: int,
    past: Sequence[PastForecast],
    extras: Extras | None,
    executor: Executor | None,
    tell: Progress,
) -> Forecast:
    grid, horizonte = grid_of(panel), len(calendar)
    motivos = _motivos(grid)
    if not is_served(motivos).any():
        return _none(panel, calendar, niveles, motivos)
    learned = learn(grid, n_groups=panel.n_baterias, horizon=horizonte, seed=semilla, extras=extras, tell=tell)
    bands = bands_of(learned.backtest, learned.choice.member, niveles)
    if not np.isfinite(bands.limits).all():
        refused = np.where(is_served(motivos), Motivo.HISTORIA_CORTA, motivos)
        return _none(panel, calendar, niveles, refused.astype(np.uint8))
    made = _made(learned, bands, calendar, is_served(motivos), executor, tell)
    tell("sumas", 0.9)
    choice, backtest = learned.choice, learned.backtest
    sums = _sums(panel, backtest, choice.member, made, bands, calendar.dias, niveles)
    return Forecast(
        calendar=calendar,
        niveles=niveles,
        kwh=made.kwh,
        inferior=made.low,
        superior=made.high,
        motivos=motivos,
        modelo=trained_card(learned.grid, backtest, choice, semilla, learned.details),
        track=track_of(panel, learned.grid, backtest, choice.member, past),
        bateria_inferior=sums.bateria_inferior,
        bateria_superior=sums.bateria_superior,
        total_inferior=sums.total_inferior,
        total_superior=sums.total_superior,
    )


def _made(
    learned: Learned,
    bands: Bands,
    calendar: Calendar,
    wanted: NDArray[np.bool_],
    executor: Executor | None,
    tell: Progress,
) -> AllMade:
    """Forecast all usuarios with what was learned, the extras' effect given back."""
    tell("pronosticar", 0.6)
    model, choice = learned.model, learned.choice
    recipe = Recipe(model=model.without_season(), member=choice.member, weights=choice.weights, bands=bands)
    made = forecast_all(
        learned.grid,
        model.season,
        recipe,
        calendar.dias,
        wanted,
        executor,
        lambda share: tell("pronosticar", 0.6 + 0.3 * share),
    )
    if (learned.factor != 1).any():
        for part in (made.kwh, made.low, made.high):
            np.multiply(part, learned.factor.astype(np.float32), out=part)
    return made


def _motivos(grid: Grid) -> NDArray[np.uint8]:
    usual = np.where(is_vacant(grid.y.T), Motivo.DESOCUPADO, Motivo.CON_PRONOSTICO)
    short = np.where(grid.n_known < MIN_KNOWN, Motivo.HISTORIA_CORTA, usual)
    return np.where(grid.active, short, Motivo.INACTIVO).astype(np.uint8)


def _sums(
    panel: Panel,
    backtest: Backtest,
    member: str,
    made: AllMade,
    bands: Bands,
    dias: NDArray[np.int64],
    niveles: tuple[int, ...],
) -> SumBands:
    """Return the limits of the baterias' and the total's sums; a sum of one usuario has that usuario's band."""
    central = bands if _CENTRAL in niveles else bands_of(backtest, member, (_CENTRAL,))
    limits = central.limits[niveles.index(_CENTRAL) if _CENTRAL in niveles else 0]
    unit_spread = (limits[:, 1] - limits[:, 0]) / (2 * NORMAL_80)
    replayed = central.unit(backtest.sigma, backtest.scale)[..., None] * unit_spread
    learned = sum_spread(backtest, member, replayed, panel.bateria_of[backtest.rows])
    group, n_groups = panel.bateria_of, panel.n_baterias
    served = np.isfinite(made.kwh[:, 0])
    squares = np.bincount(group[served], weights=made.unit[served].astype(np.float64) ** 2, minlength=n_groups)
    variance = squares[:, None] * (unit_spread * dias) ** 2
    sums = bands_of_sums(made.kwh, variance, group, n_groups, learned=learned, niveles=niveles)
    counts = np.bincount(group[served], minlength=n_groups)
    alone = np.flatnonzero(served & (counts[group] == 1))
    sums.bateria_inferior[:, group[alone]] = made.low[:, alone]
    sums.bateria_superior[:, group[alone]] = made.high[:, alone]
    if served.sum() == 1:
        sums.total_inferior[:], sums.total_superior[:] = made.low[:, alone[0]], made.high[:, alone[0]]
    return sums


def _none(panel: Panel, calendar: Calendar, niveles: tuple[int, ...], motivos: NDArray[np.uint8]) -> Forecast:
    ahead, levels = len(calendar), len(niveles)
    return Forecast(
        calendar=calendar,
        niveles=niveles,
        kwh=np.full((panel.n_usuarios, ahead), np.nan),
        inferior=np.full((levels, panel.n_usuarios, ahead), np.nan),
        superior=np.full((levels, panel.n_usuarios, ahead), np.nan),
        bateria_inferior=np.full((levels, panel.n_baterias, ahead), np.nan),
        bateria_superior=np.full((levels, panel.n_baterias, ahead), np.nan),
        total_inferior=np.full((levels, ahead), np.nan),
        total_superior=np.full((levels, ahead), np.nan),
        motivos=motivos,
        modelo=empty_card(panel.n_ciclos),
        track=Track.empty(panel.n_baterias),
    )
