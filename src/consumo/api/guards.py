"""Rules of every request and response: no repeated parameter, well-formed JSON, security headers."""

from typing import Final

from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from consumo.domain.errors import ParameterError

__all__ = ["MAX_BODY", "add_security_headers", "check_request"]

MAX_BODY: Final = 64 * 1024
"""Bytes: no endpoint takes more than a handful of options."""

_POLICY: Final = (
    # Inline style attributes only: Svelte templates and Swagger UI place bars and panels with them.
    "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def check_request() -> None:
    """Refuse what would otherwise be ignored in silence.

    Raises:
        ParameterError: if a parameter is given twice.
        UnsupportedMediaType: if there is a body that is not JSON.
        BadRequest: if it is not well formed (raised by Flask).
    """
    for name, values in request.args.lists():
        if len(values) > 1:
            raise ParameterError(name, values, "un solo valor", "a single value")
    if request.method in {"POST", "PUT", "PATCH"} and (request.content_length or request.content_type):
        if not request.is_json:
            raise UnsupportedMediaType
        if request.content_length:
            request.get_json()


def add_security_headers(response: Response) -> Response:
    """Add the headers that every response carries."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
