"""GET /api/plantilla.xlsx."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo import __version__
from consumo.api.download import XLSX_RESPONSE, download
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.query import checked_query
from consumo.api.schema import NoQuery

__all__ = ["api"]

api = APIBlueprint("plantilla", __name__, abp_tags=[Tag(name="importaciones")], abp_security=READ_SECURITY)


@api.get(
    "/api/plantilla.xlsx",
    operation_id="plantilla",
    summary="El libro vacío para llenar, con sus columnas, sus validaciones e instrucciones",
    responses=responses(XLSX_RESPONSE, 401, 403, 422, cached=False),
)
@checked_query
def get_plantilla(query: NoQuery) -> Response:  # noqa: ARG001 - its type refuses every parameter
    """Answer with the template."""
    from consumo.services.template import template  # noqa: PLC0415 - XlsxWriter, which other answers do without

    return download(template(), f"plantilla-consumo-{__version__}.xlsx")
