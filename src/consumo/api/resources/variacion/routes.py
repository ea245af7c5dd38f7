"""GET /api/variacion."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.language import idioma
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.variacion.schemas import VariacionBody, VariacionQuery
from consumo.services.queries.variacion import explain

__all__ = ["api"]

api = APIBlueprint("variacion", __name__, abp_tags=[Tag(name="variacion")], abp_security=READ_SECURITY)


@api.get(
    "/api/variacion",
    operation_id="variacion",
    summary="Por qué varió el consumo entre dos ciclos: días, uso, factor, estimados, altas y bajas",
    responses=responses(VariacionBody, 401, 403, 404, 422, 503),
)
@checked_query
def get_variacion(query: VariacionQuery) -> Response:
    """Answer with the split of a variation."""
    dataset = backend().current()
    return answer(
        dataset,
        lambda: explain(
            dataset,
            usuario=query.usuario,
            bateria=query.bateria,
            ciclo=query.ciclo,
            contra=query.contra,
            idioma=idioma(),
        ),
    )
