"""What was understood of a workbook before anything is taken from it: tables, columns, why, and what is in doubt.

`propose.propose` makes it; `Proposal.mapping()` is what confirming it as it stands amounts to (see `mapping.py`).
Rows are counted from 1 as Excel does; columns from 0, with their letter beside.
"""

import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from consumo.domain.catalogo import Sentence
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Idioma
from consumo.importing.grid import column_letter
from consumo.importing.mapping import ColumnMapping, Mapping, TableMapping, file_shape

__all__ = ["Alternative", "ColumnProposal", "Proposal", "Reason", "TableProposal"]


@cache
def _sentences() -> dict[str, Sentence]:
    text = files(__package__).joinpath("reasons.toml").read_text(encoding="utf-8")
    return {codigo: Sentence(**sentence) for codigo, sentence in tomllib.loads(text).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why: a stable key of `reasons.toml` and the evidence that fills its sentence."""

    clave: str
    evidencia: AnyMapping[str, Any] = field(default_factory=dict)

    def message(self, idioma: Idioma | str = Idioma.ES) -> str:
        """Say it in Spanish (`es`) or English (`en`)."""
        return _sentences()[self.clave].render(idioma, self.evidencia)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another thing that a column could mean, and how sure that is [0–1]."""

    significado: str
    confianza: float
    porque: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnProposal:
    """What one column is taken for.

    Attributes:
        indice: 0-based column.
        encabezado: header as written, the rows of a header of several rows joined by « / ».
        significado: a canonical word (`mapping.MEANINGS`) or `ignorar`.
        porque: the evidence.
        confianza: 0–1.
        ejemplos: up to three values, as written.
        alternativas: other meanings, surest first.
        mes: `2025-09` where the column belongs to one month (wide layouts).
        meses: how many months it lasts (2 for a bimester, from `mes` on).
        grupo: name of the group of columns that it belongs to (a category over several columns), or ''.
        unidad: unit of its figures (`kWh`, `MWh`, `kBtu` …), or ''.
    """

    indice: int
    encabezado: str
    significado: str
    porque: Reason
    confianza: float
    ejemplos: tuple[str, ...] = ()
    alternativas: tuple[Alternative, ...] = ()
    mes: str = ""
    meses: int = 1
    grupo: str = ""
    unidad: str = ""

    @property
    def letra(self) -> str:
        """Excel's name of the column."""
        return column_letter(self.indice)

    def to_dict(self, idioma: Idioma | str = Idioma.ES) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "columna": self.letra,
            "encabezado": self.encabezado,
            "significado": self.significado,
            "mes": self.mes or None,
            "meses": self.meses,
            "grupo": self.grupo or None,
            "unidad": self.unidad or None,
            "porque": {"codigo": self.porque.clave, "mensaje": self.porque.message(idioma)},
            "confianza": round(self.confianza, 2),
            "ejemplos": list(self.ejemplos),
            "alternativas": [
                {
                    "significado": other.significado,
                    "confianza": round(other.confianza, 2),
                    "porque": {"codigo": other.porque.clave, "mensaje": other.porque.message(idioma)},
                }
                for other in self.alternativas
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TableProposal:
    """What one table of a sheet is taken for.

    Attributes:
        archivo, hoja: where it is.
        forma: the shape key of the table: files of the same family share it.
        disposicion: `larga`, `ancha`, `ancha_con_lecturas` or `un_ciclo` (DESIGN §4); `ancha_de_lecturas` (registers by
            month), `por_grupos` (a column per group) or `traspuesta` (a column per usuario, a row per ciclo).
        encabezados: rows of the header, counted from 1.
        primera, ultima: first and last data row, counted from 1; 0 where there is none.
        filas: number of data rows.
        columnas: every column with a header or with data.
        orden_fecha: `dma` or `mda`, how `03/04/2025` is read; '' where no such date occurs.
        decimal: decimal mark of numbers written as text; '' where none occurs.
    """

    archivo: str
    hoja: str
    forma: str
    disposicion: str
    encabezados: tuple[int, ...]
    primera: int
    ultima: int
    filas: int
    columnas: tuple[ColumnProposal, ...]
    orden_fecha: str = ""
    decimal: str = ""

    def mapping(self) -> TableMapping:
        """Return what confirming this table as it stands amounts to."""
        return TableMapping(
            hoja=self.hoja,
            forma=self.forma,
            encabezados=self.encabezados,
            columnas=tuple(
                ColumnMapping(
                    indice=column.indice,
                    encabezado=column.encabezado,
                    significado=column.significado,
                    mes=column.mes,
                    meses=column.meses,
                    grupo=column.grupo,
                    unidad=column.unidad,
                )
                for column in self.columnas
            ),
            orden_fecha=self.orden_fecha,
            decimal=self.decimal,
        )

    def to_dict(self, idioma: Idioma | str = Idioma.ES) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "archivo": self.archivo,
            "hoja": self.hoja,
            "forma": self.forma,
            "disposicion": self.disposicion,
            "encabezados": list(self.encabezados),
            "primera": self.primera,
            "ultima": self.ultima,
            "filas": self.filas,
            "orden_fecha": self.orden_fecha or None,
            "decimal": self.decimal or None,
            "columnas": [column.to_dict(idioma) for column in self.columnas],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a workbook is taken for.

    Attributes:
        archivo: its name.
        tablas: the tables that were found, in the order of the sheets.
        dudas: why it is not certain, as findings of the family `propuesta`; empty where it is.
        sin_tabla: names of the sheets in which no table was found.
    """

    archivo: str
    tablas: tuple[TableProposal, ...]
    dudas: tuple[Hallazgo, ...] = ()
    sin_tabla: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether it can be imported without asking."""
        return bool(self.tablas) and not self.dudas

    @property
    def forma(self) -> str:
        """The shape key of the family of files that this one belongs to."""
        return file_shape(table.forma for table in self.tablas)

    def mapping(self) -> Mapping:
        """Return what confirming it as it stands amounts to; tables of one shape are confirmed once."""
        once = {table.forma: table for table in reversed(self.tablas)}
        return Mapping(tuple(table.mapping() for table in self.tablas if once[table.forma] is table))

    def to_dict(self, idioma: Idioma | str = Idioma.ES) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "archivo": self.archivo,
            "forma": self.forma,
            "segura": self.certain,
            "tablas": [table.to_dict(idioma) for table in self.tablas],
            "dudas": [duda.to_dict(idioma) for duda in self.dudas],
            "sin_tabla": list(self.sin_tabla),
        }
