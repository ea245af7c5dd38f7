"""Every exception → one problem response (the table of domain/errors.py)."""

import logging
from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, Response, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from consumo.api.language import idioma
from consumo.api.parameter_errors import describe
from consumo.api.problem import BEING_PREPARED, CANCELLED, DECIDED_ALREADY, problem
from consumo.domain.errors import (
    BusyError,
    CancelledError,
    ConflictError,
    ConsumoError,
    InputError,
    NoDataError,
    NotFoundError,
    NotReadyError,
    TooLargeError,
    WorkbookError,
)
from consumo.domain.vocabulary import Idioma

__all__ = ["MAX_ERRORES", "on_validation_error", "register_errors", "status_of", "title_of"]

_log = logging.getLogger(__name__)

_STATUS: Final[tuple[tuple[type[ConsumoError], int], ...]] = (
    (InputError, 422),
    (NotFoundError, 404),
    (NoDataError, 503),
    (NotReadyError, 503),
    (BusyError, 409),
    (ConflictError, 409),
    (TooLargeError, 413),
    (CancelledError, 409),
)
_TITLES: Final = ((CancelledError, CANCELLED), (NotReadyError, BEING_PREPARED), (ConflictError, DECIDED_ALREADY))
MAX_ERRORES: Final = 1000
"""Findings listed in one answer: a workbook of a million wrong rows must not become a gigabyte of JSON."""


def register_errors(app: Flask) -> None:
    """Make every error of `app` leave as problem+json."""
    app.register_error_handler(ConsumoError, _on_consumo_error)
    app.register_error_handler(HTTPException, _on_http_exception)
    app.register_error_handler(Exception, _on_crash)


def on_validation_error(error: ValidationError) -> Response:
    """Say in both languages which parameters do not hold; the callback of flask-openapi."""
    found = [describe(e) for e in error.errors(include_url=False)]
    language = idioma()
    errores = [
        {"codigo": f.codigo, "parametro": f.parametro, "valor": f.valor, "esperado": f.text(language)} for f in found
    ]
    return problem(422, " ".join(f.es for f in found), " ".join(f.en for f in found), errores=errores)


def status_of(error: ConsumoError) -> int:
    """Return the status that `error` is answered with."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def title_of(error: ConsumoError) -> tuple[str, str, str] | None:
    """Return slug and titles of `error` where those of its status do not fit."""
    return next((title for kind, title in _TITLES if isinstance(error, kind)), None)


def _on_consumo_error(error: ConsumoError) -> Response:
    status = status_of(error)
    if status >= 500 and status != 503:
        _log.error("%s %s: %s", request.method, request.path, error, exc_info=error)
    hallazgos = error.hallazgos[:MAX_ERRORES] if isinstance(error, WorkbookError) else ()
    later = status == 503 or isinstance(error, BusyError)
    return problem(
        status,
        error.text(Idioma.ES),
        error.text(Idioma.EN),
        errores=[h.to_dict(idioma()) for h in hallazgos],
        title=title_of(error),
        headers={"Retry-After": "5"} if later else None,
    )


def _on_http_exception(error: HTTPException) -> Response:
    if error.response is not None:  # already made by problem(): flask-openapi aborts with it
        return error.response  # type: ignore[return-value]
    status = error.code or 500
    es, en = _HTTP_DETAIL.get(status, ("La petición no se pudo atender.", "The request could not be served."))
    place: Mapping[str, Any] = {"path": request.path, "method": request.method}
    kept = {k: v for k, v in error.get_headers() if k not in {"Content-Type", "Content-Length"}}
    return problem(status, es.format_map(place), en.format_map(place), headers=kept)


def _on_crash(error: Exception) -> Response:
    _log.error("%s %s", request.method, request.path, exc_info=error)
    return problem(
        500,
        "El servidor falló al atender la petición; el detalle está en su registro. Los datos publicados siguen bien.",
        "The server failed while answering; its log has the detail. The published data are unharmed.",
    )


_HTTP_DETAIL: Final = {
    400: (
        "El cuerpo no es JSON válido o la petición está mal formada.",
        "The body is not valid JSON or the request is malformed.",
    ),
    404: (
        "No existe la ruta {path}. Las que hay están en /docs.",
        "There is no path {path}. Those that exist are listed at /docs.",
    ),
    405: (
        "La ruta {path} no admite {method}; vea «Allow».",
        "Path {path} does not take {method}; see 'Allow'.",
    ),
    413: ("El cuerpo pasa del tamaño admitido.", "The body is over the size allowed."),
    415: (
        "El cuerpo tiene que ser application/json, o multipart/form-data donde se envían libros.",
        "The body has to be application/json, or multipart/form-data where workbooks are sent.",
    ),
}
