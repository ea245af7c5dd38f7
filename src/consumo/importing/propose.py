"""Tables as they are understood → the proposal that a person is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from consumo.importing.dates import date_order
from consumo.importing.grid import Sheet
from consumo.importing.mapping import Mapping, table_shape
from consumo.importing.proposal import ColumnProposal, Proposal, TableProposal
from consumo.importing.read_file import FileRows, read_sheets
from consumo.importing.readers import open_sheets
from consumo.importing.table import Table

__all__ = ["proposal_of", "propose", "propose_file"]

_EXAMPLES: Final = 3
_EXAMPLE_ROWS: Final = 200
_TIMES: Final = ("desde", "hasta", "ciclo")


def propose_file(ruta: Path, *, hoja: str | None = None, mappings: Sequence[Mapping] = ()) -> Proposal:
    """Open a workbook and say what is understood of it; nothing is taken.

    Args:
        ruta: the file.
        hoja: look only at this sheet.
        mappings: confirmed before; each holds for the tables of its shape.

    Raises:
        WorkbookError: if the file cannot be opened.
    """
    sheets = (sheet for sheet in open_sheets(ruta) if hoja in {None, sheet.name})
    return replace(propose(sheets, mappings=mappings), archivo=ruta.name)


def propose(sheets: Iterable[Sheet], *, mappings: Sequence[Mapping] = ()) -> Proposal:
    """Say what is understood of the sheets of one workbook."""
    return proposal_of(read_sheets(sheets, mappings=mappings))


def proposal_of(read: FileRows) -> Proposal:
    """Return the proposal of a file that was read."""
    return Proposal(
        archivo=read.archivo,
        tablas=tuple(_table(table) for table in read.tables),
        dudas=tuple(read.doubts),
        sin_tabla=tuple(read.without_table),
    )


def _table(table: Table) -> TableProposal:
    times = [cells for word in _TIMES if (cells := table.column(word)) is not None]
    texts = any(len(cells.distinct_texts()[2]) for cells in times)
    return TableProposal(
        archivo=table.sheet.archivo,
        hoja=table.sheet.name,
        forma=table_shape([column.encabezado for column in table.columns]),
        disposicion=_layout(table),
        encabezados=tuple(int(row) + 1 for row in table.header),
        primera=int(table.rows[0]) + 1 if len(table.rows) else 0,
        ultima=int(table.rows[-1]) + 1 if len(table.rows) else 0,
        filas=len(table.rows),
        columnas=tuple(_with_examples(table, column) for column in table.columns),
        orden_fecha=table.order or (date_order(times)[0] if texts else ""),
        decimal=table.decimal_mark or "",
    )


def _layout(table: Table) -> str:
    months = [series for series in table.series if series.mes]
    if months:
        if all("consumo_kwh" not in series.measures for series in months):
            return "ancha_de_lecturas"
        return "ancha_con_lecturas" if table.index("lectura_actual") is not None else "ancha"
    if any(series.grupo for series in table.series):
        named = table.index("usuario") is not None or table.index("bateria") is not None
        return "por_grupos" if named else "traspuesta"
    return "larga" if any(table.index(word) is not None for word in ("ciclo", "hasta")) else "un_ciclo"


def _with_examples(table: Table, column: ColumnProposal) -> ColumnProposal:
    rows = table.rows[:_EXAMPLE_ROWS]
    cells = table.cells_at(column.indice, rows)
    filled = cells.filled.nonzero()[0][:_EXAMPLES].tolist()
    return replace(column, ejemplos=tuple(_shown(cells.value(k)) for k in filled))


def _shown(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)
