"""A propuesta: the one explanation of a reading that fits, what it would change, and the arithmetic that shows it.

It is data, like a hallazgo; nothing here applies it. Its sentences are templates over its arithmetic
(`frases.toml`, a table per kind).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

from consumo.domain.catalogo import Sentence
from consumo.domain.vocabulary import Idioma

__all__ = ["Campo", "Propuesta", "TipoPropuesta"]

Campo: TypeAlias = Literal["lectura_actual", "lectura_anterior", "factor", "digitos", "medidor", "kwh"]
"""What of the reading a propuesta would change."""


class TipoPropuesta(StrEnum):
    """What is thought to have happened."""

    VUELTA_DE_MEDIDOR = "vuelta_de_medidor"
    CAMBIO_DE_MEDIDOR = "cambio_de_medidor"
    DIGITO_EQUIVOCADO = "digito_equivocado"
    DIGITOS_TRASPUESTOS = "digitos_traspuestos"
    DIGITO_OMITIDO = "digito_omitido"
    DIGITO_SOBRANTE = "digito_sobrante"
    LECTURAS_INTERCAMBIADAS = "lecturas_intercambiadas"
    FACTOR_OMITIDO = "factor_omitido"
    FACTOR_DOBLE = "factor_doble"
    ANTERIOR_EQUIVOCADA = "anterior_equivocada"
    ESTIMACION_ALTA = "estimacion_alta"
    ESTIMAR_ANIO_ANTERIOR = "estimar_anio_anterior"
    ESTIMAR_PROMEDIO = "estimar_promedio"
    ESTIMAR_GRUPO = "estimar_grupo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Propuesta:
    """One explanation.

    Attributes:
        tipo: what is thought to have happened.
        campo: what of the reading would change; None where more must be known first (a change of meter).
        de: what that field holds now, None if nothing.
        a: what it would hold.
        kwh: consumption of the ciclo if it is so [kWh]; None where it cannot be told.
        cuenta: the numbers of the arithmetic, by name; they fill the sentence.
    """

    tipo: TipoPropuesta
    campo: Campo | None
    de: float | None = None
    a: float | None = None
    kwh: float | None = None
    cuenta: Mapping[str, Any] = field(default_factory=dict)

    def text(self, idioma: Idioma | str = Idioma.ES) -> str:
        """Say it with its arithmetic: `(120 + 100000 − 99950) × 1 = 170 kWh`."""
        numbers = {"de": self.de, "a": self.a, "kwh": self.kwh, **self.cuenta}
        return _sentences()[self.tipo].render(idioma, numbers)

    def to_dict(self, idioma: Idioma | str = Idioma.ES) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "tipo": self.tipo.value,
            "campo": self.campo,
            "de": self.de,
            "a": self.a,
            "kwh": self.kwh,
            "cuenta": dict(self.cuenta),
            "texto": self.text(idioma),
        }


@cache
def _sentences() -> dict[str, Sentence]:
    content = files(__name__).joinpath("frases.toml").read_text(encoding="utf-8")
    return {tipo: Sentence(**pair) for tipo, pair in tomllib.loads(content).items()}
