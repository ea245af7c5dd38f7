"""GET /api/pronosticos: the stored forecasts of many usuarios or of the baterias, page by page."""

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from consumo.domain.aggregate import sum_known_by_group
from consumo.domain.ciclo_name import ciclo_name
from consumo.domain.errors import ParameterError
from consumo.domain.forecast_result import Forecast, Motivo, is_served
from consumo.domain.panel import Panel
from consumo.domain.refusal import DATOS_INSUFICIENTES
from consumo.domain.vocabulary import MAX_HORIZON, Idioma
from consumo.services.dataset import Dataset
from consumo.services.queries.calendar_text import calendar_text
from consumo.services.queries.cursor import read_cursor, write_cursor
from consumo.services.queries.numbers import known
from consumo.services.queries.predicciones import forecast_points, level_positions, model_account, reason_of
from consumo.services.queries.scope import Scope, scope_of

__all__ = ["Detalle", "check_ahead", "list_pronosticos"]

Floats = NDArray[np.float64]
Detalle = Literal["usuarios", "baterias"]

MAX_LIMITE: Final = 1000


@dataclass(frozen=True, eq=False)
class _Page:
    """The rows of one page: ids, names, baterias, and forecasts with limits (n, 1 + 2 n_niveles, horizonte)."""

    ids: list[str]
    nombres: list[str | None]
    baterias: list[str]
    values: Floats
    con_pronostico: list[int]
    motivos: list[str | None]
    usuarios: list[int]
    medido: Floats


def check_ahead(horizonte: int) -> None:
    """Refuse a horizon that is not worked out.

    Raises:
        ParameterError: if `horizonte` is not 1 to MAX_HORIZON.
    """
    if not 1 <= horizonte <= MAX_HORIZON:
        raise ParameterError("horizonte", horizonte, f"1–{MAX_HORIZON}", f"1–{MAX_HORIZON}")


def list_pronosticos(
    dataset: Dataset,
    *,
    bateria: str | None = None,
    detalle: Detalle = "usuarios",
    horizonte: int = 6,
    niveles: tuple[int, ...] = (80, 95),
    limite: int = 50,
    cursor: str | None = None,
    idioma: Idioma = Idioma.ES,
) -> dict[str, Any]:
    """Return the forecasts of the usuarios (or of the baterias), and their sum.

    Args:
        dataset: the version to answer from.
        bateria: only the usuarios of this bateria.
        detalle: a row per usuario, or a row per bateria.
        horizonte: ciclos ahead, 1 to MAX_HORIZON.
        niveles: nominal coverages of the bands [%], of those that were worked out.
        limite: rows per page, 1 to MAX_LIMITE.
        cursor: `siguiente` of the page before.
        idioma: language of names and reasons.

    Returns:
        `ciclos`, `suma` (of the bateria or the total), `filas` (values in the order of `ciclos`, null where there is
        no forecast), `total` and `siguiente`, and `modelo`.

    Raises:
        NotFoundError: if there is no such bateria.
        ParameterError: if a parameter is out of its range.
    """
    check_ahead(horizonte)
    panel, forecast = dataset.panel, dataset.forecast
    scope = scope_of(panel, usuario=None, bateria=bateria)
    positions = level_positions(forecast, niveles)
    listing = ("pronosticos", bateria, detalle, str(horizonte))
    start = 0 if cursor is None else read_cursor(cursor, version_datos=dataset.version_datos, listing=listing)
    body: dict[str, Any] = {
        "version_datos": dataset.version_datos,
        "ambito": {"tipo": scope.tipo, "id": scope.id, "nombre": scope.nombre},
        "unidad": "kWh",
        "detalle": detalle,
        "ciclos": [],
        "suma": forecast_points(forecast, panel, scope, horizonte=horizonte, niveles=niveles),
        "filas": [],
        "total": 0,
        "siguiente": None,
        "modelo": model_account(dataset, scope, idioma),
    }
    if forecast is None:
        return body
    rows = scope.rows(panel) if detalle == "usuarios" else _baterias(panel, scope)
    end = start + limite
    ahead = min(horizonte, len(forecast.calendar))
    english = idioma is Idioma.EN
    shown = rows[start:end]
    page = (
        _usuarios(panel, forecast, shown, english=english)
        if detalle == "usuarios"
        else _of_baterias(panel, forecast, shown)
    )
    return body | {
        "ciclos": _ciclos(forecast, ahead, idioma),
        "filas": _records(page, ahead, positions),
        "total": len(rows),
        "siguiente": write_cursor(end, version_datos=dataset.version_datos, listing=listing)
        if end < len(rows)
        else None,
    }


def _ciclos(forecast: Forecast, ahead: int, idioma: Idioma) -> list[dict[str, Any]]:
    text = calendar_text(forecast.calendar)
    columns = zip(forecast.calendar.ids[:ahead], text.desde, text.hasta, text.dias, strict=False)
    return [
        {"ciclo": ciclo, "nombre": ciclo_name(ciclo, idioma), "desde": desde, "hasta": hasta, "dias": dias}
        for ciclo, desde, hasta, dias in columns
    ]


def _baterias(panel: Panel, scope: Scope) -> NDArray[np.intp]:
    return np.arange(panel.n_baterias) if scope.tipo == "total" else np.array([scope.index], np.intp)


def _usuarios(panel: Panel, forecast: Forecast, rows: NDArray[np.intp], *, english: bool) -> _Page:
    values = _stacked(forecast.kwh[rows], forecast.inferior[:, rows], forecast.superior[:, rows])
    return _Page(
        ids=panel.usuarios[rows].tolist(),
        nombres=[name or None for name in panel.nombres[rows].tolist()],
        baterias=panel.baterias[panel.bateria_of[rows]].tolist(),
        values=values,
        motivos=[reason_of(Motivo(code), english=english) for code in forecast.motivos[rows].tolist()],
        con_pronostico=is_served(forecast.motivos[rows]).astype(int).tolist(),
        usuarios=[1] * len(rows),
        medido=_measured(forecast)[rows],
    )


def _of_baterias(panel: Panel, forecast: Forecast, rows: NDArray[np.intp]) -> _Page:
    sums = sum_known_by_group(forecast.kwh, panel.bateria_of, panel.n_baterias)[rows]
    made = is_served(forecast.motivos)
    names = panel.baterias[rows].tolist()
    return _Page(
        ids=names,
        nombres=names,
        baterias=names,
        values=_stacked(sums, forecast.bateria_inferior[:, rows], forecast.bateria_superior[:, rows]),
        motivos=[None] * len(rows),
        con_pronostico=np.bincount(panel.bateria_of[made], minlength=panel.n_baterias)[rows].tolist(),
        usuarios=np.bincount(panel.bateria_of, minlength=panel.n_baterias)[rows].tolist(),
        medido=sum_known_by_group(_measured(forecast)[:, None], panel.bateria_of, panel.n_baterias)[rows, 0],
    )


def _measured(forecast: Forecast) -> Floats:
    """Return what was measured so far of the ciclo under way, NaN = nothing, shape (n_usuarios,)."""
    if forecast.medido_kwh is None:
        return np.full(len(forecast.motivos), np.nan)
    return np.where(is_served(forecast.motivos), forecast.medido_kwh, np.nan).astype(np.float64)


def _stacked(kwh: NDArray[Any], low: NDArray[Any], high: NDArray[Any]) -> Floats:
    out = np.empty((len(kwh), 1 + 2 * len(low), kwh.shape[1]))
    out[:, 0] = kwh
    out[:, 1::2], out[:, 2::2] = low.swapaxes(0, 1), high.swapaxes(0, 1)
    return out


def _records(page: _Page, ahead: int, positions: dict[str, int]) -> list[dict[str, Any]]:
    values = known(page.values[:, :, :ahead])
    identity = (page.ids, page.nombres, page.baterias, page.usuarios, page.con_pronostico, page.motivos)
    measured = known(page.medido)
    rows = zip(*identity, values, measured, strict=True)
    return [
        {
            "id": own_id,
            "nombre": nombre,
            "bateria": bateria,
            "usuarios": usuarios,
            "con_pronostico": made,
            "motivo": motivo,
            "codigo": None if made else DATOS_INSUFICIENTES,
            "kwh": row[0],
            "intervalos": {
                level: {"inferior": row[1 + 2 * at], "superior": row[2 + 2 * at]} for level, at in positions.items()
            },
            "medido_kwh": medido,
        }
        for own_id, nombre, bateria, usuarios, made, motivo, row, medido in rows
    ]
