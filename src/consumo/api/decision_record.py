"""A decision as answers show it: the schema of `decision_record`, for every endpoint that shows one."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from consumo.api.schema import Record

__all__ = ["DecisionRecord", "TipoDecisionName"]

TipoDecisionName = Literal["aceptar", "estimar", "corregir", "releer", "cambio_de_medidor", "deshacer"]


class DecisionRecord(Record):
    """Who decided what, when and why."""

    decision: int = Field(description="Número de la decisión, desde 1.")
    tipo: TipoDecisionName
    quien: str
    cuando: datetime
    motivo: str
    datos: dict[str, Any] = Field(description="Los valores decididos: kwh, lecturas, factor…")
    kwh_antes: float | None = Field(description="Consumo publicado antes de la decisión [kWh].")
    kwh_despues: float | None = Field(description="Consumo publicado con ella [kWh].")
    anula: int | None = Field(description="La decisión que deja de contar por esta.")
