"""GET /health."""

import logging

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.openapi import responses
from consumo.api.render import to_json
from consumo.api.resources.health.schemas import HealthBody
from consumo.domain.errors import ConsumoError, NoDataError
from consumo.services.queries.health import health

__all__ = ["api"]

api = APIBlueprint("health", __name__, abp_tags=[Tag(name="health")])
_log = logging.getLogger(__name__)


@api.get(
    "/health",
    operation_id="health",
    summary="Estado del proceso y de sus datos",
    responses=responses(HealthBody, cached=False),
)
def get_health() -> Response:
    """Answer 200 whatever the state of the data: a supervisor must not restart a process that can answer."""
    try:
        dataset = backend().current()
    except ConsumoError as error:
        if not isinstance(error, NoDataError):
            _log.warning("health: %s", error)
        dataset = None
    response = Response(to_json(health(dataset)), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
