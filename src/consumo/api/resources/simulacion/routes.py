"""GET /api/simulacion."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.simulacion.schemas import SimulacionBody, SimulacionQuery
from consumo.services.queries.reglas import simulate_rule

__all__ = ["api"]

api = APIBlueprint("simulacion", __name__, abp_tags=[Tag(name="simulacion")], abp_security=READ_SECURITY)


@api.get(
    "/api/simulacion",
    operation_id="simulacion",
    summary="Cuántos hallazgos por ciclo daría una regla con otros umbrales",
    responses=responses(SimulacionBody, 401, 403, 404, 422, 503),
)
@checked_query
def get_simulacion(query: SimulacionQuery) -> Response:
    """Answer with the alerts that a rule would give."""
    dataset = backend().current()
    return answer(
        dataset,
        lambda: simulate_rule(
            dataset,
            regla=query.regla,
            parametro=query.parametro,
            valores=None if query.valores is None else [float(v) for v in query.valores.split(",")],
            presupuesto=query.presupuesto,
            ultimos=query.ultimos,
        ),
    )
