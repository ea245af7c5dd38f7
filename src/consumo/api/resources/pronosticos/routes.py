"""GET /api/pronosticos and /api/pronosticos/desempeno."""

from typing import Any, Final

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import current_with_forecast
from consumo.api.language import idioma
from consumo.api.openapi import READ_SECURITY, responses
from consumo.api.paging import with_link
from consumo.api.query import checked_query
from consumo.api.render import answer
from consumo.api.resources.pronosticos.schemas import (
    DesempenoBody,
    DesempenoQuery,
    PronosticosBody,
    PronosticosQuery,
)
from consumo.services.dataset import Dataset
from consumo.services.queries.desempeno import desempeno
from consumo.services.queries.pronosticos import list_pronosticos

__all__ = ["api"]

api = APIBlueprint("pronosticos", __name__, abp_tags=[Tag(name="pronosticos")], abp_security=READ_SECURITY)

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@api.get(
    "/api/pronosticos",
    operation_id="pronosticos",
    summary="Pronósticos de muchos usuarios o de las baterías, en json, csv o xlsx",
    responses=responses(PronosticosBody, 401, 403, 404, 422, 503),
)
@checked_query
def get_pronosticos(query: PronosticosQuery) -> Response:
    """Answer with a page of forecasts, or with all of them as a file."""
    dataset = current_with_forecast()
    if query.formato == "json":
        return answer(dataset, lambda: with_link(_page(dataset, query), query))
    # Writing files takes pandas, which the other answers to GET do without.
    from consumo.services.forecast_file import forecast_csv, forecast_xlsx  # noqa: PLC0415

    name = f"pronostico-{dataset.version_datos}.{query.formato}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"}
    if query.formato == "csv":
        lines = forecast_csv(dataset, bateria=query.bateria, horizonte=query.horizonte)
        return Response(lines, headers=headers, content_type="text/csv; charset=utf-8")
    book = forecast_xlsx(dataset, bateria=query.bateria, horizonte=query.horizonte)
    return Response(book, headers=headers, content_type=_XLSX)


@api.get(
    "/api/pronosticos/desempeno",
    operation_id="desempeno",
    summary="Cómo resultaron los pronósticos de los últimos ciclos",
    responses=responses(DesempenoBody, 401, 403, 404, 422, 503),
)
@checked_query
def get_desempeno(query: DesempenoQuery) -> Response:
    """Answer with what was forecast beside what was measured."""
    dataset = current_with_forecast()
    return answer(dataset, lambda: desempeno(dataset, bateria=query.bateria, idioma=idioma()))


def _page(dataset: Dataset, query: PronosticosQuery) -> dict[str, Any]:
    return list_pronosticos(
        dataset,
        bateria=query.bateria,
        detalle=query.detalle,
        horizonte=query.horizonte,
        niveles=tuple(int(n) for n in query.niveles.split(",")),
        limite=query.limite,
        cursor=query.cursor,
        idioma=idioma(),
    )
