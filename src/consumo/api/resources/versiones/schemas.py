"""What `/api/versiones` takes and answers."""

from typing import Literal

from pydantic import Field

from consumo.api.resources.reload_excel.schemas import Cambios
from consumo.api.schema import QueryModel, Record, Versioned

__all__ = [
    "DiferenciasBody",
    "DiferenciasFiltro",
    "DiferenciasQuery",
    "PaginaDeDiferencias",
    "RestaurarBody",
    "VersionPath",
    "VersionesBody",
    "VersionesQuery",
]

_LIMITE = Field(50, ge=1, le=1000, description="Cuántas por página.")
_CURSOR = Field(None, max_length=200, description="El de `siguiente`, tal cual.")


class VersionPath(QueryModel):
    """Which version."""

    version: str = Field(description="Id de la versión, como lo da `/api/versiones`.")


class VersionesQuery(QueryModel):
    """Which page."""

    limite: int = _LIMITE
    cursor: str | None = _CURSOR


class ArchivoLeido(Record):
    """A workbook that a version came from."""

    nombre: str
    sha256: str


class VersionRecord(Record):
    """One published version."""

    version: str
    creada: str = Field(description="ISO 8601.")
    fuente: str = Field(description="Los libros de los que salió.")
    publicada: bool = Field(description="Si es la que se sirve.")
    archivos: list[ArchivoLeido]
    resumen: dict[str, int] = Field(description="Cuentas de la importación que la hizo.")
    cambios: dict[str, int] = Field(description="`nuevas`, `corregidas`, `retiradas` contra la versión anterior.")


class VersionesBody(Record):
    """A page of versions, newest first."""

    version_datos: str | None = Field(description="La versión que se sirve ahora; null si no hay ninguna.")
    versiones: list[VersionRecord]
    total: int
    siguiente: str | None = Field(description="URL de la página siguiente; null en la última.")


class DiferenciasFiltro(QueryModel):
    """Which changes, and which page of them."""

    cambio: Literal["nueva", "corregida", "retirada"] | None = Field(None, description="Solo estos cambios.")
    usuario: str | None = Field(None, max_length=200, description="Solo los de este usuario.")
    ciclo: str | None = Field(None, max_length=50, description="Solo los de este ciclo.")
    limite: int = _LIMITE
    cursor: str | None = _CURSOR


class DiferenciasQuery(DiferenciasFiltro):
    """Compared with which version, and which changes."""

    con: str | None = Field(
        None,
        max_length=100,
        description="La otra versión; sin ella, la anterior. Se compara de la más antigua a la nueva.",
    )


class Diferencia(Record):
    """What changed of one usuario, or totalizador, in one ciclo."""

    cambio: Literal["nueva", "corregida", "retirada"]
    clase: Literal["usuario", "totalizador"]
    usuario: str = Field(description="El usuario, o la batería del totalizador.")
    bateria: str | None
    ciclo: str
    kwh_de: float | None = Field(description="Antes; null si no había o faltaba.")
    kwh_a: float | None = Field(description="Después; null si ya no hay o falta.")
    campos: list[str] = Field(description="Qué se corrigió: `kwh`, `lectura_actual`, `nombre`, …, o `decision`.")


class PaginaDeDiferencias(Record):
    """A page of changes, by usuario, then ciclo."""

    cambios: Cambios
    diferencias: list[Diferencia]
    total: int = Field(description="Cuántas cumplen con los filtros, en todas las páginas.")
    siguiente: str | None = Field(description="URL de la página siguiente; null en la última.")


class DiferenciasBody(PaginaDeDiferencias):
    """A page of the changes between two versions."""

    version_datos: str | None = Field(description="La versión que se sirve ahora.")
    version_de: str = Field(description="La más antigua de las dos.")
    version_a: str


class RestaurarBody(Versioned):
    """The version that is published again."""

    version_anterior: str | None = Field(description="La que se servía antes.")
