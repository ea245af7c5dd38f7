"""GET and POST /api/decisiones, POST /api/decisiones/deshacer and /api/decisiones/{id}/deshacer."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.decided import decided, decided_together
from consumo.api.language import idioma
from consumo.api.openapi import READ_SECURITY, WRITE_SECURITY, responses
from consumo.api.paging import with_link
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.decisiones.schemas import (
    DecidedTogetherBody,
    DecisionesBody,
    DecisionesOrder,
    DecisionesQuery,
    DecisionPath,
    UndoAllOrder,
    UndoOrder,
)
from consumo.api.resources.hallazgos.schemas import DecisionBody
from consumo.api.schema import NoQuery
from consumo.services.queries.decisiones import list_decisiones

__all__ = ["api"]

api = APIBlueprint("decisiones", __name__, abp_tags=[Tag(name="decisiones")])


@api.get(
    "/api/decisiones",
    operation_id="decisiones",
    summary="Quién decidió qué, cuándo y por qué; la última primero",
    security=READ_SECURITY,
    responses=responses(DecisionesBody, 401, 403, 422, 503),
)
@checked_query
def get_decisiones(query: DecisionesQuery) -> Response:
    """Answer with a page of decisions."""
    dataset = backend().current()
    return answer(dataset, lambda: with_link(list_decisiones(dataset, idioma(), **query.model_dump()), query))


@api.post(
    "/api/decisiones/<id>/deshacer",
    operation_id="deshacer",
    summary="Deshacer una decisión; publica una versión",
    security=WRITE_SECURITY,
    responses=responses(DecisionBody, 400, 401, 403, 404, 409, 413, 415, 422, 503, cached=False),
)
@checked_query
def post_undo(path: DecisionPath, query: NoQuery, body: UndoOrder) -> Response:  # noqa: ARG001 - its type refuses every parameter
    """Undo a decision and publish the version that is as if it had not been made."""
    return decided(backend().undo([path.id], body.quien, body.motivo))


@api.post(
    "/api/decisiones",
    operation_id="decidir_varios",
    summary="Decidir sobre varios hallazgos a la vez: todo o nada, y una sola versión",
    security=WRITE_SECURITY,
    responses=responses(DecidedTogetherBody, 400, 401, 403, 404, 409, 413, 415, 422, 503, cached=False),
)
@checked_query
def post_decisiones(query: NoQuery, body: DecisionesOrder) -> Response:  # noqa: ARG001 - its type refuses every parameter
    """Record decisions on several findings and publish the one version in which they hold."""
    wanted = [(one.hallazgo, one.request(quien=body.quien, motivo=body.motivo)) for one in body.decisiones]
    return decided_together(backend().decide(wanted))


@api.post(
    "/api/decisiones/deshacer",
    operation_id="deshacer_varias",
    summary="Deshacer varias decisiones a la vez; publica una versión",
    security=WRITE_SECURITY,
    responses=responses(DecidedTogetherBody, 400, 401, 403, 404, 409, 413, 415, 422, 503, cached=False),
)
@checked_query
def post_undo_all(query: NoQuery, body: UndoAllOrder) -> Response:  # noqa: ARG001 - its type refuses every parameter
    """Undo decisions and publish the one version that is as if they had not been made."""
    return decided_together(backend().undo(body.decisiones, body.quien, body.motivo))
