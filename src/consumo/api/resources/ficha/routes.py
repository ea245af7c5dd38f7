"""GET /api/ficha."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.ficha.schemas import FichaBody, FichaQuery
from consumo.services.queries.ficha import ficha_of

__all__ = ["api"]

api = APIBlueprint("ficha", __name__, abp_tags=[Tag(name="usuarios")], abp_security=READ_SECURITY)


@api.get(
    "/api/ficha",
    operation_id="ficha",
    summary="Un usuario, y la mediana de su batería con que compararlo",
    responses=responses(FichaBody, 401, 403, 404, 422, 503),
)
@checked_query
def get_ficha(query: FichaQuery) -> Response:
    """Answer with what is known of one usuario beside its history."""
    dataset = backend().current()
    return answer(dataset, lambda: ficha_of(dataset, query.usuario))
