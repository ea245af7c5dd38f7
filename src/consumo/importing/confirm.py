"""A person's word about a table in the place of what was detected."""

from collections.abc import Sequence
from dataclasses import replace

from consumo.importing.folding import fold
from consumo.importing.grid import Sheet
from consumo.importing.heads import Head
from consumo.importing.mapping import Mapping, TableMapping, table_shape
from consumo.importing.proposal import ColumnProposal, Reason

__all__ = ["confirm_columns", "confirmed_table"]


def confirmed_table(sheet: Sheet, heads: Sequence[Head], mappings: Sequence[Mapping]) -> TableMapping | None:
    """Return what was confirmed of tables of this shape, or of this sheet; the last word counts."""
    shape = table_shape([head.text for head in heads])
    found = [table for mapping in mappings for table in mapping.tablas if table.fits(sheet.name, shape)]
    chosen = [table for table in found if table.forma] or found
    return chosen[-1] if chosen else None


def confirm_columns(
    heads: Sequence[Head], found: Sequence[ColumnProposal], confirmed: TableMapping
) -> tuple[ColumnProposal, ...]:
    """Return `found` with what a person confirmed in its place; columns are known by their header, else by place."""
    by_index = {column.indice: column for column in found}
    headers = {head.index: fold(head.text) for head in heads}
    by_header = {text: index for index, text in sorted(headers.items(), reverse=True) if text}
    for column in confirmed.columnas:
        written = fold(column.encabezado)
        same = column.indice in headers and (not written or headers[column.indice] == written)
        index = column.indice if same else by_header.get(written)
        if index is None or index not in by_index:
            continue
        by_index[index] = replace(
            by_index[index],
            significado=column.significado,
            mes=column.mes,
            meses=column.meses,
            grupo=column.grupo,
            unidad=column.unidad or by_index[index].unidad,
            confianza=1.0,
            porque=Reason(clave="confirmada", evidencia={"significado": column.significado}),
        )
    named = {column.significado for column in by_index.values() if column.porque.clave == "confirmada"}
    return tuple(_stepped_back(column, named) for _, column in sorted(by_index.items()))


def _stepped_back(column: ColumnProposal, named: set[str]) -> ColumnProposal:
    """Take a detected meaning away from a column where a person gave it to another."""
    own_series = column.mes or column.grupo or column.significado == "ignorar"
    if column.porque.clave == "confirmada" or own_series or column.significado not in named:
        return column
    return replace(column, significado="ignorar", porque=Reason(clave="repetida"), confianza=0.7)
