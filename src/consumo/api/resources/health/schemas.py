"""What `/health` answers."""

from typing import Literal

from pydantic import Field

from consumo.api.schema import Record

__all__ = ["HealthBody"]


class HealthBody(Record):
    """Whether this process has data to serve; counts are 0 where it has none."""

    estado: Literal["ok", "sin_datos"]
    version: str = Field(description="Versión del programa.")
    version_datos: str | None
    cargado_en: str | None = Field(description="Cuándo se publicó la versión, ISO 8601.")
    usuarios: int
    baterias: int
    ciclos: int
    lecturas: int
