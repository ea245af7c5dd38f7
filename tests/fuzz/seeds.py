"""Workbooks of one known table in every format that is read; their figures are given twice, so that a change shows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from pyxlsbwriter import XlsbWriter

ROWS: list[list[object]] = [
    ["Usuario", "Torre", "Fecha anterior", "Fecha actual", "Lectura anterior", "Lectura actual", "Consumo (kWh)"],
    *(
        [f"{100 + u}", f"T{u % 2}", date(2025, m, 1), date(2025, m + 1, 1), before, before + 37 + u, 37 + u]
        for m in (1, 2, 3)
        for u in range(1, 7)
        for before in [1000 * u + 100 * m]
    ),
]  # fmt: skip
TOTAL: list[object] = ["Total", None, None, None, None, None, sum(row[6] for row in ROWS[1:])]  # type: ignore[misc]
TABLE = [["Cooperativa de prueba"], [], *ROWS, TOTAL]


def write_xlsx(path: Path, *, inline: bool = False) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": inline}) as book:
        sheet = book.add_worksheet("Lecturas")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for i, row in enumerate(TABLE):
            for j, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(i, j, cell, day)
                elif cell is not None:
                    sheet.write(i, j, cell)


def write_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Lecturas")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for i, row in enumerate(TABLE):
        for j, cell in enumerate(row):
            if cell is not None:
                sheet.write(i, j, cell, day) if isinstance(cell, date) else sheet.write(i, j, cell)
    book.save(str(path))


def write_ods(path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Lecturas")
    for row in TABLE:
        line = TableRow()
        for cell in row:
            if isinstance(cell, date):
                made = TableCell(valuetype="date", datevalue=cell.isoformat())
            elif isinstance(cell, (int, float)):
                made = TableCell(valuetype="float", value=cell)
            else:
                made = TableCell(valuetype="string") if cell else TableCell()
            if cell is not None:
                made.addElement(P(text=str(cell)))
            line.addElement(made)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))


def write_xlsb(path: Path) -> None:
    with XlsbWriter(str(path)) as writer:
        writer.add_sheet("Lecturas")
        width = max(map(len, TABLE))
        writer.write_sheet([[*row, *[None] * (width - len(row))] for row in TABLE])


def write_csv(path: Path) -> None:
    lines = [";".join("" if cell is None else str(cell) for cell in row) for row in TABLE]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


SEEDS: dict[str, Callable[[Path], None]] = {
    "compartidos.xlsx": write_xlsx,
    "enlinea.xlsx": lambda path: write_xlsx(path, inline=True),
    "viejo.xls": write_xls,
    "libre.ods": write_ods,
    "binario.xlsb": write_xlsb,
    "texto.csv": write_csv,
}
