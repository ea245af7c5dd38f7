"""The stored forecast of a version as an answer: values, bands and the account of the model."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.aggregate import sum_known
from consumo.domain.errors import ParameterError
from consumo.domain.forecast_result import SERVED, Forecast, Motivo, is_served
from consumo.domain.making import Making
from consumo.domain.panel import Panel
from consumo.domain.refusal import DATOS_INSUFICIENTES, why
from consumo.domain.vocabulary import Idioma
from consumo.services.dataset import Dataset
from consumo.services.queries.calendar_text import calendar_text
from consumo.services.queries.numbers import known, known_one
from consumo.services.queries.scope import Scope

__all__ = ["code_of", "forecast_points", "level_positions", "measured_so_far", "model_account", "reason_of"]

Floats = NDArray[np.float64]

DEFAULT_NIVELES: Final = (80, 95)
_PREPARING: Final = (
    "Pronóstico en preparación: se está calculando para esta versión; vuelva a consultar en unos segundos.",
    "Forecast being prepared: it is being worked out for this version; ask again in a few seconds.",
)


def forecast_points(
    forecast: Forecast | None, panel: Panel, scope: Scope, *, horizonte: int, niveles: tuple[int, ...]
) -> list[dict[str, Any]]:
    """Return the next `horizonte` ciclos of `scope`; empty where there is no forecast.

    Raises:
        ParameterError: if a level is not one of those that were worked out.
    """
    levels = level_positions(forecast, niveles)
    if forecast is None:
        return []
    ahead = min(horizonte, len(forecast.calendar))
    values = known(_values(forecast, panel, scope)[:, :ahead])
    if None in values[0]:
        return []
    text = calendar_text(forecast.calendar)
    columns = zip(forecast.calendar.ids, text.desde, text.hasta, text.dias, values[0], strict=False)
    bands = {level: list(zip(values[1 + 2 * at], values[2 + 2 * at], strict=True)) for level, at in levels.items()}
    return [
        {
            "ciclo": ciclo,
            "desde": desde,
            "hasta": hasta,
            "dias": dias,
            "kwh": value,
            "intervalos": {level: list(limits[k]) for level, limits in bands.items()},
            "medido": None if k else measured_so_far(forecast, scope.rows(panel)),
        }
        for k, (ciclo, desde, hasta, dias, value) in enumerate(columns)
    ]


def measured_so_far(forecast: Forecast, rows: NDArray[np.intp]) -> dict[str, Any] | None:
    """Return what was measured of `rows` in the first ciclo; None where it has not begun, or none of them was read."""
    if forecast.medido_kwh is None or forecast.medido_dias is None:
        return None
    kwh = forecast.medido_kwh[rows].astype(np.float64)
    read = np.isfinite(kwh) & is_served(forecast.motivos[rows])
    if not read.any():
        return None
    days = forecast.medido_dias[rows][read]
    return {"kwh": known_one(float(kwh[read].sum())), "dias": int(days.max()), "usuarios": int(read.sum())}


def model_account(dataset: Dataset, scope: Scope, idioma: Idioma) -> dict[str, Any]:
    """Return `modelo`: what made the forecast of `scope`, how well it does, or why there is none."""
    english = idioma is Idioma.EN
    forecast, panel = dataset.forecast, dataset.panel
    if forecast is None:
        return _not_made(dataset.making or Making(), english=english)
    card = forecast.modelo
    reasons = [card.motivo_en if english else card.motivo, _left_out(forecast, panel, scope, english=english)]
    return _account(
        card.nombre,
        card.version,
        "listo",
        (card.usuarios, card.ciclos),
        (card.wape, card.mase, card.ingenuo_wape, card.ingenuo_mase),
        " ".join(r for r in reasons if r),
        code_of(forecast, scope),
    )


def reason_of(motivo: Motivo, *, english: bool) -> str | None:
    """Say why a usuario has no forecast; None where it has one."""
    reason = why(motivo)
    return reason[english] if reason else None


def code_of(forecast: Forecast, scope: Scope) -> str | None:
    """Return the code of the finding that there is no forecast of `scope`; None where there is one."""
    if forecast.modelo.codigo:
        return forecast.modelo.codigo
    alone = scope.tipo == "usuario" and int(forecast.motivos[scope.index]) not in SERVED
    return DATOS_INSUFICIENTES if alone else None


def _account(
    nombre: str,
    version: str,
    estado: str,
    trained: tuple[int, int],
    errors: tuple[float | None, ...],
    motivo: str,
    codigo: str | None = None,
) -> dict[str, Any]:
    return {
        "nombre": nombre,
        "version": version,
        "estado": estado,
        "entrenado_con": {"usuarios": trained[0], "ciclos": trained[1]},
        "error": dict(zip(("wape", "mase", "ingenuo_wape", "ingenuo_mase"), errors, strict=True)),
        "motivo": motivo,
        "codigo": codigo,
        "avance": None,
    }


def _not_made(making: Making, *, english: bool) -> dict[str, Any]:
    """Return `modelo` of a forecast that is being made, or could not be."""
    estado = "en_preparacion" if making.fallo is None else "fallido"
    motivo = (making.fallo or _PREPARING)[english]
    return _account("ninguno", "", estado, (0, 0), (None,) * 4, motivo) | {"avance": making.parte}


def _left_out(forecast: Forecast, panel: Panel, scope: Scope, *, english: bool) -> str:
    """Say why a usuario has no forecast, or how many usuarios a sum leaves out."""
    if scope.tipo == "usuario":
        return reason_of(Motivo(int(forecast.motivos[scope.index])), english=english) or ""
    motivos = forecast.motivos[scope.rows(panel)]
    out = int((~is_served(motivos)).sum())
    if out == 0:
        return ""
    if english:
        return (
            f"{out} of {len(motivos)} usuarios have no forecast (short history or inactive); the sum leaves them out."
        )
    return (
        f"{out} de {len(motivos)} usuarios no tienen pronóstico (historia corta o inactivos); la suma no los incluye."
    )


def _values(forecast: Forecast, panel: Panel, scope: Scope) -> Floats:
    """Return kwh, then lower and upper limit of each level in turn, shape (1 + 2 n_niveles, horizonte)."""
    at = scope.index
    out = np.empty((1 + 2 * len(forecast.niveles), forecast.kwh.shape[1]))
    if scope.tipo == "usuario":
        out[0], out[1::2], out[2::2] = forecast.kwh[at], forecast.inferior[:, at], forecast.superior[:, at]
        return out
    out[0] = sum_known(forecast.kwh[scope.rows(panel)])
    if scope.tipo == "bateria":
        out[1::2], out[2::2] = forecast.bateria_inferior[:, at], forecast.bateria_superior[:, at]
    else:
        out[1::2], out[2::2] = forecast.total_inferior, forecast.total_superior
    return out


def level_positions(forecast: Forecast | None, niveles: tuple[int, ...]) -> dict[str, int]:
    """Return where each of `niveles` is among those that were worked out, by its text.

    Raises:
        ParameterError: if a level was not worked out.
    """
    made = forecast.niveles if forecast is not None else DEFAULT_NIVELES
    for level in niveles:
        if level not in made:
            choices = ", ".join(map(str, made))
            raise ParameterError("niveles", level, f"alguno de {choices}", f"some of {choices}")
    return {str(level): made.index(level) for level in niveles}
