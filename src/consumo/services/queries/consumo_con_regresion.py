"""GET /api/consumo-con-regresion: history, trend and forecast of a usuario, a bateria or the whole."""

from typing import Any, Literal

from consumo.domain.errors import ParameterError
from consumo.domain.vocabulary import MAX_HORIZON, Idioma
from consumo.services.dataset import Dataset
from consumo.services.queries.predicciones import forecast_points, model_account
from consumo.services.queries.scope import history, scope_of
from consumo.services.queries.tendencia import trend_of

__all__ = ["consumo_con_regresion"]


def consumo_con_regresion(
    dataset: Dataset,
    *,
    usuario: str | None = None,
    bateria: str | None = None,
    horizonte: int = 6,
    grado: int | Literal["auto"] = "auto",
    niveles: tuple[int, ...] = (80, 95),
    idioma: Idioma = Idioma.ES,
) -> dict[str, Any]:
    """Return what is known and expected of a usuario, a bateria or (neither given) the whole data set.

    History, trend and forecast of a bateria and of the whole are the sums of those of their usuarios. The forecast
    is the one stored with the version: until it is ready `predicciones` is empty and `modelo.estado` says so.

    Args:
        dataset: the version to answer from.
        usuario: id of a usuario.
        bateria: id of a bateria; not together with `usuario`.
        horizonte: ciclos ahead, 1 to MAX_HORIZON.
        grado: degree of the trend's polynomial, 0 to 5, or chosen for each usuario.
        niveles: nominal coverages of the bands [%], of those that were worked out.
        idioma: language of `modelo.motivo`.

    Raises:
        InputError: if both usuario and bateria are given, or a parameter is out of its range.
        NotFoundError: if there is no such usuario or bateria.
    """
    if not 1 <= horizonte <= MAX_HORIZON:
        expected = f"1–{MAX_HORIZON}"
        raise ParameterError("horizonte", horizonte, expected, expected)
    panel, forecast = dataset.panel, dataset.forecast
    scope = scope_of(panel, usuario=usuario, bateria=bateria)
    return {
        "version_datos": dataset.version_datos,
        "ambito": {"tipo": scope.tipo, "id": scope.id, "nombre": scope.nombre},
        "unidad": "kWh",
        "historico": history(dataset, scope),
        "tendencia": trend_of(panel, scope, grado=grado, horizonte=horizonte),
        "predicciones": forecast_points(forecast, panel, scope, horizonte=horizonte, niveles=niveles),
        "modelo": model_account(dataset, scope, idioma),
    }
