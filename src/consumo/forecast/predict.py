"""The doors of the forecast: crear_predicciones_lgbm for a table, forecast_panel for everything else."""

from collections.abc import Callable, Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.aggregate import sum_known, sum_known_by_group
from consumo.domain.ciclo import Calendar
from consumo.domain.errors import ParameterError
from consumo.domain.forecast_result import Forecast, Motivo, Track
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import MAX_HORIZON
from consumo.forecast.backtest import MIN_KNOWN, Backtest, replay
from consumo.forecast.blend import blended
from consumo.forecast.card import empty_card, trained_card
from consumo.forecast.choice import Choice, choose
from consumo.forecast.grid import Grid, grid_of
from consumo.forecast.intervals import Bands, bands_of
from consumo.forecast.model import NAIVE, train
from consumo.forecast.sums import student_quantile, sum_spread
from consumo.forecast.track import PastForecast, track_of
from consumo.forecast.windows import blocks_of, windows_at

__all__ = ["MIN_CICLOS", "crear_predicciones_lgbm", "forecast_frame", "forecast_panel"]

Floats = NDArray[np.float64]
Progress = Callable[[str, float], None]

MIN_CICLOS = 6
"""Ciclos that a data set needs: four to forecast from and two to see how well that goes."""


def crear_predicciones_lgbm(
    historico: Panel | pd.DataFrame, horizonte: int = 6, *, niveles: tuple[int, ...] = (80, 95), semilla: int = 0
) -> pd.DataFrame:
    """Forecast the next ciclos of every usuario, with bands.

    A blend of members that serve all usuarios at once: last year's value, the smoothed level with its season, theta,
    a pooled linear model and (where there are rows enough for it) LightGBM; seasonal-naive alone where the backtest
    says that it is better.

    Args:
        historico: a Panel, or long rows with the columns `usuario, bateria, desde, hasta, kwh`.
        horizonte: ciclos ahead, 1 to MAX_HORIZON.
        niveles: nominal coverages of the bands [%], each 1 to 99.
        semilla: of every random draw; the same data and seed give the same forecast.

    Returns:
        Columns `usuario, ciclo, desde, hasta, dias, kwh` and `inf_N, sup_N` for each level, a row per usuario and
        ciclo; usuarios without a forecast have no rows. `attrs["modelo"]` is the model's account, with the reason
        (`motivo`) where there is no forecast.

    Raises:
        PanelError: if the rows are not a panel.
        ParameterError: if horizonte or a level is out of its range.
    """
    panel = historico if isinstance(historico, Panel) else Panel.from_frame(historico)
    return forecast_frame(panel, forecast_panel(panel, horizonte, niveles=niveles, semilla=semilla))


def forecast_frame(
    panel: Panel, forecast: Forecast, *, rows: NDArray[np.intp] | None = None, horizonte: int | None = None
) -> pd.DataFrame:
    """Return a forecast of `panel` as long rows (the columns of `crear_predicciones_lgbm`).

    Args:
        panel: the data set.
        forecast: its forecast.
        rows: only these usuarios; those without a forecast are left out anyway.
        horizonte: only so many ciclos; all if None.
    """
    every = np.arange(panel.n_usuarios) if rows is None else rows
    rows = every[forecast.motivos[every] == Motivo.CON_PRONOSTICO]
    ahead = min(horizonte or MAX_HORIZON, len(forecast.calendar))
    calendar = forecast.calendar.first(ahead)
    frame = pd.DataFrame(
        {
            "usuario": np.repeat(panel.usuarios[rows].astype(object), ahead),
            "ciclo": np.tile(np.asarray(calendar.ids, dtype=object), len(rows)),
            "desde": np.tile(calendar.desde.astype("datetime64[s]"), len(rows)),
            "hasta": np.tile(calendar.hasta.astype("datetime64[s]"), len(rows)),
            "dias": np.tile(calendar.dias, len(rows)),
            "kwh": forecast.kwh[rows, :ahead].ravel(),
        }
    )
    for at, level in enumerate(forecast.niveles):
        frame[f"inf_{level}"] = forecast.inferior[at, rows, :ahead].ravel()
        frame[f"sup_{level}"] = forecast.superior[at, rows, :ahead].ravel()
    frame.attrs["modelo"] = asdict(forecast.modelo)
    return frame


def forecast_panel(
    panel: Panel,
    horizonte: int = MAX_HORIZON,
    *,
    niveles: tuple[int, ...] = (80, 95),
    semilla: int = 0,
    past: Sequence[PastForecast] = (),
    progress: Progress | None = None,
) -> Forecast:
    """Forecast every usuario, and the bands of its bateria and of the total.

    Args:
        panel: the data set; missing, estimated and questionable values teach nothing.
        horizonte: ciclos ahead, 1 to MAX_HORIZON.
        niveles: nominal coverages of the bands [%].
        semilla: of every random draw.
        past: forecasts that were served from earlier versions, to say how they turned out.
        progress: told what is being done and the share done, 0 to 1.

    Raises:
        ParameterError: if horizonte or a level is out of its range.
    """
    if not 1 <= horizonte <= MAX_HORIZON:
        raise ParameterError("horizonte", horizonte, f"1–{MAX_HORIZON}", f"1–{MAX_HORIZON}")
    for level in niveles:
        if not 1 <= level <= 99:
            raise ParameterError("niveles", level, "1–99", "1–99")
    tell = progress or (lambda _what, _share: None)
    calendar = panel.calendar.extend(horizonte)
    if panel.n_ciclos < MIN_CICLOS or panel.n_usuarios == 0:
        return _none(panel, calendar, niveles, np.full(panel.n_usuarios, Motivo.HISTORIA_CORTA, np.uint8))
    grid = grid_of(panel)
    motivos = _motivos(grid)
    tell("backtest", 0.05)
    choice, backtest = choose(replay(grid, n_groups=panel.n_baterias, horizon=horizonte, seed=semilla))
    bands = bands_of(backtest, choice.member, niveles)
    if not np.isfinite(bands.limits).all() or not (motivos == Motivo.CON_PRONOSTICO).any():
        return _none(panel, calendar, niveles, np.maximum(motivos, Motivo.HISTORIA_CORTA).astype(np.uint8))
    tell("entrenar", 0.4)
    daily, unit = _predict(grid, backtest, choice, bands, horizonte, semilla, panel.n_baterias)
    tell("intervalos", 0.9)
    daily[motivos != Motivo.CON_PRONOSTICO] = np.nan
    kwh = daily * calendar.dias
    unit = unit[:, None] * calendar.dias
    low = np.maximum(kwh + bands.limits[:, None, :, 0] * unit, 0.0)
    high = kwh + bands.limits[:, None, :, 1] * unit
    return Forecast(
        calendar=calendar,
        niveles=niveles,
        kwh=kwh,
        inferior=low,
        superior=high,
        motivos=motivos,
        modelo=trained_card(grid, backtest, choice, semilla),
        track=track_of(panel, grid, backtest, choice.member, past),
        **_sum_bands(panel, backtest, choice.member, niveles=niveles, kwh=kwh, unit=unit, low=low, high=high),
    )


def _motivos(grid: Grid) -> NDArray[np.uint8]:
    short = np.where(grid.n_known < MIN_KNOWN, Motivo.HISTORIA_CORTA, Motivo.CON_PRONOSTICO)
    return np.where(grid.active, short, Motivo.INACTIVO).astype(np.uint8)


def _predict(
    grid: Grid, backtest: Backtest, choice: Choice, bands: Bands, horizon: int, seed: int, n_groups: int
) -> tuple[Floats, Floats]:
    """Train on everything, with the members that the backtest had, and forecast in blocks of usuarios.

    Returns:
        Forecasts, shape (n, horizon), and the units of the bands, shape (n,) [kWh/d].
    """
    model = train(
        grid.y,
        grid.group,
        n_groups=n_groups,
        period=grid.period,
        horizon=horizon,
        seed=seed,
        allowed=backtest.members,
    )
    daily = np.full((len(grid.y), horizon), np.nan)
    unit = np.full(len(grid.y), np.nan)
    for rows in blocks_of(len(grid.y)):
        made = model.predict(windows_at(grid.y, grid.group, model.season.index, model.season.prior, rows))
        values = made.values[NAIVE] if choice.member == NAIVE else blended(made.values, choice.weights)
        daily[rows], unit[rows] = values.T, bands.unit(made.sigma, made.scale)
    return daily, unit


def _sum_bands(  # the arrays of one forecast, named
    panel: Panel,
    backtest: Backtest,
    member: str,
    *,
    niveles: tuple[int, ...],
    kwh: Floats,
    unit: Floats,
    low: Floats,
    high: Floats,
) -> dict[str, Floats]:
    """Return the limits of the baterias' and the total's sums; a sum of one usuario has that usuario's band."""
    central = bands_of(backtest, member, (80,))
    unit_spread = (central.limits[0, :, 1] - central.limits[0, :, 0]) / (2 * 1.2816)
    replayed = central.unit(backtest.sigma, backtest.scale)[..., None] * unit_spread
    learned = sum_spread(backtest, member, replayed, panel.bateria_of[backtest.rows])
    spread = unit * unit_spread
    group, n_groups = panel.bateria_of, panel.n_baterias
    sums = sum_known_by_group(kwh, group, n_groups)
    wide = learned.bateria_spread(kwh, spread, group, n_groups)
    total, total_wide = sum_known(kwh), learned.total_spread(kwh, spread)
    reach = np.array([student_quantile((100 + level) / 200, learned.freedom) for level in niveles])
    out = {
        "bateria_inferior": np.maximum(sums - reach[:, None, None] * wide, 0.0),
        "bateria_superior": sums + reach[:, None, None] * wide,
        "total_inferior": np.maximum(total - reach[:, None] * total_wide, 0.0),
        "total_superior": total + reach[:, None] * total_wide,
    }
    forecast = np.isfinite(kwh).any(axis=1)
    counts = np.bincount(group[forecast], minlength=n_groups)
    alone = np.flatnonzero(forecast & (counts[group] == 1))
    out["bateria_inferior"][:, group[alone]] = low[:, alone]
    out["bateria_superior"][:, group[alone]] = high[:, alone]
    if forecast.sum() == 1:
        out["total_inferior"], out["total_superior"] = low[:, alone[0]], high[:, alone[0]]
    return out


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
        modelo=empty_card(panel, MIN_CICLOS),
        track=Track.empty(panel.n_baterias),
    )
