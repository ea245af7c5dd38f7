"""Rules of every request and response: well-formed JSON in, security headers out."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from consumo.api.backend import backend

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["MAX_BODY", "UPLOADS", "SecurityHeaders", "check_body"]

MAX_BODY: Final = 64 * 1024
"""Bytes: no endpoint but those of UPLOADS takes more than a handful of options."""

UPLOADS: Final = frozenset({"/api/importaciones"})
"""Routes to which workbooks are sent; their limit is CONSUMO_MAX_MB."""

_POLICY: Final = (
    # Inline style attributes only: Svelte templates and Swagger UI place bars and panels with them.
    "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Final = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)


def check_body() -> None:
    """Before each request: refuse a body that nobody could read.

    Raises:
        UnsupportedMediaType: if there is a body that is not JSON, or not a form where workbooks are sent.
        BadRequest: if it is not well formed (raised by Flask).
    """
    if request.environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
        return
    if request.url_rule is not None and request.url_rule.rule in UPLOADS:
        if request.mimetype != "multipart/form-data":
            raise UnsupportedMediaType
        request.max_content_length = backend().max_upload
        return
    if request.content_length or request.content_type:
        if not request.is_json:
            raise UnsupportedMediaType
        if request.content_length:
            request.get_json()


class SecurityHeaders:
    """WSGI middleware that gives every response its security headers, whoever made it.

    Around the app and not in `after_request`: five header lookups in werkzeug cost a tenth of a whole answer.
    """

    def __init__(self, wsgi_app: "WSGIApplication") -> None:
        self._wsgi_app = wsgi_app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Answer the request with the headers added."""

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, [*headers, *_HEADERS], exc_info)

        return self._wsgi_app(environ, start)
