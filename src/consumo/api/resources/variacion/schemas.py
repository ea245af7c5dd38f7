"""What `/api/variacion` takes and answers."""

from datetime import date
from typing import Literal

from pydantic import Field

from consumo.api.schema import Ambito, QueryModel, Record, Versioned

__all__ = ["VariacionBody", "VariacionQuery"]

Parte = Literal["dias", "uso", "factor", "estimados", "altas", "bajas", "sin_lectura"]


class VariacionQuery(QueryModel):
    """Of whom, and between which ciclos."""

    usuario: str | None = Field(None, min_length=1, max_length=200, description="De un usuario.")
    bateria: str | None = Field(
        None, min_length=1, max_length=200, description="De una batería; sin ninguno, del total."
    )
    ciclo: str | None = Field(None, min_length=1, max_length=40, description="Id del ciclo; el último si falta.")
    contra: str | None = Field(
        None, min_length=1, max_length=40, description="Ciclo con el que se compara; el anterior a `ciclo` si falta."
    )


class Extremo(Record):
    """One of the two ciclos."""

    ciclo: str
    desde: date
    hasta: date
    dias: int
    kwh: float | None
    kwh_dia: float | None


class ParteRecord(Record):
    """One part of the variation; all of them add up to it."""

    parte: Parte
    kwh: float
    fraccion: float | None = Field(description="De los kWh del ciclo con el que se compara.")


class Lecturas(Record):
    """How many usuarios are behind the parts."""

    en_ambos: int = Field(description="Con consumo en los dos ciclos.")
    altas: int
    bajas: int
    sin_lectura: int = Field(description="Con suministro en ambos y consumo en uno solo.")


class UsuarioVariacion(Record):
    """A usuario whose change is among the largest."""

    usuario: str
    nombre: str
    kwh: float | None
    kwh_contra: float | None
    variacion_kwh: float
    partes: dict[Parte, float] = Field(description="Las que no son 0 [kWh].")


class VariacionBody(Versioned):
    """Why it varied."""

    ambito: Ambito
    unidad: Literal["kWh"]
    ciclo: Extremo
    contra: Extremo
    variacion_kwh: float | None = Field(description="null si en alguno de los ciclos no hay consumo conocido.")
    variacion: float | None = Field(description="variacion_kwh / kWh del ciclo con el que se compara [fracción].")
    partes: list[ParteRecord] = Field(description="Suman variacion_kwh, al vatio-hora; vacía si es null.")
    lecturas: Lecturas
    mayores: list[UsuarioVariacion] = Field(description="Los 20 usuarios que más cambiaron; vacía si es de uno.")
    texto: str = Field(description="Lo mismo en una frase.")
