"""Answers: JSON bytes with an ETag derived from the version, 304 where the client has them already."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import orjson
from flask import Response, request

from consumo import __version__
from consumo.api.backend import backend
from consumo.api.language import idioma
from consumo.domain.errors import NoDataError
from consumo.domain.vocabulary import Idioma
from consumo.services.dataset import Dataset

__all__ = ["answer", "published_version", "to_json", "unkept"]

JSON: Final = "application/json"


def to_json(body: Any) -> bytes:
    """Return UTF-8 JSON; NaN and infinities become null."""
    return orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY)


def answer(dataset: Dataset, body: Callable[[], dict[str, Any]]) -> Response:
    """Answer this GET from `dataset`: 304, a body kept from before, or `body()` rendered now.

    The ETag stands for everything that the answer of one URL depends on: the version of the data and of the program,
    whether the forecast is ready or how far it is, and what it was made with beside the readings, the language, and
    the profile of the critique.
    """
    served, environ = backend(), request.environ
    language = idioma()
    made = dataset.forecast
    forecast = str(dataset.making or "") if made is None else f"listo {made.modelo.insumos}"
    tag = _tag(dataset.version_datos, forecast, language, dataset.perfil.huella)
    headers = _headers(tag, language)
    if "HTTP_IF_NONE_MATCH" in environ and request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=headers)
    key = (tag, environ["PATH_INFO"], environ["QUERY_STRING"])
    content = served.bodies.get(key)
    if content is None:
        content = to_json(body())
        served.bodies.put(key, content)
    return Response(content, headers=headers, content_type=JSON)


def unkept(body: dict[str, Any], *, status: int = 200) -> Response:
    """Return an answer that nobody may keep: it tells of the moment, not of a version of the data."""
    response = Response(to_json(body), status, content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = idioma().value
    response.vary.add("Accept-Language")
    return response


def published_version() -> str | None:
    """Return the id of the version that is served, None where nothing is published."""
    try:
        return backend().current().version_datos
    except NoDataError:
        return None


@lru_cache(64)
def _tag(version_datos: str, forecast: str, language: Idioma, profile: str) -> str:
    text = f"{__version__}\n{version_datos}\n{forecast}\n{language.value}\n{profile}"
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


@lru_cache(64)
def _headers(tag: str, language: Idioma) -> tuple[tuple[str, str], ...]:
    return (
        ("ETag", f'"{tag}"'),
        # Kept by the browser, asked about each time: a new version shows at once and an old one costs 304.
        ("Cache-Control", "private, no-cache"),
        ("Vary", "Accept-Language"),
        ("Content-Language", language.value),
    )
