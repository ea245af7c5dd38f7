"""calcular_tendencia_polinomial: the polynomial trend of one series; for all usuarios at once see panel_fit."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consumo.domain.errors import ParameterError
from consumo.trend.panel_fit import DAMPING, Grado, fit_panel_trend, sum_trends
from consumo.trend.result import PanelTrend, Trend, TrendSum

__all__ = ["PanelTrend", "Trend", "TrendSum", "calcular_tendencia_polinomial", "fit_panel_trend", "sum_trends"]


def calcular_tendencia_polinomial(
    valores: ArrayLike,
    grado: Grado = "auto",
    *,
    dias: ArrayLike | None = None,
    horizonte: int = 0,
    dias_futuros: Sequence[int] | NDArray[np.int64] | None = None,
    damping: float = DAMPING,
) -> Trend:
    """Fit a polynomial trend to one series of consumption.

    Where nothing is missing and `damping` is 1 it equals `numpy.polyfit` and `numpy.polyval` (cut at 0).

    Args:
        valores: consumption of each ciclo in order, None or NaN = missing, shape (n_ciclos,): kWh where `dias` is
            given, else kWh/d.
        grado: 0 to 5, or `auto` (least AICc, at most 3 and at most a quarter of the known values).
        dias: days of each ciclo [d], shape (n_ciclos,): the fit is on kWh/d and the answer in kWh.
        horizonte: ciclos to project.
        dias_futuros: days of the projected ciclos; the median of `dias` if None.
        damping: share of each projected increment that the next one keeps, in (0, 1].

    Raises:
        ParameterError: if a parameter is out of its range or a length does not fit.
    """
    values = np.asarray(valores, dtype=np.float64)
    if values.ndim != 1:
        raise ParameterError("valores", values.shape, "una sola dimensión", "a single dimension")
    days = np.ones(len(values)) if dias is None else np.asarray(dias, dtype=np.float64)
    if days.shape != values.shape or not (days > 0).all():
        raise ParameterError("dias", days.tolist(), "un número mayor que 0 por valor", "a number above 0 per value")
    ahead = _future_days(days, horizonte, dias_futuros)
    daily = np.where(np.isfinite(values), values / days, np.nan)
    fit = fit_panel_trend(daily[None], grado=grado, horizonte=horizonte, damping=damping, activos=None)
    degree = int(fit.grado[0])
    motivo, motivo_en = _why(grado, degree)
    return Trend(
        grado=degree if degree >= 0 else None,
        coeficientes=fit.coeficientes[0, : degree + 1],
        centro=fit.centro,
        escala=fit.escala,
        r2=float(fit.r2[0]),
        valores=fit.valores[0] * days,
        proyeccion=fit.proyeccion[0] * ahead,
        motivo=motivo,
        motivo_en=motivo_en,
    )


def _why(asked: Grado, used: int) -> tuple[str, str]:
    if used < 0:
        return "No hay ningún valor conocido.", "No value is known."
    if asked == "auto" or used >= asked:
        return "", ""
    return (
        f"Se pidió grado {asked}; la historia solo permite {used}.",
        f"Degree {asked} was asked for; the history supports only {used}.",
    )


def _future_days(
    days: NDArray[np.float64], horizonte: int, given: Sequence[int] | NDArray[np.int64] | None
) -> NDArray[np.float64]:
    if given is None:
        return np.full(max(horizonte, 0), float(np.median(days)) if len(days) else 1.0)
    ahead = np.asarray(given, dtype=np.float64)
    if ahead.shape != (horizonte,):
        expected = f"{horizonte}"
        raise ParameterError("dias_futuros", ahead.shape, f"{expected} valores", f"{expected} values")
    return ahead
