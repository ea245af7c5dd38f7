"""The language of an answer: Spanish unless the request prefers English."""

from flask import request

from consumo.domain.vocabulary import Idioma

__all__ = ["idioma"]


def idioma() -> Idioma:
    """Return the language that `Accept-Language` asks for; Spanish where it says nothing that we speak."""
    if "Accept-Language" not in request.headers:
        return Idioma.ES
    return Idioma(request.accept_languages.best_match(["es", "en"], default="es"))
