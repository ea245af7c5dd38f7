"""What `/api/ciclos` answers."""

from datetime import date
from typing import Literal

from pydantic import Field

from consumo.api.schema import Record, Versioned

__all__ = ["CiclosBody"]


class Ciclo(Record):
    """One billing cycle."""

    ciclo: str = Field(description="Id que se ordena en el tiempo, p. ej. `2025-09`.")
    nombre: str = Field(description="Nombre para leer, en el idioma pedido.")
    desde: date
    hasta: date = Field(description="El día siguiente al último.")
    dias: int
    estado: Literal["abierto", "cerrado"]
    usuarios: int = Field(description="Usuarios con suministro en el ciclo.")
    lecturas: int = Field(description="Los que tienen consumo.")
    cobertura: float | None = Field(description="lecturas / usuarios [fracción].")
    kwh: float | None = Field(description="Suma de lo conocido [kWh].")
    kwh_dia: float | None = Field(description="Suma de los kwh_dia de los usuarios, cada uno en sus días [kWh/día].")


class CiclosBody(Versioned):
    """Every ciclo, oldest first."""

    ciclo_actual: str | None = Field(description="El último ciclo.")
    ciclos: list[Ciclo]
