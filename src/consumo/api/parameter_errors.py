"""pydantic's complaints about parameters, said in Spanish and English."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from consumo.domain.vocabulary import Idioma

__all__ = ["ParameterComplaint", "describe"]


@dataclass(frozen=True, slots=True)
class ParameterComplaint:
    """One parameter that does not hold; `es` and `en` say it whole."""

    codigo: str
    parametro: str
    valor: str | None
    expected_es: str
    expected_en: str

    @property
    def es(self) -> str:
        """The complaint in Spanish."""
        return f"Parámetro «{self.parametro}»{_found(self.valor, ' vale ')}: se esperaba {self.expected_es}."

    @property
    def en(self) -> str:
        """The complaint in English."""
        return f"Parameter '{self.parametro}'{_found(self.valor, ' is ')}: expected {self.expected_en}."

    def text(self, idioma: Idioma) -> str:
        """Return what was expected, in `idioma`."""
        return self.expected_en if idioma is Idioma.EN else self.expected_es


def describe(error: Mapping[str, Any]) -> ParameterComplaint:
    """Translate one entry of `ValidationError.errors()`."""
    kind, context = str(error["type"]), error.get("ctx", {})
    name = ".".join(str(part) for part in error["loc"]) or "cuerpo"
    say = _EXPECTED.get(kind)
    es, en = say(context) if say else (str(error["msg"]), str(error["msg"]))
    value = None if kind == "missing" else error.get("input")  # what is missing has the whole body as its input
    return ParameterComplaint(f"parametro.{kind}", name, None if value is None else str(value)[:200], es, en)


def _found(value: str | None, verb: str) -> str:
    return "" if value is None else f"{verb}{value!r}"


def _pair(es: str, en: str) -> Callable[[Mapping[str, Any]], tuple[str, str]]:
    return lambda context: (es.format_map(context), en.format_map(context))


def _one_of(context: Mapping[str, Any]) -> tuple[str, str]:
    expected = str(context["expected"])  # pydantic joins them in English: "'a', 'b' or 'c'"
    return f"uno de {' o '.join(expected.rsplit(' or ', 1))}", f"one of {expected}"


_EXPECTED: Final = {
    "extra_forbidden": _pair(
        "ningún parámetro de ese nombre; los que hay están en /docs",
        "no parameter of that name; those that exist are listed at /docs",
    ),
    "missing": _pair("un valor", "a value"),
    "int_parsing": _pair("un número entero", "an integer"),
    "int_from_float": _pair("un número entero", "an integer"),
    "int_type": _pair("un número entero", "an integer"),
    "float_parsing": _pair("un número", "a number"),
    "float_type": _pair("un número", "a number"),
    "finite_number": _pair("un número finito", "a finite number"),
    "bool_type": _pair("true o false", "true or false"),
    "bool_parsing": _pair("true o false", "true or false"),
    "string_type": _pair("un texto", "a text"),
    "greater_than": _pair("un valor mayor que {gt}", "a value above {gt}"),
    "greater_than_equal": _pair("un valor de {ge} o más", "a value of {ge} or more"),
    "less_than_equal": _pair("un valor de {le} o menos", "a value of {le} or less"),
    "literal_error": _one_of,
    "enum": _one_of,
    "string_too_long": _pair("un texto de hasta {max_length} caracteres", "a text of up to {max_length} characters"),
    "string_too_short": _pair("un texto no vacío", "a text that is not empty"),
    "string_pattern_mismatch": _pair("un texto de la forma {pattern}", "a text of the form {pattern}"),
    "model_type": _pair("un objeto JSON", "a JSON object"),
    "model_attributes_type": _pair("un objeto JSON", "a JSON object"),
}
