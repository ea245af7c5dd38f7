"""What `/api/ficha` takes and answers."""

from pydantic import Field

from consumo.api.resources.usuarios.schemas import Usuario
from consumo.api.schema import QueryModel, Record, Versioned

__all__ = ["FichaBody", "FichaQuery"]


class FichaQuery(QueryModel):
    """Of whom. In the query and not in the path: an id may hold any sign."""

    usuario: str = Field(min_length=1, max_length=200, description="Id del usuario.")


class MedianPoint(Record):
    """The middle of a bateria in a ciclo."""

    ciclo: str
    usuarios: int = Field(description="Los que tienen consumo en el ciclo.")
    kwh_dia: float | None = Field(description="Mediana de sus kwh_dia [kWh/día].")


class FichaBody(Versioned):
    """One usuario and the bateria that it is compared with."""

    usuario: Usuario
    mediana_bateria: list[MedianPoint] = Field(description="De todos los ciclos, el más antiguo primero.")
