"""The doors of the forecast for tables: crear_predicciones_lgbm, and a forecast as long rows."""

from dataclasses import asdict
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.ciclo import Calendar
from consumo.domain.forecast_result import Forecast, is_served
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.refusal import refusal
from consumo.domain.vocabulary import MAX_HORIZON
from consumo.forecast.extras import extras_of_frame
from consumo.forecast.future import calendar_of_frame
from consumo.forecast.panel_forecast import forecast_panel

__all__ = ["crear_predicciones_lgbm", "forecast_frame"]


def crear_predicciones_lgbm(
    historico: Panel | pd.DataFrame,
    horizonte: int = 6,
    *,
    niveles: tuple[int, ...] = (80, 95),
    semilla: int = 0,
    calendario: Calendar | pd.DataFrame | None = None,
    extras: pd.DataFrame | None = None,
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
        calendario: the ciclos to come, where their dates are known: a Calendar, or a table with `desde, hasta`; the
            rest is inferred.
        extras: series by ciclo that are known beforehand (holidays, temperature): a row per ciclo of the history and
            to come (id as index or in a column `ciclo`), a column of numbers per series. They are used where they
            help in the backtest; `attrs["modelo"]["detalles"]["extras"]` tells the slopes, 0 where not used.

    Returns:
        Columns `usuario, ciclo, desde, hasta, dias, kwh` and `inf_N, sup_N` for each level, a row per usuario and
        ciclo; usuarios without a forecast have no rows. `attrs["modelo"]` is the model's account: what is served, its
        backtest errors beside seasonal-naive's on the same windows, and the reason (`motivo`) where there is no
        forecast. `attrs["hallazgos"]` are the findings `modelo.datos_insuficientes`: of the data set, or of each
        usuario without a forecast.

        Where the last ciclo is under way (read before its end), the first ciclo forecast is that one, whole, and two
        more columns tell what it rests on: `medido_kwh` and `medido_dias`, missing in the other ciclos.

    Raises:
        PanelError: if the rows are not a panel.
        ParameterError: if horizonte or a level is out of its range, `calendario` does not follow the ciclos, or
            `extras` lacks one.
    """
    panel = historico if isinstance(historico, Panel) else Panel.from_frame(historico)
    future = calendar_of_frame(calendario) if isinstance(calendario, pd.DataFrame) else calendario
    series = None if extras is None else partial(extras_of_frame, extras)
    forecast = forecast_panel(panel, horizonte, niveles=niveles, semilla=semilla, calendario=future, extras=series)
    table = forecast_frame(panel, forecast)
    if forecast.medido_kwh is not None and forecast.medido_dias is not None:
        first = (table["ciclo"] == forecast.calendar.ids[0]).to_numpy()
        rows = np.flatnonzero(is_served(forecast.motivos))
        for name, values in (("medido_kwh", forecast.medido_kwh), ("medido_dias", forecast.medido_dias)):
            table[name] = np.nan
            table.loc[first, name] = np.where(forecast.medido_dias[rows] > 0, values[rows], np.nan)
    table.attrs["hallazgos"] = [finding.to_dict() for finding in _refusals(panel, forecast)]
    return table


def _refusals(panel: Panel, forecast: Forecast) -> list[Hallazgo]:
    if forecast.modelo.codigo:
        return [refusal(panel)]
    return [refusal(panel, row) for row in np.flatnonzero(~is_served(forecast.motivos)).tolist()]


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
    rows = every[is_served(forecast.motivos[every])]
    ahead = min(horizonte or MAX_HORIZON, len(forecast.calendar))
    calendar = forecast.calendar.first(ahead)
    frame = pd.DataFrame(
        {
            "usuario": np.repeat(panel.usuarios[rows].astype(object), ahead),
            "ciclo": np.tile(np.asarray(calendar.ids, dtype=object), len(rows)),
            "desde": np.tile(calendar.desde.astype("datetime64[s]"), len(rows)),
            "hasta": np.tile(calendar.hasta.astype("datetime64[s]"), len(rows)),
            "dias": np.tile(calendar.dias, len(rows)),
            "kwh": forecast.kwh[rows, :ahead].ravel().astype(np.float64),
        }
    )
    for at, level in enumerate(forecast.niveles):
        frame[f"inf_{level}"] = forecast.inferior[at, rows, :ahead].ravel().astype(np.float64)
        frame[f"sup_{level}"] = forecast.superior[at, rows, :ahead].ravel().astype(np.float64)
    frame.attrs["modelo"] = asdict(forecast.modelo)
    return frame
