"""What `/api/hallazgos` takes and answers."""

from typing import Literal

from pydantic import BaseModel, Field

from consumo.api.decision_record import DecisionRecord
from consumo.api.hallazgo_record import HallazgoRecord, PropuestaRecord
from consumo.api.schema import QueryModel, Record, Versioned

__all__ = ["DecisionBody", "HallazgoBody", "HallazgoPath", "HallazgosBody", "HallazgosQuery"]

Estado = Literal["abierto", "decidido", "releer"]


class HallazgosQuery(QueryModel):
    """Which findings, which page."""

    ciclo: str | None = Field(None, min_length=1, max_length=200, description="Solo los de este ciclo.")
    bateria: str | None = Field(None, min_length=1, max_length=200, description="Solo los de esta batería.")
    usuario: str | None = Field(None, min_length=1, max_length=200, description="Solo los de este usuario.")
    codigo: str | None = Field(None, min_length=1, max_length=200, description="Solo los de este código.")
    severidad: Literal["bloquea", "revisar", "informa"] | None = Field(None, description="Solo los de esta severidad.")
    estado: Estado | None = Field(None, description="Solo los abiertos, los decididos o los que hay que releer.")
    limite: int = Field(50, ge=1, le=1000, description="Hallazgos por página.")
    cursor: str | None = Field(None, max_length=200, description="El de `siguiente`, tal cual.")


class HallazgoPath(BaseModel):
    """Which finding."""

    id: str = Field(min_length=1, max_length=100, description="El `id` del hallazgo.")


class QueuedHistoryPoint(Record):
    """A ciclo of the usuario."""

    ciclo: str
    dias: int
    kwh: float | None
    kwh_dia: float | None
    kwh_crudo: float | None = Field(description="Lo leído, si una decisión puso otro valor; si no, igual a kwh.")
    calidad: int | None
    lectura_anterior: float | None
    lectura_actual: float | None
    factor: float | None


class QueuedHallazgo(HallazgoRecord):
    """A finding in the queue."""

    id: str = Field(description="Igual a `identidad`; cambia si cambian los datos de los que salió.")
    estado: Estado
    decision: DecisionRecord | None = Field(description="La decisión vigente; null si está abierto.")
    nota: str | None = Field(description="Por qué vuelve a estar abierto, si se había decidido sobre otros datos.")
    estimacion: PropuestaRecord | None = Field(
        description="Lo que pondría «estimar» sin kwh, con su cuenta; null si ya se decidió o no hay con qué."
    )
    historia: list[QueuedHistoryPoint] = Field(description="Hasta 13 ciclos del usuario; el último, el del hallazgo.")


class QueueStates(Record):
    """How many of the findings that match are in each state."""

    abierto: int
    decidido: int
    releer: int


class HallazgosBody(Versioned):
    """A page of the queue, the finding with most energy at stake first."""

    hallazgos: list[QueuedHallazgo]
    total: int = Field(description="Cuántos cumplen con los filtros, en todas las páginas.")
    kwh_en_riesgo: float | None = Field(description="La suma de los suyos [kWh].")
    bloquean: int = Field(description="Los que bloquean y nadie ha decidido: no facturar esas lecturas todavía.")
    estados: QueueStates
    siguiente: str | None = Field(description="URL de la página siguiente; null en la última.")


class HallazgoBody(Versioned):
    """One finding."""

    hallazgo: QueuedHallazgo


class DecisionBody(Versioned):
    """The version in which the decision holds."""

    version_anterior: str
    decision: DecisionRecord
    hallazgo: QueuedHallazgo | None = Field(description="El hallazgo en la versión nueva; null si ya no está.")
