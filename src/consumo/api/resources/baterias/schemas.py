"""What `/api/baterias` takes and answers."""

from pydantic import Field

from consumo.api.schema import QueryModel, Record, Versioned

__all__ = ["BateriasBody", "BateriasQuery"]


class BateriasQuery(QueryModel):
    """Which ciclo, and how much of what led to it."""

    ciclo: str | None = Field(None, min_length=1, max_length=40, description="Id del ciclo; el último si falta.")
    historia: int = Field(0, ge=0, le=60, description="De cuántos ciclos, hasta este, dar el kwh_dia.")


class Balance(Record):
    """Energy delivered through the totalizador against what the usuarios measured."""

    entregado_kwh: float | None
    medido_kwh: float | None
    perdida_kwh: float | None = Field(description="Ver /api/balance; null si se leyó menos del 80 % de los medidores.")
    perdida: float | None = Field(description="perdida_kwh / entregado_kwh [fracción].")
    cobertura: float | None = Field(description="Usuarios leídos / con suministro [fracción]; en el total, la menor.")


class BateriaFigures(Record):
    """The figures of a bateria, or of the total, in a ciclo."""

    nombre: str
    usuarios: int = Field(description="Con suministro en el ciclo.")
    lecturas: int = Field(description="Los que tienen consumo.")
    cobertura: float | None = Field(description="lecturas / usuarios [fracción].")
    kwh: float | None = Field(description="Suma de lo conocido [kWh].")
    kwh_dia: float | None = Field(description="kwh / días del ciclo [kWh/día].")
    promedio_kwh: float | None = Field(description="Por lectura [kWh].")
    mediana_kwh: float | None = Field(description="Por lectura [kWh].")
    participacion: float | None = Field(description="Parte de los kWh del total [fracción].")
    variacion_ciclo_anterior: float | None = Field(
        description="Cambio de kwh_dia contra el ciclo anterior [fracción], entre los usuarios con consumo en ambos."
    )
    variacion_anio_anterior: float | None = Field(
        description="Lo mismo contra el mismo ciclo del año anterior [fracción]."
    )
    hallazgos: int = Field(description="Hallazgos de la batería y sus usuarios en el ciclo.")
    balance: Balance | None = Field(description="null si la batería no tiene totalizador.")
    historia: list[float | None] = Field(
        description="kwh_dia de los ciclos pedidos, el más antiguo primero; vacía si no se pidió."
    )


class Bateria(BateriaFigures):
    """One bateria."""

    bateria: str


class Total(BateriaFigures):
    """All baterias together."""

    bateria: None


class BateriasBody(Versioned):
    """The baterias of a ciclo, in natural order."""

    ciclo: str
    baterias: list[Bateria]
    total: Total
