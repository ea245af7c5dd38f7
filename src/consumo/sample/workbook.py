"""A World → an .xlsx file: XlsxWriter makes the workbook, `rows` fills its long sheets."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

import xlsxwriter

from consumo.domain.vocabulary import CANONICAL_COLUMNS
from consumo.sample.readme_sheet import readme_lines
from consumo.sample.rows import column_letters, row_blocks
from consumo.sample.table import TOTALIZADOR_COLUMNS, Column, LecturasTable, totalizador_columns
from consumo.sample.world import World

__all__ = ["SHEET_ROWS", "Progress", "write_workbook"]

SHEET_ROWS: Final = 1_000_000
"""Rows of readings in one sheet; Excel holds 1,048,576."""

Progress = Callable[[str, float], None]
_WIDTHS: Final = {"nombre": 30, "bateria": 18, "observacion": 24, "fecha_anterior": 14, "fecha_actual": 14}
_END: Final = b"</sheetData>"
_Fill = tuple[tuple[str, ...], int, Iterator[dict[str, Column]]]


def write_workbook(world: World, path: Path, *, sheet_rows: int = SHEET_ROWS, progress: Progress | None = None) -> int:
    """Write the sheets `Lecturas` (`Lecturas 2` …), `Totalizadores` and `Leeme`.

    Args:
        world: what to write.
        path: file to write, replaced if it exists.
        sheet_rows: most rows of readings in one sheet.
        progress: called with the sheet's name and the fraction done, 0 to 1.

    Returns:
        Number of rows in the sheets `Lecturas`.

    Raises:
        OSError: if the file cannot be written.
    """
    table = LecturasTable(world)
    fills: dict[str, _Fill] = {}
    for nth, start in enumerate(range(0, len(table), sheet_rows), start=1):
        stop = min(start + sheet_rows, len(table))
        fills["Lecturas" if nth == 1 else f"Lecturas {nth}"] = (
            CANONICAL_COLUMNS,
            stop - start,
            _slices(table, start, stop),
        )
    totals = totalizador_columns(world)
    fills["Totalizadores"] = (TOTALIZADOR_COLUMNS, len(totals["ciclo"].cells), iter([totals]))
    total = sum(rows for _, rows, _ in fills.values())
    _fill(path, _skeleton(world, fills), fills, _counter(progress, total))
    return len(table)


def _slices(table: LecturasTable, start: int, stop: int, size: int = 100_000) -> Iterator[dict[str, Column]]:
    for first in range(start, stop, size):
        yield table.columns(first, min(first + size, stop))


def _counter(progress: Progress | None, total: int) -> Callable[[str, int], None]:
    done = 0

    def count(sheet: str, rows: int) -> None:
        nonlocal done
        done += rows
        if progress is not None:
            progress(sheet, done / total)

    return count


def _skeleton(world: World, fills: dict[str, _Fill]) -> bytes:
    """Return the workbook with the headers of its long sheets and without their rows."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        # The first format that the first sheet uses, in its columns, is number rows.DATE_STYLE of the workbook.
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        bold = book.add_format({"bold": True})
        for name, (columns, _, _) in fills.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for j, column in enumerate(columns):
                sheet.set_column(j, j, _WIDTHS.get(column, 13), day if column.startswith("fecha") else None)
            sheet.write_row(0, 0, columns, bold)
        sheet = book.add_worksheet("Leeme")
        sheet.set_column(0, 0, 110)
        for row, line in enumerate(readme_lines(world)):
            sheet.write_string(row, 0, line)
    return buffer.getvalue()


def _fill(path: Path, skeleton: bytes, fills: dict[str, _Fill], count: Callable[[str, int], None]) -> None:
    parts = {f"xl/worksheets/sheet{nth}.xml": name for nth, name in enumerate(fills, start=1)}
    with (
        zipfile.ZipFile(io.BytesIO(skeleton)) as empty,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=2) as full,
    ):
        for part in empty.namelist():
            content = empty.read(part)
            if part not in parts:
                full.writestr(part, content)
                continue
            with full.open(part, "w", force_zip64=True) as out:
                _fill_sheet(out, content, parts[part], fills[parts[part]], count)


def _fill_sheet(out: IO[bytes], content: bytes, name: str, fill: _Fill, count: Callable[[str, int], None]) -> None:
    columns, rows, slices = fill
    before, after = content.split(_END)
    last = column_letters(len(columns) - 1)
    out.write(before.replace(f"A1:{last}1".encode(), f"A1:{last}{rows + 1}".encode(), 1))
    row = 2
    for part in slices:
        for n, block in row_blocks(part, row):
            out.write(block.encode())
            row += n
            count(name, n)
    out.write(_END + after)
