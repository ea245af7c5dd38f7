"""A confirmed mapping: what a person says that the tables of a family of files mean. It overrides what is detected.

It is written for people (`Mapping.to_dict` gives what a TOML file holds; `Mapping.from_dict` reads it back) and found
again by shape: the headers of a table, whatever its data, its months and the name of its sheet.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from consumo.domain.errors import ParameterError
from consumo.importing.dates import parse_month
from consumo.importing.folding import fold
from consumo.importing.grid import column_index, column_letter

__all__ = ["IGNORE", "MEANINGS", "ColumnMapping", "Mapping", "TableMapping", "file_shape", "table_shape"]

IGNORE: Final = "ignorar"
"""Meaning of a column from which nothing is taken."""

MEANINGS: Final = (
    "usuario", "nombre", "bateria", "medidor", "categoria", "ciclo", "anio", "desde", "hasta", "lectura_anterior",
    "lectura_actual", "factor", "consumo_kwh", "tipo_lectura", "digitos", "observacion", "unidad", "energetico",
    "entregado_kwh", "consumo_parcial", IGNORE,
)  # fmt: skip
"""What a column can mean.

`consumo_kwh` and `lectura_actual` with a `mes` are columns of a wide layout; columns of `consumo_parcial` (bands of
hours) are added up.
"""

_ORDERS: Final = ("", "dma", "mda")
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What one column means.

    Attributes:
        indice: 0-based column; the header decides where the two disagree.
        encabezado: header as written; '' where the column has none.
        significado: one of MEANINGS.
        mes: `2025-09` where the column holds the figures of one month.
        meses: how many months from `mes` on they are of.
        grupo: category that the column stands for, beside other columns of the same meaning.
        unidad: `kWh`, `MWh`, `kBtu` …; '' is kWh, or what the header says.
    """

    indice: int
    encabezado: str = ""
    significado: str = IGNORE
    mes: str = ""
    meses: int = 1
    grupo: str = ""
    unidad: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """What one table means; it holds for a table of the same `forma`, or, without one, for a sheet called `hoja`.

    Attributes:
        hoja: name of the sheet; '*' is any.
        forma: shape key of the table, '' where a person wrote the mapping by hand.
        encabezados: rows of the header counted from 1; empty = as detected.
        columnas: what the columns mean; a column that is not named is as detected.
        orden_fecha: `dma`, `mda` or '' (as detected).
        decimal: ',' or '.' or '' (as detected).
        ignorar: nothing is taken from this table.
    """

    hoja: str = "*"
    forma: str = ""
    encabezados: tuple[int, ...] = ()
    columnas: tuple[ColumnMapping, ...] = ()
    orden_fecha: str = ""
    decimal: str = ""
    ignorar: bool = False

    def fits(self, hoja: str, forma: str) -> bool:
        """Whether it speaks of a table of that sheet and shape."""
        return self.forma == forma if self.forma else self.hoja in {"*", hoja}

    def to_dict(self) -> dict[str, Any]:
        """Return the form that a TOML file holds; what says nothing is left out."""
        columns = [
            _filled(
                {
                    "columna": column_letter(column.indice),
                    "encabezado": column.encabezado,
                    "significado": column.significado,
                    "mes": column.mes,
                    "meses": column.meses if column.meses > 1 else 0,
                    "grupo": column.grupo,
                    "unidad": column.unidad,
                }
            )
            for column in self.columnas
        ]
        return _filled(
            {
                "hoja": self.hoja,
                "forma": self.forma,
                "encabezados": list(self.encabezados),
                "orden_fecha": self.orden_fecha,
                "decimal": self.decimal,
                "ignorar": self.ignorar,
                "columnas": columns,
            }
        )

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read what `to_dict` wrote, or a person.

        Raises:
            ParameterError: naming the key that does not hold.
        """
        columns = tuple(_column(column) for column in data.get("columnas", ()))
        return cls(
            hoja=str(data.get("hoja", "*")),
            forma=str(data.get("forma", "")),
            encabezados=tuple(_whole("encabezados", row) for row in data.get("encabezados", ())),
            columnas=columns,
            orden_fecha=_one_of("orden_fecha", str(data.get("orden_fecha", "")), _ORDERS),
            decimal=_one_of("decimal", str(data.get("decimal", "")), ("", ",", ".")),
            ignorar=bool(data.get("ignorar", False)),
        )


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the tables of a family of files mean."""

    tablas: tuple[TableMapping, ...] = ()

    @property
    def forma(self) -> str:
        """The shape key of the family, as `Proposal.forma` of its files."""
        return file_shape(table.forma for table in self.tablas)

    def to_dict(self) -> dict[str, Any]:
        """Return the form that a TOML file holds."""
        return {"forma": self.forma, "tablas": [table.to_dict() for table in self.tablas]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read what `to_dict` wrote, or a person.

        Raises:
            ParameterError: naming the key that does not hold.
        """
        tables = data.get("tablas")
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise ParameterError("tablas", tables, "una lista de tablas", "a list of tables")
        return cls(tuple(TableMapping.from_dict(table) for table in tables))


def table_shape(headers: Sequence[str]) -> str:
    """Return the shape key of a table: a fingerprint of its headers in order.

    Months beside each other count as one and numbers as any number, so that the file of the next month has the shape
    of this one.
    """
    words: list[str] = []
    for header in headers:
        word = "<mes>" if parse_month(header) is not None else _DIGITS.sub("#", fold(header))
        if word and not (word == "<mes>" and words[-1:] == ["<mes>"]):
            words.append(word)
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:16]


def file_shape(tables: Iterable[str]) -> str:
    """Return the shape key of a file from those of its tables: which there are, not how many or in which order."""
    return hashlib.sha256(" ".join(sorted(set(tables))).encode()).hexdigest()[:16]


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value or key == "significado"}


def _column(data: Any) -> ColumnMapping:
    if not isinstance(data, dict):
        raise ParameterError("columnas", data, "una lista de columnas", "a list of columns")
    letters = str(data.get("columna", "")).strip().upper()
    index = column_index(letters)
    if index is None and not data.get("encabezado"):
        raise ParameterError("columna", letters, "una letra de columna, como «B»", "the letter of a column, like 'B'")
    month = str(data.get("mes", ""))
    if month and parse_month(month) is None:
        raise ParameterError("mes", month, "un mes como «2025-09»", "a month like '2025-09'")
    return ColumnMapping(
        indice=-1 if index is None else index,
        encabezado=str(data.get("encabezado", "")),
        significado=_one_of("significado", str(data.get("significado", IGNORE)), MEANINGS),
        mes=month if len(month) in {4, 10} else str(parse_month(month)) if month else "",
        meses=_whole("meses", data.get("meses", 1)),
        grupo=str(data.get("grupo", "")),
        unidad=str(data.get("unidad", "")),
    )


def _one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        listed = ", ".join(word for word in allowed if word)
        raise ParameterError(name, value, f"uno de: {listed}", f"one of: {listed}")
    return value


def _whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ParameterError(name, value, "números de fila desde 1", "row numbers from 1 on")
    return value
