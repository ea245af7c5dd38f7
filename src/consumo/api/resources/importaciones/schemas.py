"""What `/api/importaciones` takes and answers."""

from typing import Any

from pydantic import Field

from consumo.api.hallazgo_record import HallazgoRecord
from consumo.api.resources.importaciones.proposal_record import PropuestaDeLibro
from consumo.api.resources.reload_excel.schemas import Cambios, Resumen
from consumo.api.resources.versiones.schemas import DiferenciasFiltro, PaginaDeDiferencias
from consumo.api.schema import Problema, QueryModel, Record
from consumo.services.imports.job import Estado

__all__ = [
    "ANNOTATED_STATES",
    "FORM",
    "AnotadoQuery",
    "DiferenciasDeImportacionBody",
    "DiferenciasDeImportacionQuery",
    "ImportForm",
    "ImportacionBody",
    "ImportacionPath",
    "ImportacionesBody",
    "ImportacionesQuery",
]

ANNOTATED_STATES = frozenset({Estado.TERMINADA, Estado.POR_CONFIRMAR, Estado.FALLIDA})
"""States in which there is something to mark in the workbooks."""

_ID = "Id de la importación, como lo da la lista."


class ImportacionPath(QueryModel):
    """Which import."""

    importacion: str = Field(description=_ID)


class ImportacionesQuery(QueryModel):
    """How many imports."""

    limite: int = Field(50, ge=1, le=1000, description="Importaciones que se listan, las más nuevas primero.")


class AnotadoQuery(QueryModel):
    """Which workbook of the import."""

    archivo: str | None = Field(None, max_length=300, description="Nombre del libro; sin él, el primero.")


class ImportForm(QueryModel):
    """The fields of the form beside the workbooks."""

    importacion: str | None = Field(None, max_length=100, pattern=r"^[0-9A-Za-z-]+$")
    simular: bool = False
    mapeo: str | None = Field(None, max_length=1_000_000)


FORM: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "archivo": {
                        "type": "array",
                        "items": {"type": "string", "format": "binary"},
                        "description": "Uno o varios libros (.xlsx .xlsm .xls .xlsb .ods .csv).",
                    },
                    "importacion": {
                        "type": "string",
                        "description": "En vez de `archivo`: id de una importación anterior, cuyos libros se "
                        "importan de nuevo (con otro `mapeo`, o ya sin simular).",
                    },
                    "simular": {
                        "type": "boolean",
                        "default": False,
                        "description": "Leer y decir qué se publicaría, sin publicar nada.",
                    },
                    "mapeo": {
                        "type": "string",
                        "description": "Lo que significan las columnas, confirmado por una persona: TOML o JSON de "
                        "la forma que da `mapeo` en la respuesta. Manda sobre lo detectado y se recuerda para "
                        "los libros de la misma forma.",
                    },
                },
            }
        }
    },
}


class Archivo(Record):
    """A workbook that was sent."""

    nombre: str
    bytes: int


class Progreso(Record):
    """How far an import is."""

    paso: str = Field(description="El archivo que se lee, o `publicando`.")
    parte: float = Field(ge=0, le=1, description="Fracción hecha.")


class CicloLeido(Record):
    """What the workbooks say of one ciclo."""

    ciclo: str
    lecturas: int = Field(description="Lecturas de usuarios.")
    kwh: float | None = Field(description="Su suma; null si faltan todas.")


class Resultado(Record):
    """What an import did, or would do where it was not published."""

    version_datos: str | None = Field(description="La versión que publicó; null si no se publicó.")
    version_anterior: str | None = Field(description="La versión con la que se comparó.")
    sin_cambios: bool = Field(description="Los libros no dicen nada nuevo: no se hizo versión.")
    resumen: Resumen
    cambios: Cambios
    ciclos: list[CicloLeido] = Field(description="Lo que dicen los libros, del ciclo más antiguo al más nuevo.")
    hallazgos: list[HallazgoRecord] = Field(description="Los primeros 1000.")
    hallazgos_total: int
    hallazgos_decididos: int = Field(description="Cuántos más hay sobre los que ya se decidió; no se repiten aquí.")
    hallazgos_por_releer: int = Field(description="Cuántos de esos esperan que se lea otra vez el medidor.")
    diferencias: str | None = Field(
        description="URL de los cambios uno a uno, los hechos o los que se harían; null si no hay ninguno."
    )


class Importacion(Record):
    """An import and how it stands."""

    id: str
    estado: Estado = Field(
        description="`por_confirmar`: la lectura no es segura y no se publicó; confirme o corrija `mapeo` y envíelo "
        "con `importacion` = este id."
    )
    simular: bool
    creada: str = Field(description="ISO 8601.")
    terminada: str | None = Field(description="ISO 8601; null mientras está en marcha.")
    archivos: list[Archivo]
    progreso: Progreso
    resultado: Resultado | None = Field(description="Null mientras está en marcha, si falló y en la lista.")
    propuestas: list[PropuestaDeLibro] = Field(description="Qué se entendió de cada libro; vacía en la lista.")
    mapeo: dict[str, Any] | None = Field(description="Lo que se confirma si se aceptan las propuestas tal cual.")
    problema: Problema | None = Field(description="Por qué no se publicó, si falló o falta confirmar.")
    anotado: str | None = Field(description="URL del libro anotado; null si no hay nada que anotar.")


class ImportacionBody(Importacion):
    """One import."""

    version_datos: str | None = Field(description="La versión que se sirve ahora; null si no hay ninguna.")


class DiferenciasDeImportacionQuery(DiferenciasFiltro):
    """Which changes."""


class DiferenciasDeImportacionBody(PaginaDeDiferencias):
    """A page of what an import changes, by usuario, then ciclo."""

    version_datos: str | None = Field(description="La versión que se sirve ahora; null si no hay ninguna.")
    version_anterior: str | None = Field(description="Con la que se comparó; null si no había ninguna.")


class ImportacionesBody(Record):
    """The imports that are kept, newest first, without their reports."""

    version_datos: str | None = Field(description="La versión que se sirve ahora; null si no hay ninguna.")
    importaciones: list[Importacion]
    total: int
