"""The one shape of an error: RFC 9457 `application/problem+json`, in Spanish or English."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from flask import Response

from consumo.api.language import idioma
from consumo.domain.vocabulary import Idioma

__all__ = ["BEING_PREPARED", "DECIDED_ALREADY", "PROBLEM_JSON", "TITLES", "problem"]

PROBLEM_JSON: Final = "application/problem+json"
_TYPE_PREFIX: Final = "urn:consumo:problema:"

TITLES: Final[dict[int, tuple[str, str, str]]] = {
    400: ("cuerpo-mal-formado", "La petición está mal formada", "Malformed request"),
    401: ("falta-credencial", "Falta la credencial", "Credential missing"),
    403: ("credencial-rechazada", "La credencial no es válida", "Credential refused"),
    404: ("no-encontrado", "No se encontró", "Not found"),
    405: ("metodo-no-permitido", "Método no permitido", "Method not allowed"),
    409: ("importacion-en-curso", "Ya hay una importación en curso", "An import is already running"),
    413: ("demasiado-grande", "Demasiado grande", "Too large"),
    415: ("tipo-no-admitido", "Tipo de contenido no admitido", "Unsupported content type"),
    422: ("datos-invalidos", "Los parámetros o los datos no valen", "Parameters or data do not hold"),
    500: ("error-interno", "Error interno", "Internal error"),
    503: ("sin-datos", "Todavía no hay datos publicados", "No data published yet"),
}
"""Slug of `type`, and `title` in both languages, by status; `detail` says what happened this time."""

CANCELLED: Final = ("importacion-cancelada", "La importación se canceló", "The import was cancelled")
"""In place of 409's title where somebody asked to stop."""

BEING_PREPARED: Final = ("en-preparacion", "Todavía se está preparando", "Still being prepared")
"""In place of 503's title where there are data, but not yet what was asked of them."""

DECIDED_ALREADY: Final = ("decision-en-conflicto", "Ya se decidió otra cosa", "Something else was decided already")
"""In place of 409's title where nothing is running, but somebody was there first."""


def problem_record(
    status: int,
    text: str,
    language: Idioma,
    *,
    errores: Sequence[Mapping[str, Any]] = (),
    title: tuple[str, str, str] | None = None,
) -> dict[str, Any]:
    """Return the body of an error; `text` is in `language`."""
    unnamed = (f"http-{status}", "No se pudo atender", "Request not served")
    slug, title_es, title_en = title or TITLES.get(status, unnamed)
    body: dict[str, Any] = {
        "type": _TYPE_PREFIX + slug,
        "title": title_en if language is Idioma.EN else title_es,
        "status": status,
        "detail": text,
    }
    if errores:
        body["errores"] = list(errores)
    return body


def problem(
    status: int,
    es: str,
    en: str,
    *,
    errores: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
    title: tuple[str, str, str] | None = None,
) -> Response:
    """Return the error response of `status`.

    Args:
        status: HTTP status.
        es: what was found, what was expected and what to do, in Spanish.
        en: the same in English.
        errores: the rows, cells or parameters at fault.
        headers: further headers.
        title: slug and titles in place of those of `status`.
    """
    language = idioma()
    body = problem_record(status, en if language is Idioma.EN else es, language, errores=errores, title=title)
    response = Response(orjson.dumps(body, default=str), status, content_type=PROBLEM_JSON)
    response.headers.update(headers or {})
    response.headers["Content-Language"] = language.value
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept-Language")
    return response
