"""What `/api/pronosticos` and `/api/pronosticos/desempeno` take and answer."""

from datetime import date
from typing import Literal

from pydantic import Field

from consumo.api.resources.consumo_con_regresion.schemas import Modelo, Prediccion
from consumo.api.schema import Ambito, QueryModel, Record, Versioned
from consumo.domain.vocabulary import MAX_HORIZON
from consumo.services.queries.pronosticos import MAX_LIMITE

__all__ = ["DesempenoBody", "DesempenoQuery", "PronosticosBody", "PronosticosQuery"]


class PronosticosQuery(QueryModel):
    """Whose forecasts, how far ahead, in what form."""

    bateria: str | None = Field(None, min_length=1, max_length=200, description="Solo los usuarios de esta batería.")
    detalle: Literal["usuarios", "baterias"] = Field(
        "usuarios", description="Una fila por usuario o por batería (en json)."
    )
    formato: Literal["json", "csv", "xlsx"] = Field(
        "json", description="csv y xlsx: todos los usuarios pedidos, una fila por usuario y ciclo, sin páginas."
    )
    horizonte: int = Field(6, ge=1, le=MAX_HORIZON, description="Ciclos hacia adelante.")
    niveles: str = Field(
        "80,95",
        pattern=r"^\d{1,2}(,\d{1,2}){0,9}$",
        description="Coberturas de los intervalos [%], separadas por comas (en json).",
    )
    limite: int = Field(50, ge=1, le=MAX_LIMITE, description="Filas por página (en json).")
    cursor: str | None = Field(None, max_length=200, description="El de `siguiente`, tal cual.")


class FutureCiclo(Record):
    """A ciclo to come."""

    ciclo: str
    nombre: str
    desde: date
    hasta: date
    dias: int


class Limites(Record):
    """The limits of one band, in the order of `ciclos`."""

    inferior: list[float | None]
    superior: list[float | None]


class Fila(Record):
    """The forecast of one usuario or bateria, in the order of `ciclos`."""

    id: str
    nombre: str | None
    bateria: str
    usuarios: int = Field(description="Usuarios que suma la fila.")
    con_pronostico: int = Field(description="De ellos, cuántos tienen pronóstico.")
    motivo: str | None = Field(description="Por qué no hay pronóstico, o por qué es de 0; si no, null.")
    codigo: str | None = Field(description="`modelo.datos_insuficientes` si no hay pronóstico; si lo hay, null.")
    kwh: list[float | None] = Field(description="kWh esperados; null si no hay pronóstico.")
    intervalos: dict[str, Limites] = Field(description="Por nivel [%].")
    medido_kwh: float | None = Field(
        description="Lo medido hasta ahora en el primer ciclo, si está en curso (`kwh` lo incluye); si no, null."
    )


class PronosticosBody(Versioned):
    """Forecasts of many, and their sum."""

    ambito: Ambito
    unidad: Literal["kWh"]
    detalle: Literal["usuarios", "baterias"]
    ciclos: list[FutureCiclo]
    suma: list[Prediccion] = Field(description="De la batería o del total; vacío si no hay pronóstico.")
    filas: list[Fila]
    total: int = Field(description="Filas en todas las páginas.")
    siguiente: str | None = Field(description="URL de la página siguiente; null en la última.")
    modelo: Modelo


class DesempenoQuery(QueryModel):
    """Whose forecasts."""

    bateria: str | None = Field(
        None, min_length=1, max_length=200, description="De una batería; sin ella, de todos los usuarios."
    )


class Errores(Record):
    """Errors over the usuarios compared [–]."""

    comparaciones: int = Field(description="Pares de pronóstico y lectura medida.")
    wape: float | None = Field(description="Σ|error| / Σ kWh, usuario por usuario.")
    ingenuo_wape: float | None = Field(description="El mismo, del ingenuo estacional (el valor de hace un año).")
    cobertura: dict[str, float | None] = Field(
        description="Por nivel [%], la fracción de lecturas dentro del intervalo servido; null en lo retrospectivo."
    )


class PastCiclo(Errores):
    """A ciclo whose forecast can be compared with what was measured."""

    ciclo: str
    nombre: str
    desde: date
    hasta: date
    dias: int
    origen: Literal["servido", "retrospectivo"] = Field(
        description="`servido`: el pronóstico que se publicó entonces; `retrospectivo`: el ciclo pronosticado de nuevo "
        "con lo que se sabía antes de él."
    )
    version_pronostico: str | None = Field(description="Versión de los datos de la que salió, si fue servido.")
    horizonte: int = Field(description="Ciclos de anticipación.")
    kwh_pronosticado: float | None = Field(description="De los usuarios comparados, en los días que el ciclo tuvo.")
    kwh_real: float | None
    diferencia: float | None = Field(description="De las sumas: pronosticado / real − 1.")


class HorizonErrors(Errores):
    """All comparisons at so many ciclos ahead."""

    horizonte: int


class DesempenoBody(Versioned):
    """How earlier forecasts turned out."""

    ambito: Ambito
    unidad: Literal["kWh"]
    ciclos: list[PastCiclo] = Field(description="Los últimos, del más antiguo al más reciente.")
    horizontes: list[HorizonErrors]
    modelo: Modelo
