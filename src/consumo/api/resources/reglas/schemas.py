"""What `/api/reglas` answers."""

from pydantic import Field

from consumo.api.schema import Record, Versioned

__all__ = ["ReglasBody"]


class Cita(Record):
    """A rule of law behind the profile; read in summaries, not always in the legal text."""

    norma: str
    dice: str
    leido_en: str
    confirmar: str = Field(description="Lo que un abogado debe confirmar antes de facturar con ella.")


class Perfil(Record):
    """The profile in force."""

    nombre: str
    titulo: str
    citas: list[Cita]


class Historial(Record):
    """What people decided about the findings of the rule."""

    ciertas: int = Field(description="Corregidas, estimadas o cambio de medidor.")
    falsas: int = Field(description="Aceptadas como se leyeron.")
    pendientes: int = Field(description="Enviadas a releer.")
    precision: float | None = Field(description="ciertas / (ciertas + falsas); null sin decisiones.")
    precision_min: float | None = Field(description="Intervalo de 95 % (Wilson).")
    precision_max: float | None


class Regla(Record):
    """One rule, in order of precedence."""

    codigo: str
    activa: bool
    severidad: str
    parametros: dict[str, float | int | list[float | int] | None]
    umbral: str | None = Field(description="El parámetro con que se ajusta; null si no tiene.")
    fuente: str
    hallazgos: int = Field(description="En la versión publicada, explicados o no.")
    decisiones: Historial


class ReglasBody(Versioned):
    """The profile and its rules."""

    perfil: Perfil
    reglas: list[Regla]
