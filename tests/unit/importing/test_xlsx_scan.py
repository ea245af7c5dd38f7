"""The fast reader of .xlsx sees cell by cell what the general reader sees, and leaves to it what it does not know."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from tests.unit.importing.workbooks import write_xlsx

from consumo import load_excel_data
from consumo.importing import readers
from consumo.importing.grid import DATE, ERROR, NUMBER, TEXT, Sheet
from consumo.importing.readers import open_sheets
from consumo.importing.xlsx_scan import UnusualXmlError, scan_cells

MIXED = [
    ["0012", 17.0, 17, -3, 2.5, 1e-7, 123456789012345678, True, date(2025, 9, 22), datetime(2024, 2, 29, tzinfo=None)],  # noqa: DTZ001 - Excel knows no time zones
    [None, "  con espacios ", "<&>\"'", "ñandú 🔌", "", 0, 0.1 + 0.2, False, "1.234,56", "17"],
    [],
    [None] * 30 + ["AE"],
]


def cells_of(sheet: Sheet) -> list[tuple[int, int, object]]:
    places = zip(sheet.row.tolist(), sheet.col.tolist(), strict=True)
    return [(row, col, sheet.cells.value(k)) for k, (row, col) in enumerate(places)]


@pytest.fixture
def scanner_only(monkeypatch):
    def refuse(ruta: Path):
        raise AssertionError(f"{ruta.name} was left to the general reader")

    monkeypatch.setattr(readers, "_calamine", refuse)


def write_with_xlsxwriter(path: Path, *, inline: bool) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": inline}) as book:
        sheet = book.add_worksheet("H")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for i, row in enumerate(MIXED):
            for j, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(i, j, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(i, j, cell)
                elif cell is not None:
                    sheet.write(i, j, cell)
        sheet.write_formula(9, 0, "=1+1", None, 2)
        sheet.write_formula(9, 1, '="a"&"b"', None, "ab")
    return path


@pytest.mark.parametrize("writer", ["openpyxl", "xlsxwriter shared", "xlsxwriter inline"])
def test_the_same_cells_as_the_general_reader(tmp_path, writer):
    path = tmp_path / "a.xlsx"
    if writer == "openpyxl":
        write_xlsx(path, {"H": MIXED, "Otra": [["x"]]})
    else:
        write_with_xlsxwriter(path, inline=writer.endswith("inline"))
    fast, general = list(open_sheets(path)), list(readers._calamine(path))
    assert [sheet.name for sheet in fast] == [sheet.name for sheet in general]
    assert [cells_of(sheet) for sheet in fast] == [cells_of(sheet) for sheet in general]


@pytest.mark.usefixtures("scanner_only")
def test_text_stays_text_and_rows_are_those_of_excel(tmp_path):
    (sheet,) = open_sheets(write_xlsx(tmp_path / "a.xlsx", {"H": [[], [], *MIXED]}))
    assert sheet.column(0).value(2) == "0012"
    assert [int(sheet.column(k).kind[2]) for k in (0, 1, 8)] == [TEXT, NUMBER, DATE]
    assert sheet.column(30).value(5) == "AE"
    assert sheet.column(1).as_text()[2] == "17"


@pytest.mark.usefixtures("scanner_only")
def test_hidden_sheets_are_not_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.create_sheet("oculta").append(["b"])
    book["oculta"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    sheets = [(sheet.name, sheet.hidden, sheet.n_rows) for sheet in open_sheets(tmp_path / "a.xlsx")]
    assert sheets == [("Sheet", False, 1), ("oculta", True, 0)]


@pytest.mark.usefixtures("scanner_only")
def test_days_counted_from_1904(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True}) as book:
        book.add_worksheet("H").write_datetime(0, 0, date(2025, 9, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    (sheet,) = open_sheets(tmp_path / "a.xlsx")
    assert sheet.column(0).value(0) == date(2025, 9, 1)


@pytest.mark.usefixtures("scanner_only")
def test_excel_errors_are_not_empty_cells(tmp_path):
    rows = [["usuario", "bateria", "mes", "kwh"], ["1", "A", "2025-01", "#N/A"], ["2", "A", "2025-01", 5]]
    path = write_xlsx(tmp_path / "a.xlsx", {"H": rows})
    (sheet,) = open_sheets(path)
    assert int(sheet.column(3).kind[1]) == ERROR
    loaded = load_excel_data(path)
    (finding,) = [h for h in loaded.hallazgos if h.codigo == "dato.no_numerico"]
    assert (finding.fila, finding.columna, finding.valor) == (2, "D", "#N/A")
    assert np.isnan(loaded.panel.kwh[0, 0])


@pytest.mark.usefixtures("scanner_only")
def test_a_cell_at_the_far_corner_takes_no_memory(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["XFD1048576"] = "y"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = open_sheets(tmp_path / "a.xlsx")
    assert cells_of(sheet) == [(0, 0, "x"), (1_048_575, 16_383, "y")]


def scan(rows: bytes) -> list[tuple[int, int, object]]:
    xml = b'<?xml version="1.0"?><worksheet><sheetData>' + rows + b"</sheetData></worksheet>"
    found = scan_cells(io.BytesIO(xml).read, shared=["uno"], date_styles=np.zeros(1, np.bool_))
    return list(zip(found.row.tolist(), found.col.tolist(), found.number.tolist(), strict=True))


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(b'<row r="1"><c><v>1</v></c></row>', id="no reference"),
        pytest.param(b'<row><c r="A1"><v>1</v></c></row>', id="no row number"),
        pytest.param(b'<row r="1"><!-- x --><c r="A1"><v>1</v></c></row>', id="comment"),
        pytest.param(b'<row r="1"><c r="A1" t="s"><v>7</v></c></row>', id="shared text that is not there"),
        pytest.param(b'<row r="1"><c r="A1" t="z"><v>7</v></c></row>', id="unknown type"),
        pytest.param(b'<row r="1"><c r="A1"><v>siete</v></c></row>', id="no number"),
        pytest.param(b'<row r="1"><c r="A1"><v>' + b"7" * 40 + b"</v></c></row>", id="forty digits"),
        pytest.param(b'<row r="1"><c r="A2"><v>7</v></c></row>', id="cell of another row"),
        pytest.param(
            b'<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c></row>', id="rich text in the cell"
        ),
    ],
)
def test_what_it_does_not_know_it_leaves(rows):
    with pytest.raises(UnusualXmlError):
        scan(rows)


def test_a_sheet_without_rows():
    assert scan(b"") == []


def test_a_damaged_part_is_one_clear_finding(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"H": MIXED})
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as broken:
        for part in whole.namelist():
            content = whole.read(part)
            broken.writestr(part, content[: len(content) // 2] if "sheet1" in part else content)
    with pytest.raises(Exception, match="no se puede leer"):
        load_excel_data(tmp_path / "b.xlsx")


def test_an_encoding_that_nobody_knows_is_left_to_the_general_reader(tmp_path):
    path = write_with_xlsxwriter(tmp_path / "a.xlsx", inline=False)
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as other:
        for part in whole.namelist():
            content = whole.read(part)
            other.writestr(part, content.replace(b"UTF-8", b"UTF-89") if "styles" in part else content)
    assert [sheet.name for sheet in open_sheets(tmp_path / "b.xlsx")] == ["H"]
