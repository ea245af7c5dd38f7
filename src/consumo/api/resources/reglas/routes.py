"""GET /api/reglas."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.reglas.schemas import ReglasBody
from consumo.api.schema import NoQuery
from consumo.services.queries.reglas import list_rules

__all__ = ["api"]

api = APIBlueprint("reglas", __name__, abp_tags=[Tag(name="reglas")], abp_security=READ_SECURITY)


@api.get(
    "/api/reglas",
    operation_id="reglas",
    summary="Las reglas de la crítica: parámetros, de dónde salen, y cuántas veces acertaron",
    responses=responses(ReglasBody, 401, 403, 422, 503),
)
@checked_query
def get_reglas(query: NoQuery) -> Response:  # noqa: ARG001 - its type refuses every parameter
    """Answer with the rules in force."""
    dataset = backend().current()
    return answer(dataset, lambda: list_rules(dataset))
