"""What is said of the columns that were not read."""

from typing import Final

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.mapping import IGNORE
from consumo.importing.proposal import ColumnProposal
from consumo.importing.table import Table

__all__ = ["ignored_columns"]

_CODES: Final = {
    "otra_magnitud": "columna.otra_magnitud",
    "repetida": "columna.repetida",
    "sin_significado": "columna.ignorada",
    "numeracion": "columna.ignorada",
    "promedio": "columna.ignorada",
    "confirmada": "columna.ignorada",
}
_LISTED: Final = 12


def ignored_columns(table: Table) -> list[Hallazgo]:
    """Return one finding per reason for the columns of a table that were not read; empty ones are passed over."""
    groups: dict[str, list[ColumnProposal]] = {}
    for column in table.columns:
        codigo = _CODES.get(column.porque.clave)
        if column.significado == IGNORE and codigo is not None:
            groups.setdefault(codigo, []).append(column)
    return [
        Hallazgo(
            codigo=codigo,
            hoja=table.sheet.name,
            columna=columns[0].letra,
            veces=len(columns),
            evidencia={"columnas": _named(columns), "magnitudes": _magnitudes(columns)},
        )
        for codigo, columns in groups.items()
    ]


def _named(columns: list[ColumnProposal]) -> str:
    names = [column.encabezado or column.letra for column in columns[:_LISTED]]
    more = len(columns) - len(names)
    return ", ".join(names) + (f" (+{more})" if more else "")


def _magnitudes(columns: list[ColumnProposal]) -> str:
    return ", ".join(dict.fromkeys(str(column.porque.evidencia.get("magnitud", "")) for column in columns)).strip(", ")
