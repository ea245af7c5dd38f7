"""Answers: JSON bytes with an ETag derived from the version, 304 where the client has them already."""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import orjson
from flask import Response, request

from consumo import __version__
from consumo.api.backend import backend
from consumo.api.language import idioma
from consumo.domain.vocabulary import Idioma

if TYPE_CHECKING:
    from consumo.services.dataset import Dataset

__all__ = ["answer", "to_json"]

JSON: Final = "application/json"


def to_json(body: Any) -> bytes:
    """Return UTF-8 JSON; NaN and infinities become null."""
    return orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY)


def answer(dataset: "Dataset", body: Callable[[], dict[str, Any]]) -> Response:
    """Answer this GET from `dataset`: 304, a body kept from before, or `body()` rendered now.

    The ETag stands for everything an answer depends on: version, whether its forecast is ready, URL and language.
    """
    language = idioma()
    tag = _tag(dataset, language)
    headers = [
        ("ETag", f'"{tag}"'),
        # Kept by the browser, asked about each time: a new version shows at once and an old one costs 304.
        ("Cache-Control", "private, no-cache"),
        ("Vary", "Accept-Language"),
    ]
    if request.environ.get("HTTP_IF_NONE_MATCH") and request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=headers)
    bodies = backend().bodies
    content = bodies.get(tag)
    if content is None:
        content = to_json(body())
        bodies.put(tag, content)
    return Response(content, headers=[*headers, ("Content-Language", language.value)], content_type=JSON)


def _tag(dataset: "Dataset", language: Idioma) -> str:
    ready = "p" if dataset.forecast is not None else "-"
    parts = (__version__, dataset.version_datos, ready, language.value, request.full_path)
    return hashlib.blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
