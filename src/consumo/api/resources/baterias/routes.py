"""GET /api/baterias."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.baterias.schemas import BateriasBody, BateriasQuery
from consumo.services.queries.baterias import compare_baterias

__all__ = ["api"]

api = APIBlueprint("baterias", __name__, abp_tags=[Tag(name="baterias")], abp_security=READ_SECURITY)


@api.get(
    "/api/baterias",
    operation_id="baterias",
    summary="Las baterías de un ciclo, con sus variaciones y su balance",
    responses=responses(BateriasBody, 401, 403, 404, 422, 503),
)
@checked_query
def get_baterias(query: BateriasQuery) -> Response:
    """Answer with the baterias of a ciclo."""
    dataset = backend().current()
    return answer(dataset, lambda: compare_baterias(dataset, query.ciclo, historia=query.historia))
