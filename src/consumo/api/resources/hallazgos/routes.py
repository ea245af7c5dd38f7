"""GET /api/hallazgos, GET /api/hallazgos/{id}, POST /api/hallazgos/{id}/decision."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.decided import decided
from consumo.api.decision_order import DecisionOrder
from consumo.api.language import idioma
from consumo.api.openapi import READ_SECURITY, WRITE_SECURITY, responses
from consumo.api.paging import with_link
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.hallazgos.schemas import (
    DecisionBody,
    HallazgoBody,
    HallazgoPath,
    HallazgosBody,
    HallazgosQuery,
)
from consumo.api.schema import NoQuery
from consumo.services.queries.hallazgos import get_hallazgo, list_hallazgos

__all__ = ["api"]

api = APIBlueprint("hallazgos", __name__, abp_tags=[Tag(name="hallazgos")])


@api.get(
    "/api/hallazgos",
    operation_id="hallazgos",
    summary="La cola de crítica: primero lo que más energía tiene en riesgo",
    security=READ_SECURITY,
    responses=responses(HallazgosBody, 401, 403, 404, 422, 503),
)
@checked_query
def get_hallazgos(query: HallazgosQuery) -> Response:
    """Answer with a page of the queue."""
    dataset = backend().current()
    return answer(dataset, lambda: with_link(list_hallazgos(dataset, idioma(), **query.model_dump()), query))


@api.get(
    "/api/hallazgos/<id>",
    operation_id="hallazgo",
    summary="Un hallazgo, con su historia, su propuesta y su decisión",
    security=READ_SECURITY,
    responses=responses(HallazgoBody, 401, 403, 404, 422, 503),
)
@checked_query
def get_one(path: HallazgoPath, query: NoQuery) -> Response:  # noqa: ARG001 - its type refuses every parameter
    """Answer with one finding."""
    dataset = backend().current()
    return answer(dataset, lambda: get_hallazgo(dataset, idioma(), path.id))


@api.post(
    "/api/hallazgos/<id>/decision",
    operation_id="decidir",
    summary="Decidir sobre un hallazgo; publica una versión",
    security=WRITE_SECURITY,
    responses=responses(DecisionBody, 400, 401, 403, 404, 409, 413, 415, 422, 503, cached=False),
)
@checked_query
def post_decision(path: HallazgoPath, query: NoQuery, body: DecisionOrder) -> Response:  # noqa: ARG001 - as above
    """Record a decision and publish the version in which it holds."""
    return decided(backend().decide([(path.id, body.request(quien=body.quien, motivo=body.motivo))]))
