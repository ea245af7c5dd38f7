"""GET /api/consumo-con-regresion."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import current_with_forecast
from consumo.api.language import idioma
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.consumo_con_regresion.schemas import ConsumoBody, ConsumoQuery
from consumo.services.queries.consumo_con_regresion import consumo_con_regresion

__all__ = ["api"]

api = APIBlueprint(
    "consumo_con_regresion", __name__, abp_tags=[Tag(name="consumo-con-regresion")], abp_security=READ_SECURITY
)


@api.get(
    "/api/consumo-con-regresion",
    operation_id="consumoConRegresion",
    summary="Historia, tendencia y pronóstico de un usuario, una batería o el total",
    responses=responses(ConsumoBody, 401, 403, 404, 422, 503),
)
@checked_query
def get_consumo_con_regresion(query: ConsumoQuery) -> Response:
    """Answer with history, trend and forecast; while the forecast is being made, without it."""
    dataset = current_with_forecast()
    return answer(
        dataset,
        lambda: consumo_con_regresion(
            dataset,
            usuario=query.usuario,
            bateria=query.bateria,
            horizonte=query.horizonte,
            grado="auto" if query.grado == "auto" else int(query.grado),
            niveles=tuple(int(n) for n in query.niveles.split(",")),
            idioma=idioma(),
        ),
    )
