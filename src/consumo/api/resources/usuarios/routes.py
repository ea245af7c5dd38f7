"""GET /api/usuarios."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.usuarios.schemas import UsuariosBody, UsuariosQuery
from consumo.services.dataset import Dataset
from consumo.services.queries.usuarios import list_usuarios

__all__ = ["api"]

api = APIBlueprint("usuarios", __name__, abp_tags=[Tag(name="usuarios")], abp_security=READ_SECURITY)


@api.get(
    "/api/usuarios",
    operation_id="usuarios",
    summary="Buscar usuarios, página a página",
    responses=responses(UsuariosBody, 401, 403, 404, 422, 503),
)
@checked_query
def get_usuarios(query: UsuariosQuery) -> Response:
    """Answer with a page of usuarios."""
    dataset = backend().current()
    return answer(dataset, lambda: _page(dataset, query))


def _page(dataset: Dataset, query: UsuariosQuery) -> dict[str, Any]:
    page = list_usuarios(dataset, **query.model_dump())
    if page["siguiente"] is not None:
        given = {k: v for k, v in query.model_dump(exclude_none=True).items() if k != "cursor"}
        address = urlencode({**given, "cursor": page["siguiente"]})
        # Relative to the host: right behind any proxy, and no Host header finds its way into an answer.
        page["siguiente"] = f"{request.script_root}{request.path}?{address}"
    return page
