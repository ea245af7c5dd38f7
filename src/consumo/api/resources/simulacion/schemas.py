"""What `/api/simulacion` takes and answers."""

from pydantic import Field

from consumo.api.schema import QueryModel, Record, Versioned

__all__ = ["SimulacionBody", "SimulacionQuery"]


class SimulacionQuery(QueryModel):
    """Which rule, and with what."""

    regla: str = Field(min_length=1, max_length=80, description="Código de la regla; ver /api/reglas.")
    parametro: str | None = Field(
        None, min_length=1, max_length=40, description="Cuál de sus parámetros; su umbral si falta."
    )
    valores: str | None = Field(
        None,
        pattern=r"^\d{1,9}(\.\d{1,6})?(,\d{1,9}(\.\d{1,6})?){0,11}$",
        description="Valores separados por comas; los de alrededor del vigente si faltan.",
    )
    presupuesto: float | None = Field(None, ge=0, description="Hallazgos por ciclo que se pueden revisar.")
    ultimos: int = Field(13, ge=1, le=120, description="Cuántos ciclos se juzgan.")


class Simulado(Record):
    """What one value would give."""

    valor: float
    por_ciclo: list[int] = Field(description="Hallazgos en cada uno de `ciclos`.")
    promedio: float = Field(description="Por ciclo.")
    parte: float | None = Field(description="promedio / usuarios [fracción].")
    kwh_en_riesgo: list[float | None] = Field(description="En cada ciclo; null si la regla no mide energía.")


class SimulacionBody(Versioned):
    """The findings that a rule would give by itself, before other rules take theirs."""

    regla: str
    parametro: str
    vigente: float = Field(description="Su valor en el perfil.")
    usuarios: int
    ciclos: list[str]
    valores: list[Simulado]
    presupuesto: float | None
    propuesto: float | None = Field(description="El valor que más aprovecha el presupuesto; null si ninguno cabe.")
