"""GET /api/balance."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.language import idioma
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.balance.schemas import BalanceBody, BalanceQuery
from consumo.services.queries.balance import balance_series

__all__ = ["api"]

api = APIBlueprint("balance", __name__, abp_tags=[Tag(name="balance")], abp_security=READ_SECURITY)


@api.get(
    "/api/balance",
    operation_id="balance",
    summary="El balance de energía de una batería por ciclo, la tendencia de su pérdida y quién puede explicar un alza",
    responses=responses(BalanceBody, 401, 403, 404, 422, 503),
)
@checked_query
def get_balance(query: BalanceQuery) -> Response:
    """Answer with the balance of a bateria or of all that have a totalizador."""
    dataset = backend().current()
    return answer(dataset, lambda: balance_series(dataset, bateria=query.bateria, idioma=idioma()))
