"""The bases of every schema: what is not named is refused, in queries as in answers."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Ambito", "NoQuery", "Problema", "QueryModel", "Record", "Versioned"]


class QueryModel(BaseModel):
    """Query parameters; an unknown one is an error, never ignored."""

    model_config = ConfigDict(extra="forbid")


class NoQuery(QueryModel):
    """An endpoint without parameters."""


class Record(BaseModel):
    """Part of an answer; documents it, and the contract tests hold every answer to it."""

    model_config = ConfigDict(extra="forbid")


class Versioned(Record):
    """The envelope of every success."""

    version_datos: str = Field(description="Id de la versión publicada de los datos de la que sale la respuesta.")


class Ambito(Record):
    """Whose consumption it is."""

    tipo: Literal["usuario", "bateria", "total"]
    id: str | None = Field(description="null en el total.")
    nombre: str


class ErrorItem(BaseModel):
    """A row, cell or parameter at fault."""

    codigo: str = Field(description="Código estable del hallazgo, o `parametro.…`.")
    hoja: str | None = None
    fila: int | None = Field(None, description="Fila de la hoja, contada como en Excel.")
    columna: str | None = None
    parametro: str | None = Field(None, description="El parámetro, si el error es de la petición.")
    valor: str | None = Field(None, description="Lo que se encontró.")
    esperado: str | None = None
    sugerencia: str | None = None


class Problema(BaseModel):
    """An error, RFC 9457; in English where `Accept-Language` prefers it."""

    type: str = Field(description="URN estable de la clase de error.")
    title: str
    status: int
    detail: str = Field(description="Qué se encontró, qué se esperaba y qué hacer.")
    errores: list[ErrorItem] | None = Field(None, description="Las filas, celdas o parámetros que no valen.")
