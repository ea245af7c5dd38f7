"""A hallazgo as answers show it: the schema of `Hallazgo.to_dict`, for every endpoint that lists findings."""

from typing import Any, Literal

from pydantic import Field

from consumo.api.schema import Record

__all__ = ["HallazgoRecord", "PropuestaRecord", "RangoRecord"]


class RangoRecord(Record):
    """Where the value was expected."""

    minimo: float
    maximo: float
    unidad: Literal["kWh", "lectura"]


class PropuestaRecord(Record):
    """An explanation of a reading that fits; nothing has been applied."""

    tipo: str
    campo: str | None = Field(description="Qué cambiaría de la lectura; null si primero hace falta saber más.")
    de: float | None = Field(description="Lo que dice ahora ese campo.")
    a: float | None = Field(description="Lo que diría.")
    kwh: float | None = Field(description="Consumo del ciclo si fue así [kWh].")
    cuenta: dict[str, Any] = Field(description="Los números de la cuenta, por nombre.")
    texto: str = Field(description="La explicación, con su cuenta.")


class HallazgoRecord(Record):
    """One finding."""

    codigo: str
    severidad: str
    mensaje: str
    hoja: str | None
    fila: int | None
    columna: str | None
    valor: str | None
    esperado: str
    sugerencia: str
    usuario: str | None
    bateria: str | None
    ciclo: str | None
    evidencia: dict[str, Any]
    veces: int = Field(description="Cuántas filas o celdas dice este hallazgo.")
    identidad: str = Field(description="Id del hallazgo; el mismo mientras no cambien los datos de los que salió.")
    rango: RangoRecord | None = Field(description="Lo que se esperaba, en números.")
    propuesta: PropuestaRecord | None = Field(description="La única explicación que cabe en el rango.")
    alternativas: list[PropuestaRecord] = Field(description="Explicaciones empatadas, si no hay una sola.")
    kwh_en_riesgo: float | None = Field(description="Energía que se facturaría mal si es cierto [kWh].")
