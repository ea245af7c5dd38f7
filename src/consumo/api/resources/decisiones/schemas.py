"""What `/api/decisiones` takes and answers."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from consumo.api.decision_order import DecisionValues, Motivo, Quien
from consumo.api.decision_record import DecisionRecord, TipoDecisionName
from consumo.api.schema import QueryModel, Record, Versioned
from consumo.services.decision_request import MAX_DECISIONES

__all__ = [
    "DecidedTogetherBody",
    "DecisionPath",
    "DecisionesBody",
    "DecisionesOrder",
    "DecisionesQuery",
    "UndoAllOrder",
    "UndoOrder",
]

Estado = Literal["vigente", "caducada", "deshecha", "reemplazada", "hecha"]


class DecisionesQuery(QueryModel):
    """Which decisions, which page."""

    usuario: str | None = Field(None, min_length=1, max_length=200, description="Solo las de este usuario.")
    ciclo: str | None = Field(None, min_length=1, max_length=200, description="Solo las de este ciclo.")
    codigo: str | None = Field(None, min_length=1, max_length=200, description="Solo las de hallazgos de este código.")
    tipo: TipoDecisionName | None = Field(None, description="Solo las de este tipo.")
    quien: str | None = Field(None, min_length=1, max_length=200, description="Solo las de esta persona.")
    estado: Estado | None = Field(None, description="Solo las que están así.")
    limite: int = Field(50, ge=1, le=1000, description="Decisiones por página.")
    cursor: str | None = Field(None, max_length=200, description="El de `siguiente`, tal cual.")


class DecisionPath(BaseModel):
    """Which decision."""

    id: int = Field(ge=1, description="El número de la decisión.")


class ListedDecision(DecisionRecord):
    """A decision and what it was about."""

    estado: Estado = Field(
        description="vigente; caducada si sus datos cambiaron; deshecha o reemplazada por otra; hecha si deshizo una."
    )
    anulada_por: int | None = Field(description="La decisión que la deshizo o reemplazó.")
    hallazgo: str = Field(description="Id del hallazgo.")
    codigo: str
    usuario: str | None
    bateria: str | None
    ciclo: str | None
    mensaje: str = Field(description="Lo que decía el hallazgo.")


class DecisionStates(Record):
    """How many of the decisions that match are in each state."""

    vigente: int
    caducada: int
    deshecha: int
    reemplazada: int
    hecha: int


class DecisionesBody(Versioned):
    """A page of decisions, the latest first."""

    decisiones: list[ListedDecision]
    total: int = Field(description="Cuántas cumplen con los filtros, en todas las páginas.")
    estados: DecisionStates
    siguiente: str | None = Field(description="URL de la página siguiente; null en la última.")


class UndoOrder(QueryModel):
    """Who undoes a decision, and why."""

    quien: str = Field(min_length=1, max_length=200, description="Quién la deshace.")
    motivo: str = Field(min_length=1, max_length=2000, description="Por qué.")


class UndoAllOrder(UndoOrder):
    """Which decisions to undo together."""

    decisiones: list[Annotated[int, Field(ge=1)]] = Field(
        min_length=1, max_length=MAX_DECISIONES, description="Sus números, como los dio «Decidir sobre varios»."
    )


class OneOfSeveral(DecisionValues):
    """A decision among several."""

    hallazgo: str = Field(min_length=1, max_length=100, description="El `id` del hallazgo.")


class DecisionesOrder(QueryModel):
    """Decisions to be made together: all of them hold in one version, or none."""

    quien: Quien
    motivo: Motivo
    decisiones: list[OneOfSeveral] = Field(min_length=1, max_length=MAX_DECISIONES, description="Una por hallazgo.")


class DecidedTogether(DecisionRecord):
    """A decision that was made, and on what."""

    hallazgo: str = Field(description="Id del hallazgo.")
    usuario: str | None
    bateria: str | None
    ciclo: str | None


class DecidedTogetherBody(Versioned):
    """The one version in which all of them hold."""

    version_anterior: str
    decisiones: list[DecidedTogether]
