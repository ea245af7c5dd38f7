"""What `/api/consumo-con-regresion` takes and answers."""

from datetime import date
from typing import Literal

from pydantic import Field

from consumo.api.schema import Ambito, QueryModel, Record, Versioned
from consumo.domain.vocabulary import MAX_HORIZON

__all__ = ["ConsumoBody", "ConsumoQuery"]

Grado = Literal["auto", "0", "1", "2", "3", "4", "5"]


class ConsumoQuery(QueryModel):
    """Of whom, and how far ahead."""

    usuario: str | None = Field(None, min_length=1, max_length=200, description="De un usuario.")
    bateria: str | None = Field(
        None, min_length=1, max_length=200, description="De una batería; sin ninguno, del total."
    )
    horizonte: int = Field(6, ge=1, le=MAX_HORIZON, description="Ciclos hacia adelante.")
    grado: Grado = Field("auto", description="Grado del polinomio de la tendencia de cada usuario.")
    niveles: str = Field(
        "80,95",
        pattern=r"^\d{1,2}(,\d{1,2}){0,9}$",
        description="Coberturas de los intervalos [%], separadas por comas.",
    )


class HistoryPoint(Record):
    """One ciclo of history."""

    ciclo: str
    desde: date
    hasta: date
    dias: int
    kwh: float | None
    kwh_dia: float | None
    calidad: int | None = Field(description="Código ESPI de calidad de la lectura; null en sumas y donde falta.")
    hallazgos: int


class KwhPoint(Record):
    """A value of the trend."""

    ciclo: str
    kwh: float | None


class Tendencia(Record):
    """The polynomial trend; of a bateria or the total, the sum of those of its usuarios."""

    grado: int | None = Field(description="El mayor de los usados, en sumas; null si no alcanza la historia.")
    coeficientes: list[float] = Field(
        description="De kwh_dia en el tiempo escalado, de menor a mayor potencia; vacío en sumas."
    )
    r2: float | None
    valores: list[KwhPoint] = Field(description="Uno por ciclo de la historia; null en un ciclo en curso.")
    proyeccion: list[KwhPoint] = Field(description="Desde el ciclo en curso, entero, o el que sigue al último.")


class Medido(Record):
    """What was measured so far in a ciclo that is under way."""

    kwh: float
    dias: int = Field(description="Días desde el inicio del ciclo; en sumas, los del usuario leído más tarde.")
    usuarios: int = Field(description="Usuarios ya leídos.")


class Prediccion(Record):
    """The forecast of one future ciclo."""

    ciclo: str
    desde: date
    hasta: date
    dias: int
    kwh: float
    intervalos: dict[str, tuple[float, float]] = Field(description="Por nivel [%], [inferior, superior] en kWh.")
    medido: Medido | None = Field(
        description="Del ciclo en curso, si ya hay lecturas: lo medido hasta ahora, que `kwh` incluye; si no, null."
    )


class Entrenamiento(Record):
    """What the model was trained with."""

    usuarios: int
    ciclos: int


class ModelError(Record):
    """Backtest errors [–]; null where no backtest was possible."""

    wape: float | None
    mase: float | None
    ingenuo_wape: float | None = Field(description="WAPE del ingenuo estacional en las mismas ventanas.")
    ingenuo_mase: float | None = Field(description="MASE del ingenuo estacional en las mismas ventanas.")


class Modelo(Record):
    """An honest account of the model."""

    nombre: str
    version: str
    estado: Literal["listo", "en_preparacion", "fallido"] = Field(
        description="`en_preparacion`: vuelva a pedirlo en unos segundos. `fallido`: `motivo` dice por qué y qué "
        "hacer; se vuelve a intentar solo, y con la versión siguiente."
    )
    avance: float | None = Field(
        ge=0, le=1, description="Fracción hecha del que está en preparación; null si no se sabe, o no lo está."
    )
    entrenado_con: Entrenamiento
    error: ModelError
    motivo: str = Field(description="Por qué no hay pronóstico, o por qué se eligió este modelo; puede estar vacío.")
    codigo: str | None = Field(
        description="`modelo.datos_insuficientes` si los datos no alcanzan para un pronóstico; si lo hay, null."
    )


class ConsumoBody(Versioned):
    """History, trend and forecast."""

    ambito: Ambito
    unidad: Literal["kWh"]
    historico: list[HistoryPoint]
    tendencia: Tendencia
    predicciones: list[Prediccion]
    modelo: Modelo
