"""A proposal as answers show it: the schema of `importing.proposal.Proposal.to_dict`."""

from pydantic import Field

from consumo.api.hallazgo_record import HallazgoRecord
from consumo.api.schema import Record

__all__ = ["PropuestaDeLibro"]


class Porque(Record):
    """Why a column was taken for what it is."""

    codigo: str
    mensaje: str


class Alternativa(Record):
    """Another thing that a column could mean."""

    significado: str
    confianza: float
    porque: Porque


class ColumnaPropuesta(Record):
    """What one column is taken for."""

    columna: str = Field(description="Letra, como en Excel.")
    encabezado: str
    significado: str = Field(description="`ignorar` = no se toma nada de ella.")
    mes: str | None = Field(description="El mes de sus cifras, en tablas anchas.")
    meses: int = Field(description="Meses que abarcan sus cifras: 2 si se lee cada dos.")
    grupo: str | None
    unidad: str | None
    porque: Porque
    confianza: float = Field(ge=0, le=1)
    ejemplos: list[str]
    alternativas: list[Alternativa] = Field(description="La más segura primero.")


class TablaPropuesta(Record):
    """What one table is taken for."""

    archivo: str
    hoja: str
    forma: str = Field(description="Clave de los libros de la misma forma.")
    disposicion: str = Field(description="`larga`, `ancha`, `ancha_con_lecturas`, `un_ciclo`, …")
    encabezados: list[int] = Field(description="Filas del encabezado, contadas como en Excel.")
    primera: int
    ultima: int
    filas: int
    orden_fecha: str | None = Field(description="`dma` o `mda`: cómo se lee 03/04/2025.")
    decimal: str | None
    columnas: list[ColumnaPropuesta]


class PropuestaDeLibro(Record):
    """What one workbook is taken for."""

    archivo: str
    forma: str
    segura: bool = Field(description="Si se puede publicar sin preguntar.")
    tablas: list[TablaPropuesta]
    dudas: list[HallazgoRecord]
    sin_tabla: list[str] = Field(description="Hojas en las que no se encontró ninguna tabla.")
