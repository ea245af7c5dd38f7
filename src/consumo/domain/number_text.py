"""Numbers in sentences, as the dashboard writes them: −1.234,5 and 14,8 % in Spanish, −1,234.5 and 14.8% in English."""

from typing import Final

from consumo.domain.vocabulary import Idioma

__all__ = ["percent", "punctuated", "written"]

_MINUS: Final = "\u2212"
_SPANISH: Final = str.maketrans(",.-", f".,{_MINUS}")
_ENGLISH: Final = str.maketrans("-", _MINUS)


def written(value: float, idioma: Idioma | str, spec: str = ",.0f") -> str:
    """Return a number, formatted by `spec`, as a sentence of `idioma` writes it."""
    return punctuated(format(value, spec), idioma)


def percent(fraction: float, idioma: Idioma | str, spec: str = ".1f") -> str:
    """Return a fraction as a percentage; Spanish sets its sign apart, by a space that does not break."""
    return written(100 * fraction, idioma, spec) + ("%" if idioma == Idioma.EN else "\u00a0%")


def punctuated(text: str, idioma: Idioma | str) -> str:
    """Return a number that Python formatted with the comma, point and minus sign of `idioma`."""
    return text.translate(_ENGLISH if idioma == Idioma.EN else _SPANISH)
