"""/api/importaciones: send workbooks, follow their import, stop it."""

from typing import Any

from flask import Response, request
from flask_openapi import APIBlueprint, Tag
from pydantic import ValidationError

from consumo.api.backend import backend
from consumo.api.download import XLSX_RESPONSE, download
from consumo.api.errors import MAX_ERRORES, on_validation_error, status_of, title_of
from consumo.api.language import idioma
from consumo.api.openapi import READ_SECURITY, WRITE_SECURITY, responses
from consumo.api.paging import with_link
from consumo.api.problem import problem_record
from consumo.api.query import checked_query
from consumo.api.render import published_version, unkept
from consumo.api.resources.importaciones.schemas import (
    ANNOTATED_STATES,
    FORM,
    AnotadoQuery,
    DiferenciasDeImportacionBody,
    DiferenciasDeImportacionQuery,
    ImportacionBody,
    ImportacionesBody,
    ImportacionesQuery,
    ImportacionPath,
    ImportForm,
)
from consumo.api.schema import NoQuery
from consumo.domain.error_record import error_from_record
from consumo.domain.errors import ParameterError, WorkbookError
from consumo.services.imports.desk import JobView
from consumo.services.imports.shown import shown_import
from consumo.services.versions_shown import shown_differences

__all__ = ["api"]

api = APIBlueprint("importaciones", __name__, abp_tags=[Tag(name="importaciones")])


@api.post(
    "/api/importaciones",
    operation_id="importar",
    summary="Enviar libros e importarlos, o simularlo",
    security=WRITE_SECURITY,
    responses=responses(ImportacionBody, 400, 401, 403, 404, 409, 413, 415, 422, cached=False, status=202),
    request_body=FORM,
)
@checked_query
def post_importacion(query: NoQuery) -> Response:  # noqa: ARG001 - its type refuses every parameter
    """Take the workbooks in and come back at once; the import goes on by itself."""
    try:
        form = ImportForm.model_validate(_fields())
    except ValidationError as error:
        return on_validation_error(error)
    uploads = request.files.getlist("archivo")
    unknown = set(request.files) - {"archivo"}
    if unknown:
        raise ParameterError(min(unknown), "un archivo", "los libros en «archivo»", "the workbooks in 'archivo'")
    desk = backend().imports
    if form.importacion is not None:
        if uploads:
            raise ParameterError("archivo", "varios", "«archivo» o «importacion»", "'archivo' or 'importacion'")
        view = desk.again(form.importacion, simular=form.simular, mapeo=form.mapeo)
    else:
        view = desk.submit(uploads, simular=form.simular, mapeo=form.mapeo)
    response = unkept(_body(view), status=202)
    response.headers["Location"] = f"{request.script_root}/api/importaciones/{view.job.id}"
    return response


@api.get(
    "/api/importaciones",
    operation_id="importaciones",
    summary="Las importaciones que se guardan, la más nueva primero",
    security=READ_SECURITY,
    responses=responses(ImportacionesBody, 401, 403, 422, cached=False),
)
@checked_query
def get_importaciones(query: ImportacionesQuery) -> Response:
    """Answer with the imports and how they stand, without their reports."""
    views = backend().imports.every()
    shown = [_import(view) for view in views[: query.limite]]
    return unkept({"version_datos": published_version(), "importaciones": shown, "total": len(views)})


@api.get(
    "/api/importaciones/<importacion>",
    operation_id="importacion",
    summary="Una importación: estado, progreso e informe",
    security=READ_SECURITY,
    responses=responses(ImportacionBody, 401, 403, 404, 422, cached=False),
)
@checked_query
def get_importacion(query: NoQuery, path: ImportacionPath) -> Response:  # noqa: ARG001 - its type refuses parameters
    """Answer with how an import stands, and with its report once it has ended."""
    return unkept(_body(backend().imports.get(path.importacion)))


@api.delete(
    "/api/importaciones/<importacion>",
    operation_id="cancelarImportacion",
    summary="Cancelar una importación en marcha, o borrar una terminada con sus libros",
    security=WRITE_SECURITY,
    responses=responses(ImportacionBody, 401, 403, 404, 415, 422, cached=False),
)
@checked_query
def delete_importacion(query: NoQuery, path: ImportacionPath) -> Response:  # noqa: ARG001 - its type refuses parameters
    """Answer with the import as it stood; a version that it published stays."""
    return unkept(_body(backend().imports.cancel(path.importacion)))


@api.get(
    "/api/importaciones/<importacion>/anotado.xlsx",
    operation_id="anotado",
    summary="El libro que se envió, con sus problemas coloreados, comentados y listados",
    security=READ_SECURITY,
    responses=responses(XLSX_RESPONSE, 401, 403, 404, 422, 503, cached=False),
)
@checked_query
def get_anotado(query: AnotadoQuery, path: ImportacionPath) -> Response:
    """Answer with a workbook of an import, marked; it is made when first asked for."""
    language = idioma()
    made = backend().imports.annotated(path.importacion, query.archivo, idioma=language)
    name = query.archivo or backend().imports.get(path.importacion).job.archivos[0][0]
    return download(made.read_bytes(), f"{name.rpartition('.')[0] or name}-anotado.xlsx")


@api.get(
    "/api/importaciones/<importacion>/diferencias",
    operation_id="diferenciasDeImportacion",
    summary="Lo que una importación cambia, o cambiaría si se publicara: nuevas, corregidas (de → a) y retiradas",
    security=READ_SECURITY,
    responses=responses(DiferenciasDeImportacionBody, 401, 403, 404, 422, 503, cached=False),
)
@checked_query
def get_diferencias_de_importacion(query: DiferenciasDeImportacionQuery, path: ImportacionPath) -> Response:
    """Answer with a page of changes; the URL stands in `resultado.diferencias`."""
    page = shown_differences(backend().imports.differences(path.importacion), **query.model_dump())
    before = page.pop("version_de") or None
    del page["version_a"]
    return unkept({"version_datos": published_version(), "version_anterior": before, **with_link(page, query)})


def _fields() -> dict[str, str]:
    """Return the fields of the form that say something.

    Raises:
        ParameterError: if one is given twice.
    """
    for name, values in request.form.lists():
        if len(values) > 1:
            raise ParameterError(name, values, "un solo valor", "a single value")
    return {name: value for name, value in request.form.items() if value}


def _body(view: JobView) -> dict[str, Any]:
    return {"version_datos": published_version(), **_import(view)}


def _import(view: JobView) -> dict[str, Any]:
    shown = shown_import(view, idioma())
    result = shown["resultado"]
    if result is not None:
        result["diferencias"] = _differences(view.job.id, result)
    return {**shown, "problema": _problem(view), "anotado": _annotated(view)}


def _annotated(view: JobView) -> str | None:
    if view.job.estado not in ANNOTATED_STATES:
        return None
    return f"{request.script_root}/api/importaciones/{view.job.id}/anotado.xlsx"


def _differences(job: str, result: dict[str, Any]) -> str | None:
    new, old = result["version_datos"], result["version_anterior"]
    if result["sin_cambios"]:
        return None
    if new is None or old is None:
        return f"{request.script_root}/api/importaciones/{job}/diferencias"
    return f"{request.script_root}/api/versiones/{new}/diferencias?con={old}"


def _problem(view: JobView) -> dict[str, Any] | None:
    if view.job.error is None:
        return None
    error = error_from_record(view.job.error)
    found = error.hallazgos[:MAX_ERRORES] if isinstance(error, WorkbookError) else ()
    language = idioma()
    errores = [h.to_dict(language) for h in found]
    return problem_record(status_of(error), error.text(language), language, errores=errores, title=title_of(error))
