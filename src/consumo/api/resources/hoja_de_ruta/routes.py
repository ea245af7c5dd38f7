"""GET /api/hoja-de-ruta.xlsx."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.download import XLSX_RESPONSE, download
from consumo.api.language import idioma
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.query import checked_query
from consumo.api.resources.hoja_de_ruta.schemas import RouteQuery

__all__ = ["api"]

api = APIBlueprint("hoja_de_ruta", __name__, abp_tags=[Tag(name="hallazgos")], abp_security=READ_SECURITY)


@api.get(
    "/api/hoja-de-ruta.xlsx",
    operation_id="hojaDeRuta",
    summary="La hoja para quien lee los medidores, con la lectura que se espera de cada uno",
    responses=responses(XLSX_RESPONSE, 401, 403, 404, 422, 503, cached=False),
)
@checked_query
def get_route_sheet(query: RouteQuery) -> Response:
    """Answer with the route sheet as a workbook."""
    from consumo.services.route_sheet import route_sheet  # noqa: PLC0415 - XlsxWriter, which other answers do without

    dataset = backend().current()
    content = route_sheet(dataset, idioma(), bateria=query.bateria, solo=query.solo, fecha=query.fecha)
    name = f"hoja-de-ruta-{query.bateria or 'todas'}-{dataset.version_datos}.xlsx".replace("/", "-")
    return download(content, name)
