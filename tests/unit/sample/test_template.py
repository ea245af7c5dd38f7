"""The template: what it asks for, and that what is filled in is read back."""

import io
from datetime import date

import openpyxl
import pytest

from consumo import load_excel_data
from consumo.domain.vocabulary import CANONICAL_COLUMNS
from consumo.sample.template import ROWS, write_template


@pytest.fixture
def book():
    return openpyxl.load_workbook(io.BytesIO(write_template()))


def test_sheets_and_headers(book):
    assert book.sheetnames == ["Lecturas", "Totalizadores", "Instrucciones"]
    assert [cell.value for cell in book["Lecturas"][1]] == list(CANONICAL_COLUMNS)
    explained = {row[0] for row in book["Instrucciones"].iter_rows(values_only=True)}
    assert set(CANONICAL_COLUMNS) <= explained


@pytest.mark.parametrize(
    ("column", "kind"),
    [("F", "date"), ("G", "date"), ("H", "decimal"), ("I", "decimal"), ("J", "decimal"), ("L", "list"), ("M", "whole")],
)
def test_what_is_typed_is_checked(book, column, kind):
    rules = [rule for rule in book["Lecturas"].data_validations.dataValidation if f"{column}2" in rule.sqref]
    assert [rule.type for rule in rules] == [kind]
    assert f"{column}{ROWS + 1}" in rules[0].sqref
    assert rules[0].prompt
    assert rules[0].errorStyle is None or rules[0].errorStyle == "stop"


def test_ids_are_text(book):
    assert book["Lecturas"].column_dimensions["A"].number_format == "@"


def test_what_is_filled_in_is_read(book, tmp_path):
    sheet = book["Lecturas"]
    rows = [("0012", "Ana", "A", "M1", "2025-01", date(2025, 1, 1), date(2025, 2, 1), 100, 150, None, None, None, 5)]
    rows += [("6A", None, "A", None, "2025-01", date(2025, 1, 1), date(2025, 2, 1), None, None, None, 30, "estimada")]
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            sheet.cell(number, place).value = value
    book.save(tmp_path / "lleno.xlsx")
    panel, _, resumen = load_excel_data(tmp_path / "lleno.xlsx")
    assert dict(zip(panel.usuarios.tolist(), panel.kwh[:, 0].tolist(), strict=True)) == {"0012": 50, "6A": 30}
    assert resumen.tomadas == 2
