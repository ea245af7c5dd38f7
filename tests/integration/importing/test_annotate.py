"""A person's workbook back: the same in all but the marks, which are where the findings say."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from tests.hostile import rows_xml, write_package

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Idioma, Severidad
from consumo.importing.annotate import annotate_workbook
from consumo.importing.annotate_styles import COLOURS
from consumo.importing.load import read_lecturas

# openpyxl says what it would lose; nothing here is saved by it.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

HEADERS = ["usuario", "bateria", "fecha_anterior", "fecha_actual", "lectura_anterior", "lectura_actual", "consumo_kwh"]
BAD = "=HYPERLINK(abc"  # a reading that is no number, and would be a formula if it were written as one


def rich_workbook(path: Path, *, comments: bool = False) -> Path:
    """A workbook with what loading and saving it by a library would lose."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Lecturas d'enero")
        day = book.add_format({"num_format": "dd/mm/yyyy", "italic": True})
        money = book.add_format({"num_format": "#,##0.00", "bold": True, "bg_color": "#C6EFCE"})
        sheet.merge_range("A1:G1", "Cooperativa «Ñ» & Cía", book.add_format({"bold": True}))
        sheet.write_row(2, 0, HEADERS)
        for k, actual in enumerate([150.5, 90, BAD, 400], start=3):
            sheet.write_row(k, 0, [f"{k - 2:04d}", "Norte"])
            sheet.write_datetime(k, 2, date(2025, 1, 1), day)
            sheet.write_datetime(k, 3, date(2025, 2, 1), day)
            sheet.write_number(k, 4, 100)
            (sheet.write_string if isinstance(actual, str) else sheet.write_number)(k, 5, actual, money)
        sheet.write_formula(3, 6, "=F4-E4", None, 50.5)
        sheet.conditional_format("E4:E7", {"type": "data_bar", "data_bar_2010": True})
        sheet.data_validation("B4:B7", {"validate": "list", "source": ["Norte", "Sur"]})
        if comments:
            sheet.write_comment("A4", "de una persona", {"author": "Ana"})
        other = book.add_worksheet("Gráfico")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Lecturas d''enero'!$F$4:$F$7"})
        other.insert_chart("B2", chart)
        book.add_worksheet("Oculta").hide()
    return path


def annotated(source: Path, **options) -> tuple[Path, openpyxl.Workbook]:
    target = source.with_name("anotado.xlsx")
    annotate_workbook(source, target, **options)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                ET.fromstring(archive.read(name))
    return target, openpyxl.load_workbook(target)


def colour(cell) -> str | None:
    return cell.fill.fgColor.rgb if cell.fill.patternType == "solid" else None


def notes_in(book) -> list[tuple]:
    """The lines of Observaciones below its headers."""
    lines = list(book.worksheets[-1].iter_rows(values_only=True))
    start = next(k for k, line in enumerate(lines) if line[2] == "Código del hallazgo")
    return lines[start + 1 :]


def test_marks_where_the_findings_say(tmp_path):
    target, book = annotated(rich_workbook(tmp_path / "a.xlsx"))
    sheet = book["Lecturas d'enero"]
    assert (colour(sheet["F6"]), sheet["F6"].value) == (COLOURS[Severidad.REVISAR], BAD)
    assert "donde va un número" in sheet["F6"].comment.text
    assert sheet["F6"].comment.author == "consumo"
    assert (sheet["F6"].number_format, sheet["F6"].font.b) == ("#,##0.00", True), "the cell's own style is kept"
    assert colour(sheet["F4"]) == "FFC6EFCE", "other cells keep theirs"
    listed = notes_in(book)
    assert [line[2] for line in listed if line[3] == "Lecturas d'enero!F6"] == ["dato.no_numerico"]
    links = [cell.hyperlink.location for row in book.worksheets[-1].iter_rows() for cell in row if cell.hyperlink]
    assert "'Lecturas d''enero'!F6" in links
    assert book.worksheets[-1]["A1"].value.startswith("«a.xlsx»: 4 filas leídas = ")
    assert target.exists()


def test_everything_else_is_as_it_was(tmp_path):
    source = rich_workbook(tmp_path / "a.xlsx")
    target, book = annotated(source)
    assert book.sheetnames == ["Lecturas d'enero", "Gráfico", "Oculta", "Observaciones"]
    assert book["Oculta"].sheet_state == "hidden"
    assert book["Lecturas d'enero"]["G4"].value == "=F4-E4"
    assert openpyxl.load_workbook(target, data_only=True)["Lecturas d'enero"]["G4"].value == 50.5
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target) as after:
        touched = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
        touched |= {"xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"}
        for name in set(before.namelist()) - touched:
            assert before.read(name) == after.read(name), name
        sheet = after.read("xl/worksheets/sheet1.xml")
    assert sheet.index(b"<conditionalFormatting") < sheet.index(b"<legacyDrawing ") < sheet.rindex(b"<extLst>")


def test_imported_again_it_says_the_same(tmp_path):
    source = rich_workbook(tmp_path / "a.xlsx")
    target, _ = annotated(source)
    first, again = read_lecturas([source]), read_lecturas([target])
    pd.testing.assert_frame_equal(first.lecturas.drop(columns="archivo"), again.lecturas.drop(columns="archivo"))
    assert {h.identidad for h in first.hallazgos} <= {h.identidad for h in again.hallazgos}


def test_marked_twice_the_comments_are_not_doubled(tmp_path):
    source = rich_workbook(tmp_path / "a.xlsx")
    first, once = annotated(source)
    _, twice = annotated(first.rename(tmp_path / "una.xlsx"))
    assert twice.sheetnames == once.sheetnames
    for before, after in zip(once["Lecturas d'enero"].iter_rows(), twice["Lecturas d'enero"].iter_rows(), strict=True):
        for one, other in zip(before, after, strict=True):
            assert (colour(one), one.number_format) == (colour(other), other.number_format)
            assert (one.comment and one.comment.text) == (other.comment and other.comment.text)
    listed = [line[2] for line in notes_in(once)]
    assert [line[2] for line in notes_in(twice) if line[2] != "hoja.sin_tabla" or "Observ" not in line[3]] == listed


@pytest.mark.parametrize("saved_by", ["nobody", "openpyxl"])
def test_what_was_mended_is_no_longer_marked(tmp_path, saved_by):
    """As a person does: the marked workbook is corrected and sent again."""
    target, book = annotated(rich_workbook(tmp_path / "a.xlsx"))
    mended = tmp_path / "corregido.xlsx"
    if saved_by == "openpyxl":
        book["Lecturas d'enero"]["F6"] = 130
        book["Lecturas d'enero"]["F5"] = 140
        book.save(mended)
    else:
        with zipfile.ZipFile(target) as old, zipfile.ZipFile(mended, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if name == "xl/worksheets/sheet1.xml":
                    content = re.sub(rb'(<c r="F[56]" s="\d+")[^>]*>.*?</c>', rb"\1><v>150</v></c>", content)
                new.writestr(name, content)
    _, book = annotated(mended)
    sheet = book["Lecturas d'enero"]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == []
    assert colour(sheet["F6"]) == "FFC6EFCE", "its own colour is back"
    assert "dato.no_numerico" not in [line[2] for line in notes_in(book)]
    assert book.sheetnames.count("Observaciones") == 1


def test_comments_of_a_person_are_left_alone(tmp_path):
    _, book = annotated(rich_workbook(tmp_path / "a.xlsx", comments=True))
    sheet = book["Lecturas d'enero"]
    assert sheet["A4"].comment.text == "de una persona"
    assert sheet["F6"].comment is None
    assert colour(sheet["F6"]) == COLOURS[Severidad.REVISAR]
    assert "ya tenían comentarios" in str([row[0].value for row in book.worksheets[-1].iter_rows(max_row=4)])


def test_findings_about_a_usuario_are_placed_where_the_workbook_says_it(tmp_path):
    found = [
        Hallazgo(codigo="lectura.faltante", usuario="0002", ciclo="2025-01"),
        Hallazgo(codigo="lectura.faltante", usuario="nadie", ciclo="2025-01"),
    ]
    _, book = annotated(rich_workbook(tmp_path / "a.xlsx"), found=found)
    assert [line[3] for line in notes_in(book) if line[2] == "lectura.faltante"] == ["Lecturas d'enero!G5"]
    assert book["Lecturas d'enero"]["G5"].comment is not None, "a cell that was not there is made"


def test_in_english(tmp_path):
    _, book = annotated(rich_workbook(tmp_path / "a.xlsx"), idioma=Idioma.EN)
    assert "What to do:" in book["Lecturas d'enero"]["F6"].comment.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.csv", "usuario;bateria;ciclo;kwh\nP1;A;2025-01;10\nP2;A;2025-01;=1+1\n", id="csv"),
        pytest.param(
            "un nombre [muy] largo de más de 31 letras.csv",
            "usuario,ciclo,kwh\nP1,2025-01,5\nP2,2025-01,6\nP3,2025-01,@x\n",
            id="name",
        ),
    ],
)
def test_other_kinds_are_copied_as_values(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = annotate_workbook(tmp_path / name, tmp_path / "anotado.xlsx")
    assert done.copia
    book = openpyxl.load_workbook(tmp_path / "anotado.xlsx")
    sheet = book.worksheets[0]
    last = sheet.cell(sheet.max_row, sheet.max_column)
    assert (last.value[:1] in "=@", last.data_type, last.quotePrefix) == (True, "s", True)
    assert last.comment is not None
    assert "copia de los valores" in str([row[0].value for row in book.worksheets[-1].iter_rows(max_row=4)])


def test_what_begins_like_a_formula_is_text_in_the_list_too(tmp_path):
    _, book = annotated(rich_workbook(tmp_path / "a.xlsx"))
    cell = next(c for row in book.worksheets[-1].iter_rows() for c in row if c.value == BAD)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_no_table_gives_the_list_all_the_same(tmp_path):
    _, book = annotated(write_package(tmp_path / "a.xlsx", rows_xml(["hola,mundo", "1,2"])))
    assert "archivo.sin_tabla" in [line[2] for line in notes_in(book)]


def test_macros_are_left_out(tmp_path):
    plain = rich_workbook(tmp_path / "plain.xlsx")
    book = io.BytesIO(plain.read_bytes())
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(tmp_path / "a.xlsm", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                main = b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
                content = content.replace(main, b"vnd.ms-excel.sheet.macroEnabled.main+xml")
            new.writestr(name, content)
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    target, _ = annotated(tmp_path / "a.xlsm")
    with zipfile.ZipFile(target) as archive:
        assert "xl/vbaProject.bin" not in archive.namelist()
        assert b"macroEnabled" not in archive.read("[Content_Types].xml")
