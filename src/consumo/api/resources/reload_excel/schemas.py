"""What `/reload-excel` takes and answers."""

from pydantic import Field

from consumo.api.hallazgo_record import HallazgoRecord
from consumo.api.schema import QueryModel, Record, Versioned

__all__ = ["ReloadBody", "ReloadOptions"]


class ReloadOptions(QueryModel):
    """The body: none, or an empty object; what is read is what the server's settings name, never a path sent."""


class Resumen(Record):
    """What the workbooks held."""

    filas: int = Field(description="Filas con contenido = tomadas + rechazadas + sin_dato.")
    tomadas: int = Field(description="Filas de las que salió al menos una lectura.")
    lecturas: int = Field(description="Lecturas de usuarios y totalizadores; una fila ancha da varias.")
    rechazadas: int = Field(description="Filas con datos que no se tomaron; cada una tiene su hallazgo.")
    sin_dato: int = Field(description="Totales, títulos y notas.")
    usuarios: int
    baterias: int
    ciclos: int
    errores: int
    advertencias: int


class Cambios(Record):
    """Lecturas that differ from the version before."""

    nuevas: int
    corregidas: int
    retiradas: int


class ReloadBody(Versioned):
    """The version published."""

    version_anterior: str | None
    resumen: Resumen
    cambios: Cambios
    hallazgos: list[HallazgoRecord] = Field(description="Los primeros 1000.")
    hallazgos_total: int
    hallazgos_decididos: int = Field(description="Cuántos más hay sobre los que ya se decidió; no se repiten aquí.")
    hallazgos_por_releer: int = Field(description="Cuántos de esos esperan que se lea otra vez el medidor.")
