"""Numbers in sentences: 1.234,5 in Spanish, 1,234.5 in English."""

from typing import Final

from consumo.domain.vocabulary import Idioma

__all__ = ["punctuated", "written"]

_SPANISH: Final = str.maketrans(",.", ".,")


def written(value: float, idioma: Idioma | str, spec: str = ",.0f") -> str:
    """Return a number, formatted by `spec`, as a sentence of `idioma` writes it."""
    return punctuated(format(value, spec), idioma)


def punctuated(text: str, idioma: Idioma | str) -> str:
    """Return a number that Python formatted with the comma and point of `idioma`."""
    return text if idioma == Idioma.EN else text.translate(_SPANISH)
