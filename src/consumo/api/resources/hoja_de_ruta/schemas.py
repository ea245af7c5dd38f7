"""What `/api/hoja-de-ruta.xlsx` takes."""

from datetime import date
from typing import Literal

from pydantic import Field

from consumo.api.schema import QueryModel

__all__ = ["RouteQuery"]


class RouteQuery(QueryModel):
    """Which usuarios, and when they will be read."""

    bateria: str | None = Field(None, min_length=1, max_length=200, description="Solo los de esta batería.")
    solo: Literal["todos", "pendientes"] = Field(
        "todos",
        description="Los activos, para el ciclo que viene; o los que en el último faltan, se releen o están en duda.",
    )
    fecha: date | None = Field(
        None, description="El día en que se leerá; sin ella, el último del ciclo. De ella sale lo que se espera."
    )
