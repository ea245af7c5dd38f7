"""The language of an answer: Spanish unless the request prefers English."""

from functools import lru_cache

from flask import request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from consumo.domain.vocabulary import Idioma

__all__ = ["idioma"]

_SPOKEN = frozenset(i.value for i in Idioma)


def idioma() -> Idioma:
    """Return the language that `Accept-Language` asks for; Spanish where it says nothing that we speak."""
    return _preferred(request.environ.get("HTTP_ACCEPT_LANGUAGE", ""))


@lru_cache(256)
def _preferred(header: str) -> Idioma:
    for tag in parse_accept_header(header, LanguageAccept).values():  # best first; a region (en-GB) is its language
        language = tag.partition("-")[0].lower()
        if language in _SPOKEN:
            return Idioma(language)
    return Idioma.ES
