"""What `/api/balance` takes and answers."""

from datetime import date
from typing import Literal

from pydantic import Field

from consumo.api.schema import Ambito, QueryModel, Record, Versioned

__all__ = ["BalanceBody", "BalanceQuery"]


class BalanceQuery(QueryModel):
    """Of which bateria."""

    bateria: str | None = Field(
        None,
        min_length=1,
        max_length=200,
        description="Sin ella, la suma de las que tienen totalizador.",
    )


class BalancePoint(Record):
    """The balance of one ciclo: perdida_kwh = entregado − medido − autorizado − ajuste_fechas."""

    ciclo: str
    desde: date
    hasta: date
    dias: int
    entregado_kwh: float | None = Field(description="Por el totalizador; null sin él.")
    medido_kwh: float | None = Field(description="Suma de los usuarios.")
    estimado_kwh: float | None = Field(description="La parte de medido_kwh que son estimaciones.")
    autorizado_kwh: float | None = Field(description="Sin medidor por acuerdo, como el alumbrado; del perfil.")
    ajuste_fechas_kwh: float | None = Field(
        description="Lo que los usuarios usaron en los días que solo cubre el totalizador, menos lo contrario."
    )
    sin_leer_kwh: float | None = Field(description="Lo que se espera de los usuarios que no se leyeron.")
    perdida_kwh: float | None = Field(description="null bajo la cobertura mínima.")
    perdida: float | None = Field(description="perdida_kwh / entregado_kwh [fracción].")
    neta_kwh: float | None = Field(description="perdida_kwh − sin_leer_kwh.")
    neta: float | None = Field(description="neta_kwh / entregado_kwh [fracción].")
    cobertura: float | None = Field(description="Usuarios leídos / con suministro [fracción].")
    motivo: Literal["sin_totalizador", "cobertura_insuficiente"] | None = Field(
        description="Por qué no hay pérdida; null si la hay."
    )


class LossTrendRecord(Record):
    """How the net loss moves."""

    pendiente_anual: float = Field(description="Cambio por año de la pérdida neta [fracción/año], de Theil y Sen.")
    p: float = Field(description="Probabilidad de una tendencia así por azar (Mann–Kendall).")
    sentido: Literal["sube", "baja", "estable"]
    ciclos: int = Field(description="En cuántos se apoya.")


class Sospechoso(Record):
    """A usuario whose drop explains part of the rise; a place to look, not an accusation."""

    usuario: str
    nombre: str
    medidor: str
    explica: float = Field(description="Parte del alza, al cuadrado, que desaparece al restarle su caída [≤ 1].")
    caida_kwh: float = Field(description="Lo que usó de menos en esos ciclos contra su nivel de antes.")


class Alza(Record):
    """The rise of the loss above its usual level."""

    habitual: float = Field(description="Pérdida de los ciclos en que fue baja [fracción].")
    alza_kwh: float
    ciclos: list[str]
    sospechosos: list[Sospechoso] = Field(description="Los 20 que mejor la explican, el mejor primero.")


class BalanceBody(Versioned):
    """The balance of every ciclo, oldest first."""

    ambito: Ambito
    unidad: Literal["kWh"]
    cobertura_minima: float = Field(description="Cobertura bajo la cual no se da pérdida [fracción].")
    baterias_con_totalizador: int
    ciclos: list[BalancePoint]
    tendencia: LossTrendRecord | None = Field(description="null con menos de 8 pérdidas conocidas.")
    alza: Alza | None = Field(description="null si la pérdida no subió, o se conoce en menos de 6 ciclos.")
    texto: str = Field(description="Lo mismo en una o dos frases.")
