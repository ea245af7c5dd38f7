"""The language of an answer: Spanish unless the request prefers English."""

from flask import request

from consumo.domain.vocabulary import Idioma

__all__ = ["idioma"]

_SPOKEN = frozenset(i.value for i in Idioma)


def idioma() -> Idioma:
    """Return the language that `Accept-Language` asks for; Spanish where it says nothing that we speak."""
    if "Accept-Language" not in request.headers:
        return Idioma.ES
    for tag in request.accept_languages.values():  # best first; a region (en-GB) is its language
        language = tag.partition("-")[0].lower()
        if language in _SPOKEN:
            return Idioma(language)
    return Idioma.ES
