"""GET /api/usuarios."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.paging import with_link
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.usuarios.schemas import UsuariosBody, UsuariosQuery
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
    return answer(dataset, lambda: with_link(list_usuarios(dataset, **query.model_dump()), query))
