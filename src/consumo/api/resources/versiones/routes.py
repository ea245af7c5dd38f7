"""/api/versiones: list them, compare two, go back to one."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from consumo.api.backend import backend
from consumo.api.openapi import READ_SECURITY, WRITE_SECURITY, responses
from consumo.api.paging import with_link
from consumo.api.query import checked_query
from consumo.api.render import published_version, unkept
from consumo.api.resources.versiones.schemas import (
    DiferenciasBody,
    DiferenciasQuery,
    RestaurarBody,
    VersionesBody,
    VersionesQuery,
    VersionPath,
)
from consumo.api.schema import NoQuery
from consumo.services.versions_shown import shown_differences, shown_versions

__all__ = ["api"]

api = APIBlueprint("versiones", __name__, abp_tags=[Tag(name="versiones")])


@api.get(
    "/api/versiones",
    operation_id="versiones",
    summary="Las versiones publicadas, la más nueva primero",
    security=READ_SECURITY,
    responses=responses(VersionesBody, 401, 403, 422, cached=False),
)
@checked_query
def get_versiones(query: VersionesQuery) -> Response:
    """Answer with a page of versions."""
    page = shown_versions(backend().versions(), limite=query.limite, cursor=query.cursor)
    return unkept({"version_datos": published_version(), **with_link(page, query)})


@api.get(
    "/api/versiones/<version>/diferencias",
    operation_id="diferencias",
    summary="Qué cambió entre dos versiones: nuevas, corregidas (de → a) y retiradas",
    security=READ_SECURITY,
    responses=responses(DiferenciasBody, 401, 403, 404, 422, cached=False),
)
@checked_query
def get_diferencias(query: DiferenciasQuery, path: VersionPath) -> Response:
    """Answer with a page of changes, always from the older version to the newer."""
    compared = backend().compare(path.version, query.con)
    page = shown_differences(compared, **query.model_dump(exclude={"con"}))
    return unkept({"version_datos": published_version(), **with_link(page, query)})


@api.post(
    "/api/versiones/<version>/restaurar",
    operation_id="restaurar",
    summary="Publicar de nuevo una versión",
    security=WRITE_SECURITY,
    responses=responses(RestaurarBody, 400, 401, 403, 404, 409, 415, 422, cached=False),
)
@checked_query
def post_restaurar(query: NoQuery, path: VersionPath) -> Response:  # noqa: ARG001 - its type refuses parameters
    """Publish a version again; every worker serves it at once, and the next import goes on from it."""
    before = backend().restore(path.version)
    backend().prepare(path.version)
    return unkept({"version_datos": path.version, "version_anterior": before})
