"""POST /reload-excel."""

from typing import Any, Final

from flask import Response, request
from flask_openapi import APIBlueprint, Tag
from pydantic import ValidationError

from consumo.api.backend import backend
from consumo.api.errors import MAX_ERRORES, on_validation_error
from consumo.api.language import idioma
from consumo.api.openapi import WRITE_SECURITY, responses
from consumo.api.query import checked_query
from consumo.api.render import to_json
from consumo.api.resources.reload_excel.schemas import ReloadBody, ReloadOptions
from consumo.api.schema import NoQuery

__all__ = ["api"]

api = APIBlueprint("reload_excel", __name__, abp_tags=[Tag(name="reload-excel")], abp_security=WRITE_SECURITY)
_REQUEST_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": False,
        "description": "Ninguno, o un objeto vacío: se lee lo que nombra CONSUMO_EXCEL, nunca una ruta enviada.",
        "content": {"application/json": {"schema": {"type": "object", "additionalProperties": False}}},
    }
}


@api.post(
    "/reload-excel",
    operation_id="reloadExcel",
    summary="Leer de nuevo los libros y publicar una versión",
    responses=responses(ReloadBody, 400, 401, 403, 409, 413, 415, 422, cached=False),
    openapi_extensions=_REQUEST_BODY,
)
@checked_query
def post_reload_excel(query: NoQuery) -> Response:  # noqa: ARG001 - its type refuses every parameter
    """Import the workbooks of the settings; what cannot be published leaves the old version in place."""
    try:
        ReloadOptions.model_validate(request.get_json() if request.content_length else {})
    except ValidationError as error:
        return on_validation_error(error)
    done = backend().reload()
    backend().prepare(done.version_datos)
    body = {
        "version_datos": done.version_datos,
        "version_anterior": done.version_anterior,
        "resumen": done.resumen,
        "cambios": done.cambios,
        "hallazgos": [h.to_dict(idioma()) for h in done.hallazgos[:MAX_ERRORES]],
        "hallazgos_total": len(done.hallazgos),
        "hallazgos_decididos": done.decididos,
        "hallazgos_por_releer": done.por_releer,
    }
    response = Response(to_json(body), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
