"""Tables as they are understood → the proposal that a person is shown."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.columns import meaning_of
from consumo.importing.grid import Sheet
from consumo.importing.mapping import IGNORE, Mapping, table_shape
from consumo.importing.proposal import ColumnProposal, Proposal, Reason, TableProposal
from consumo.importing.readers import open_sheets
from consumo.importing.table import Table, find_table

__all__ = ["proposal_of", "propose", "propose_file"]

_EXACT = 1000  # strength of a header that is an alias as a whole
_EXAMPLES = 3


def propose_file(ruta: Path, *, hoja: str | None = None, mappings: Sequence[Mapping] = ()) -> Proposal:
    """Open a workbook and say what is understood of it; nothing is taken.

    Args:
        ruta: the file.
        hoja: look only at this sheet.
        mappings: confirmed before; each holds for the tables of its shape.

    Raises:
        WorkbookError: if the file cannot be opened.
    """
    return propose((sheet for sheet in open_sheets(ruta) if hoja in {None, sheet.name}), mappings=mappings)


def propose(sheets: Iterable[Sheet], *, mappings: Sequence[Mapping] = ()) -> Proposal:
    """Say what is understood of the sheets of one workbook."""
    tables, without, archivo = [], [], ""
    for sheet in sheets:
        archivo = sheet.archivo
        table = find_table(sheet, mappings=mappings)
        if table is not None:
            tables.append(table)
        elif sheet.n_rows:
            without.append(sheet.name)
    return proposal_of(archivo, tables, without)


def proposal_of(archivo: str, tables: Sequence[Table], sin_tabla: Sequence[str] = ()) -> Proposal:
    """Return the proposal of tables that were found."""
    doubts: list[Hallazgo] = []
    return Proposal(
        archivo=archivo,
        tablas=tuple(_table(table) for table in tables),
        dudas=tuple(doubts),
        sin_tabla=tuple(sin_tabla),
    )


def _table(table: Table) -> TableProposal:
    return TableProposal(
        archivo=table.sheet.archivo,
        hoja=table.sheet.name,
        forma=table_shape([str(header) for _, header in sorted(table.headers.items())]),
        disposicion=_layout(table),
        encabezados=(table.header + 1,),
        primera=int(table.rows[0]) + 1 if len(table.rows) else 0,
        ultima=int(table.rows[-1]) + 1 if len(table.rows) else 0,
        filas=len(table.rows),
        columnas=tuple(_column(table, index, str(header)) for index, header in sorted(table.headers.items())),
    )


def _layout(table: Table) -> str:
    if table.mapping.months:
        return "ancha_con_lecturas" if "lectura_actual" in table.mapping.columns else "ancha"
    return "larga" if {"ciclo", "hasta"} & set(table.mapping.columns) else "un_ciclo"


def _column(table: Table, index: int, header: str) -> ColumnProposal:
    meaning, reason, sure = _meaning(table, index, header)
    month = table.mapping.months.get(index)
    cells = table.cells(index)
    examples = [str(cells.value(k)) for k in cells.filled.nonzero()[0][:_EXAMPLES].tolist()]
    return ColumnProposal(
        indice=index,
        encabezado=header,
        significado=meaning,
        porque=reason,
        confianza=sure,
        ejemplos=tuple(examples),
        mes="" if month is None else str(month),
    )


def _meaning(table: Table, index: int, header: str) -> tuple[str, Reason, float]:
    word = next((word for word, place in table.mapping.columns.items() if place == index), None)
    evidence = {"encabezado": header, "significado": word}
    if word is not None and index in table.mapping.confirmed:
        return word, Reason(clave="confirmada", evidencia=evidence), 1.0
    if word is not None:
        found = meaning_of(header)
        exact = found is not None and found[1] >= _EXACT
        return word, Reason(clave="alias" if exact else "alias_parcial", evidencia=evidence), 0.95 if exact else 0.8
    if index in table.mapping.months:
        return "consumo_kwh", Reason(clave="mes", evidencia={"mes": str(table.mapping.months[index])}), 0.95
    if index in table.mapping.repeated:
        return IGNORE, Reason(clave="repetida"), 0.7
    return IGNORE, Reason(clave="sin_significado"), 0.8
