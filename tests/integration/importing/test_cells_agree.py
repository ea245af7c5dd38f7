"""The fast reader of .xlsx against the general one (calamine), cell by cell, on every kind of cell that both know."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consumo.importing import readers
from consumo.importing.grid import ERROR, Sheet
from consumo.importing.readers import open_sheets

WORKBOOKS = Path(__file__).parents[4] / "shared" / "data" / "workbooks"
REAL = sorted(WORKBOOKS.glob("*.xlsx"))

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/{{kind}}" Target="{{target}}"/>{{more}}</Relationships>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="H" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def workbook(path: Path, sheet: str, shared: str = "") -> Path:
    """Write a workbook of one sheet of this XML."""
    strings = f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>' if shared else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS.format(kind="officeDocument", target="xl/workbook.xml", more=""))
        archive.writestr("xl/workbook.xml", _BOOK)
        rels = _RELS.format(kind="worksheet", target="worksheets/sheet1.xml", more=strings)
        archive.writestr("xl/_rels/workbook.xml.rels", rels)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        if shared:
            archive.writestr("xl/sharedStrings.xml", f'<?xml version="1.0"?><sst xmlns="{_MAIN}">{shared}</sst>')
    return path


def sheet_of(rows: str, *, before: str = "") -> str:
    head = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}">'
    return f"{head}{before}<sheetData>{rows}</sheetData></worksheet>"


def cells_of(sheet: Sheet) -> dict[tuple[int, int], object]:
    """Return the cells that are no error: the general reader gives nothing for those."""
    places = zip(sheet.row.tolist(), sheet.col.tolist(), sheet.cells.kind.tolist(), strict=True)
    return {(row, col): sheet.cells.value(k) for k, (row, col, kind) in enumerate(places) if kind != ERROR}


def check(path: Path, *, fast: bool | None = None) -> None:
    """Compare both readers; `fast` tells whether the fast one must take the file itself."""
    left: list[Path] = []
    general = readers._calamine
    expected = list(general(path))

    def leave(ruta: Path, **how: bool):
        left.append(ruta)
        return general(ruta, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readers, "_calamine", leave)
        found = list(open_sheets(path))
    assert [sheet.name for sheet in found] == [sheet.name for sheet in expected]
    for one, other in zip(found, expected, strict=True):
        assert cells_of(one) == cells_of(other), one.name
    if fast is not None:
        assert fast is not bool(left)


@pytest.mark.data
@pytest.mark.skipif(not REAL, reason="the real workbooks are not beside the repository")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_on_real_workbooks(path):
    check(path, fast=True)


@pytest.mark.parametrize("inline", [True, False], ids=["inline", "shared"])
@pytest.mark.parametrize("from_1904", [True, False], ids=["1904", "1900"])
def test_on_what_xlsxwriter_writes(tmp_path, inline, from_1904):
    options = {"constant_memory": inline, "date_1904": from_1904}
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", options) as book:
        sheet = book.add_worksheet("H")
        day, bold = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"bold": True})
        sheet.merge_range(0, 0, 0, 4, "Título de la hoja", bold)
        sheet.write_row(2, 0, ["0012", 17, -3.5, 1e-7, 123456789.123456789, "  orilla ", "<&>\"'", "ñandú 🔌", "a\nb"])
        sheet.write_datetime(3, 0, date(2025, 9, 22), day)
        sheet.write_blank(3, 1, None, bold)
        sheet.write_boolean(3, 2, True)
        sheet.write_formula(4, 0, "=1+1", None, 2)
        sheet.write_formula(4, 1, '="a"&"b"', None, "ab")
        sheet.write_formula(4, 2, "=1>2", None, False)
        sheet.write_formula(4, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(4, 4, "=TODAY()", day, 45000)
        sheet.write_rich_string(5, 0, "uno ", bold, "dos", " tres")
        sheet.write_string(9, 27, "lejos")
    check(tmp_path / "a.xlsx")


SHARED = (
    '<si><t>uno</t></si><si><t xml:space="preserve"> dos </t></si><si><r><t>ri</t></r><r><t>co</t></r></si>'
    '<si><t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh></si><si><t>a &amp; b &#241;</t></si><si><t/></si>'
)
TEXTS = "".join(f'<c r="{letter}1" t="s"><v>{k}</v></c>' for k, letter in enumerate("ABCDEF"))


@pytest.mark.parametrize(
    ("rows", "fast"),
    [
        pytest.param(f'<row r="1">{TEXTS}</row>', None, id="shared texts: runs, phonetic, entities, empty"),
        pytest.param('<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="B9"><v>2</v></c></row>', True, id="gaps"),
        pytest.param('<row r="2"/><row r="3"><c r="A3" s="0"/><c r="C3"><v>7</v></c></row>', True, id="empty rows"),
        pytest.param(
            '<row r="1"><c r="A1"><v>1</v></c></row>\n  <row r="2">\n <c r="A2">\n <v>2</v>\n </c>\n </row>',
            None,
            id="blanks between tags",
        ),
        pytest.param(
            '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>',
            False,
            id="rich text in the cell",
        ),
        pytest.param(
            '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a &lt; b </t></is></c></row>',
            True,
            id="spaces and entities in the cell",
        ),
        pytest.param(
            '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[a < b]]></t></is></c></row>', False, id="CDATA"
        ),
        pytest.param('<row r="1"><c r="A1"><v>1</v></c><!-- no --><c r="B1"><v>2</v></c></row>', False, id="comment"),
        pytest.param("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", False, id="no references"),
        pytest.param(
            '<row r="1"><c r="A1"><f>B1*2</f><v>3.5</v></c><c r="B1"><f t="shared" si="0"/><v>4</v></c></row>',
            True,
            id="formulas",
        ),
        pytest.param(
            '<row r="1"><c r="A1" t="str"><f>"x"</f><v>x</v></c><c r="B1" t="b"><v>1</v></c></row>',
            True,
            id="text and truth of formulas",
        ),
        pytest.param(
            '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>5</v></c></row>', True, id="an error beside"
        ),
        pytest.param('<row r="1"><c r="XFD1"><v>1</v></c></row>', True, id="the last column"),
        pytest.param(
            '<row r="1" spans="1:2" ht="15"><c r="A1" t="n"><v>1</v></c><c r="B1"><v>2</v></c></row>',
            True,
            id="attributes of rows",
        ),
        pytest.param(
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>' + "largo " * 40 + "</t></is></c></row>",
            True,
            id="a long text",
        ),
    ],
)
def test_on_xml_as_programs_write_it(tmp_path, rows, fast):
    check(workbook(tmp_path / "a.xlsx", sheet_of(rows), SHARED), fast=fast)


def test_where_the_dimension_lies(tmp_path):
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="D1"><v>4</v></c></row><row r="5"><c r="B5"><v>5</v></c></row>'
    check(workbook(tmp_path / "a.xlsx", sheet_of(rows, before='<dimension ref="A1:B2"/>')), fast=True)


def test_where_the_namespace_has_a_prefix(tmp_path):
    xml = (
        f'<?xml version="1.0"?><x:worksheet xmlns:x="{_MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    check(workbook(tmp_path / "a.xlsx", xml), fast=False)


FIGURES = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(-(10**17), 10**17).map(str),
    st.decimals(-(10**9), 10**9, places=3, allow_nan=False).map(lambda d: f"{d:f}"),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: f"{x:.2f}"),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: f"{x:E}"),
)


@given(figures=st.lists(FIGURES, min_size=1, max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_way_to_write_a_number_gives_the_nearest_float(tmp_path, figures):
    rows = "".join(f'<row r="{k}"><c r="A{k}"><v>{figure}</v></c></row>' for k, figure in enumerate(figures, 1))
    (sheet,) = open_sheets(workbook(tmp_path / "a.xlsx", sheet_of(rows)))
    assert sheet.cells.number.tolist() == [float(figure) for figure in figures]
