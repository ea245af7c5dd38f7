"""GET /api/estimaciones."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.paging import with_link
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.estimaciones.schemas import EstimacionesBody, EstimacionesQuery
from consumo.services.queries.estimaciones import list_estimaciones

__all__ = ["api"]

api = APIBlueprint("estimaciones", __name__, abp_tags=[Tag(name="estimaciones")], abp_security=READ_SECURITY)


@api.get(
    "/api/estimaciones",
    operation_id="estimaciones",
    summary="Lo estimado de cada usuario, hasta que una lectura real lo liquida",
    responses=responses(EstimacionesBody, 401, 403, 404, 422, 503),
)
@checked_query
def get_estimaciones(query: EstimacionesQuery) -> Response:
    """Answer with a page of the ledger."""
    dataset = backend().current()
    return answer(dataset, lambda: with_link(list_estimaciones(dataset, **query.model_dump()), query))
