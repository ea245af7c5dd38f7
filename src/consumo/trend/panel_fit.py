"""The polynomial trends of all usuarios in one go, and their sums."""

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from consumo.domain.aggregate import sum_known
from consumo.domain.errors import ParameterError
from consumo.domain.vocabulary import ACTIVE_CICLOS
from consumo.trend.degree import MAX_AUTO_DEGREE, MAX_DEGREE, choose_degree, supported_degree
from consumo.trend.orthogonal import fit_orthogonal
from consumo.trend.result import PanelTrend, TrendSum

__all__ = ["DAMPING", "Grado", "fit_panel_trend", "sum_trends"]

Floats = NDArray[np.float64]
Grado = int | Literal["auto"]

DAMPING: Final = 0.85
"""Share of each projected increment that the next one keeps (Gardner and McKenzie 1985 found 0.8–0.98 usual)."""

_CEILING: Final = 2.0
"""A damped projection stays below this many times the usuario's largest known value."""

_BLOCK: Final = 1024
"""Usuarios per block: its arrays stay in the processor's cache."""


def fit_panel_trend(
    kwh_dia: Floats,
    *,
    grado: Grado = "auto",
    horizonte: int = 0,
    damping: float = DAMPING,
    activos: int | None = ACTIVE_CICLOS,
) -> PanelTrend:
    """Fit a polynomial trend to every row, using what is known.

    The projection adds to the last fitted value the polynomial's own increments, the j-th shrunk by `damping`**j
    (E. S. Gardner and E. McKenzie, 1985, Management Science 31(10), doi:10.1287/mnsc.31.10.1237), and stays
    between 0 and twice the largest known value. With `damping` = 1 it is the polynomial itself, cut at 0.

    Args:
        kwh_dia: consumption per day [kWh/d], NaN = missing, shape (n, n_ciclos).
        grado: 0 to 5, capped at one less than the known values; or `auto`, by AICc up to 3 and a quarter of them.
        horizonte: ciclos to project, ≥ 0.
        damping: in (0, 1].
        activos: usuarios without a value in this many last ciclos are not projected; None projects all.

    Raises:
        ParameterError: if grado, horizonte or damping is out of its range.
    """
    asked = _checked(grado, horizonte, damping)
    n, width = kwh_dia.shape
    centre, scale = max(width - 1, 0) / 2, max((width - 1) / 2, 1.0)
    out = PanelTrend(
        grado=np.full(n, -1, np.int8),
        maximo=np.full(n, -1, np.int8),
        coeficientes=np.zeros((n, MAX_DEGREE + 1)),
        centro=centre,
        escala=scale,
        r2=np.full(n, np.nan),
        valores=np.full((n, width), np.nan),
        proyeccion=np.full((n, horizonte), np.nan),
    )
    times = (np.arange(width) - centre) / scale
    for start in range(0, n if width else 0, _BLOCK):
        rows = slice(start, start + _BLOCK)
        y = np.asarray(kwh_dia[rows], np.float64)
        known = np.isfinite(y)
        _fit_block(out, rows, y, known, times, asked)
        _project_block(out, rows, y, known, damping, activos)
    return out


def sum_trends(
    trend: PanelTrend, rows: NDArray[np.intp], *, kwh: Floats, dias: NDArray[np.int16], dias_futuros: NDArray[np.int64]
) -> TrendSum:
    """Add up the trends of some usuarios, in kWh.

    Args:
        trend: of the whole panel, fitted on kwh_dia.
        rows: the usuarios to add up.
        kwh: consumption of the whole panel [kWh], shape (n, n_ciclos).
        dias: days of each consumption, shape (n, n_ciclos).
        dias_futuros: days of the projected ciclos, shape (horizonte,).
    """
    values = sum_known(trend.valores[rows] * dias[rows])
    observed = sum_known(np.where(np.isfinite(trend.valores[rows]), kwh[rows], np.nan))
    degrees = trend.grado[rows]
    top = int(degrees.max()) if len(degrees) else -1
    return TrendSum(
        grado=top if top >= 0 else None,
        r2=float(_r2(observed[None], values[None])[0]),
        valores=values,
        proyeccion=sum_known(trend.proyeccion[rows] * dias_futuros),
    )


def _checked(grado: Grado, horizonte: int, damping: float) -> int | None:
    expected = f"auto, 0–{MAX_DEGREE}"
    if isinstance(grado, str) and grado != "auto":
        raise ParameterError("grado", grado, expected, expected)
    if not isinstance(grado, str) and not 0 <= grado <= MAX_DEGREE:
        raise ParameterError("grado", grado, expected, expected)
    if horizonte < 0:
        raise ParameterError("horizonte", horizonte, "0 o más", "0 or more")
    if not 0 < damping <= 1:
        raise ParameterError("damping", damping, "más de 0 y hasta 1", "above 0 and up to 1")
    return None if isinstance(grado, str) else grado


def _fit_block(
    out: PanelTrend, rows: slice, y: Floats, known: NDArray[np.bool_], times: Floats, asked: int | None
) -> None:
    n_known = known.sum(axis=1)
    top = MAX_AUTO_DEGREE if asked is None else asked
    fit = fit_orthogonal(y, times, top)
    limit = supported_degree(n_known, asked)
    values = np.where(known, y, 0.0)
    count = np.maximum(n_known, 1)
    mean_square = np.einsum("ij,ij->i", values, values) / count
    degree = limit if asked is not None else choose_degree(fit.sse, n_known, limit, mean_square)
    used = np.arange(top + 1)[:, None] <= degree
    out.grado[rows], out.maximo[rows] = degree, limit
    out.coeficientes[rows, : top + 1] = np.einsum("kn,knp->np", used.astype(np.float64), fit.powers)
    curve = _curve(out, rows, times, top)
    width = y.shape[1]
    column = np.arange(width)
    first, last = np.argmax(known, axis=1), width - 1 - np.argmax(known[:, ::-1], axis=1)
    outside = (column < first[:, None]) | (column > last[:, None]) | (n_known == 0)[:, None]
    curve[outside] = np.nan
    out.valores[rows] = curve
    mean = values.sum(axis=1) / count
    centred = np.where(known, y - mean[:, None], 0.0)
    error = np.take_along_axis(fit.sse, np.maximum(degree, 0)[None], axis=0)[0]
    out.r2[rows] = _explained(error, np.einsum("ij,ij->i", centred, centred), count, mean)


def _project_block(
    out: PanelTrend, rows: slice, y: Floats, known: NDArray[np.bool_], damping: float, activos: int | None
) -> None:
    horizon = out.proyeccion.shape[1]
    if horizon == 0:
        return
    width = y.shape[1]
    last = width - 1 - np.argmax(known[:, ::-1], axis=1)
    end = np.take_along_axis(out.valores[rows], last[:, None], axis=1)
    end[np.isnan(end)] = 0.0
    raw = _curve(out, rows, (np.arange(width - 1, width + horizon) - out.centro) / out.escala, MAX_DEGREE)
    path = end + np.cumsum(np.diff(raw, axis=1) * damping ** np.arange(1, horizon + 1), axis=1)
    # A last reading that is missing leaves the undamped step from the last known value to the end of the span.
    path += (raw[:, :1] - end) * damping
    path = np.maximum(path, 0.0)
    if damping < 1:
        path = np.minimum(path, _CEILING * np.where(known, y, 0.0).max(axis=1, keepdims=True))
    projected: NDArray[np.bool_] = np.any(known if activos is None else known[:, -activos:], axis=1)
    path[~projected] = np.nan
    out.proyeccion[rows] = path


def _curve(out: PanelTrend, rows: slice, x: Floats, top: int) -> Floats:
    """Evaluate the fitted polynomials, of degree `top` at most, by Horner's rule, shape (n, n_times)."""
    coefficients = out.coeficientes[rows]
    value = np.repeat(coefficients[:, top, None], len(x), axis=1)
    for power in range(top - 1, -1, -1):
        value *= x
        value += coefficients[:, power, None]
    return value


def _r2(observed: Floats, fitted: Floats) -> Floats:
    """Return 1 − SSE / SST over what both know; NaN where the observed do not vary, shape (n,)."""
    both = np.isfinite(observed) & np.isfinite(fitted)
    count = np.maximum(both.sum(axis=1), 1)
    y = np.where(both, observed, 0.0)
    mean = y.sum(axis=1) / count
    spread = (np.where(both, y - mean[:, None], 0.0) ** 2).sum(axis=1)
    error = (np.where(both, y - np.where(both, fitted, 0.0), 0.0) ** 2).sum(axis=1)
    return _explained(error, spread, count, mean)


def _explained(error: Floats, spread: Floats, count: NDArray[np.int64], mean: Floats) -> Floats:
    varies = spread > 1e-20 * count * np.maximum(mean**2, np.finfo(np.float64).tiny * 1e20)
    return np.where(varies, 1 - error / np.where(varies, spread, 1.0), np.nan)
