"""GET /api/ciclos."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.language import idioma
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.ciclos.schemas import CiclosBody
from consumo.api.schema import NoQuery
from consumo.services.queries.ciclos import list_ciclos

__all__ = ["api"]

api = APIBlueprint("ciclos", __name__, abp_tags=[Tag(name="ciclos")], abp_security=READ_SECURITY)


@api.get(
    "/api/ciclos",
    operation_id="ciclos",
    summary="Todos los ciclos, del más antiguo al último",
    responses=responses(CiclosBody, 401, 403, 422, 503),
)
@checked_query
def get_ciclos(query: NoQuery) -> Response:  # noqa: ARG001 - its type refuses every parameter
    """Answer with every ciclo."""
    dataset = backend().current()
    return answer(dataset, lambda: list_ciclos(dataset, idioma()))
