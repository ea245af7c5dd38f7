"""What `/api/usuarios` takes and answers."""

from typing import Literal

from pydantic import Field

from consumo.api.schema import QueryModel, Record, Versioned
from consumo.services.queries.usuarios import MAX_LIMITE

__all__ = ["UsuariosBody", "UsuariosQuery"]

Orden = Literal[
    "usuario", "nombre", "bateria",
    "kwh", "-kwh", "kwh_dia", "-kwh_dia", "variacion", "-variacion", "variacion_anio", "-variacion_anio",
]  # fmt: skip


class UsuariosQuery(QueryModel):
    """Which usuarios, in what order, which page."""

    bateria: str | None = Field(None, min_length=1, max_length=200, description="Solo los de esta batería.")
    q: str | None = Field(
        None,
        max_length=200,
        description="Palabras que estén en el id, el nombre o el medidor, sin acentos ni mayúsculas.",
    )
    orden: Orden = Field("usuario", description="`-` = de mayor a menor; lo que falta va al final.")
    limite: int = Field(50, ge=1, le=MAX_LIMITE, description="Usuarios por página.")
    posicion: int | None = Field(
        None, ge=0, description="Desde qué lugar de la lista, contado desde 0; en vez de `cursor`."
    )
    cursor: str | None = Field(None, max_length=200, description="El de `siguiente`, tal cual.")


class Usuario(Record):
    """One usuario, with the figures of the latest ciclo in which it has a consumption."""

    usuario: str
    nombre: str | None
    bateria: str
    medidor: str | None
    ultimo_ciclo: str | None = Field(description="El último ciclo con consumo; las cifras son de ese ciclo.")
    kwh: float | None
    kwh_dia: float | None
    variacion_ciclo_anterior: float | None = Field(description="Cambio de kwh_dia contra el ciclo anterior [fracción].")
    variacion_anio_anterior: float | None = Field(description="Contra el mismo ciclo del año anterior [fracción].")
    hallazgos: int = Field(description="Hallazgos del usuario desde ese ciclo.")


class UsuariosBody(Versioned):
    """A page of usuarios."""

    usuarios: list[Usuario]
    total: int = Field(description="Cuántos cumplen con los filtros, en todas las páginas.")
    siguiente: str | None = Field(description="URL de la página siguiente; null en la última.")
