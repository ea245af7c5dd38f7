"""What `/api/estimaciones` takes and answers."""

from typing import Literal

from pydantic import Field

from consumo.api.schema import QueryModel, Record, Versioned

__all__ = ["EstimacionesBody", "EstimacionesQuery"]

EstadoEstimacion = Literal["abierta", "sin_liquidar", "liquidada"]


class EstimacionesQuery(QueryModel):
    """Which estimates, which page."""

    usuario: str | None = Field(None, min_length=1, max_length=200, description="Solo las de este usuario.")
    bateria: str | None = Field(None, min_length=1, max_length=200, description="Solo las de esta batería.")
    estado: EstadoEstimacion | None = Field(None, description="Solo las que están así.")
    limite: int = Field(50, ge=1, le=1000, description="Estimaciones por página.")
    cursor: str | None = Field(None, max_length=200, description="El de `siguiente`, tal cual.")


class EstimatedCiclo(Record):
    """A ciclo of a stretch without real readings, or the one whose reading ends it."""

    ciclo: str
    dias: int = Field(description="Días de su parte.")
    estimado: bool = Field(description="Si su consumo se estimó; false en el de la lectura real y en los sin dato.")
    kwh: float | None = Field(description="Lo que tenía antes de liquidar [kWh].")
    liquidado_kwh: float | None = Field(description="Su parte, por días, de lo que contó el registro [kWh].")
    ajuste_kwh: float | None = Field(description="liquidado_kwh − kwh: por cobrar si es > 0, por devolver si es < 0.")


class Estimacion(Record):
    """Estimates of a usuario from one real reading to the next."""

    usuario: str
    nombre: str | None
    bateria: str
    estado: EstadoEstimacion = Field(
        description="abierta: aún sin lectura real; sin_liquidar: la hubo, pero nada dice cuánto se usó; liquidada."
    )
    edad: int = Field(description="Ciclos sin lectura real, hasta la que la liquidó o hasta el último.")
    ciclo_real: str | None = Field(description="El ciclo de la lectura real que llegó después.")
    estimado_kwh: float | None = Field(description="Suma de lo estimado [kWh].")
    publicado_kwh: float | None = Field(description="Suma de sus ciclos antes de liquidar, con el de la real [kWh].")
    contado_kwh: float | None = Field(description="Lo que contó el registro de una lectura real a la otra [kWh].")
    diferencia_kwh: float | None = Field(
        description="Lo que faltó (> 0, por cobrar) o sobró (< 0, por devolver) en lo estimado [kWh]."
    )
    descuadre_kwh: float | None = Field(
        description="contado − publicado: energía contada dos veces (< 0) o ninguna (> 0) antes de liquidar."
    )
    decisiones: list[int] = Field(description="Las decisiones de estimar; vacía si lo estimado venía en el libro.")
    ciclos: list[EstimatedCiclo]


class EstimatedAmount(Record):
    """How many stretches, and the energy estimated in them."""

    estimaciones: int
    kwh: float


class EstimatedByAge(Record):
    """Open stretches by their ciclos without a real reading."""

    un_ciclo: EstimatedAmount
    dos_ciclos: EstimatedAmount
    mas_ciclos: EstimatedAmount


class EstimatedSummary(Record):
    """Of those of the usuario or bateria asked for, whatever the state."""

    abiertas: EstimatedAmount
    sin_liquidar: EstimatedAmount
    liquidadas: EstimatedAmount
    abiertas_por_edad: EstimatedByAge


class EstimacionesBody(Versioned):
    """A page of the ledger, the open estimates first."""

    estimaciones: list[Estimacion]
    total: int = Field(description="Cuántas cumplen con los filtros, en todas las páginas.")
    resumen: EstimatedSummary
    siguiente: str | None = Field(description="URL de la página siguiente; null en la última.")
