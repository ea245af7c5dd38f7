"""Cells merged downwards say the same of each of their rows; figures are not repeated, headers not doubled."""

from pathlib import Path

import openpyxl
import pytest

from consumo import load_excel_data
from consumo.importing.merged import with_merged
from consumo.importing.readers import _calamine, open_sheets

ROWS = [
    ["Batería", "Usuario", "Fechas", None, "Lecturas", None],
    [None, None, "Desde", "Hasta", "Anterior", "Actual"],
    ["Norte", "A1", "2025-01-01", "2025-02-01", 10, 20],
    [None, "A2", None, None, 10, 30],
    ["Sur", "A3", None, None, 5, 9],
    [None, "A4", None, None, 5, 6],
]
MERGED = ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "A3:A4", "A5:A6", "C3:C6", "D3:D6")


@pytest.fixture
def book(tmp_path) -> Path:
    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append(row)
    for cells in MERGED:
        made.active.merge_cells(cells)
    made.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_what_a_merged_cell_says_holds_for_its_rows(book):
    panel, hallazgos, resumen = load_excel_data(book)
    assert panel.usuarios.tolist() == ["A1", "A2", "A3", "A4"]
    assert panel.kwh[:, 0].tolist() == [10, 20, 4, 1]
    assert panel.baterias[panel.bateria_of].tolist() == ["Norte", "Norte", "Sur", "Sur"]
    assert (resumen.filas, resumen.tomadas) == (4, 4)
    assert not {h.codigo for h in hallazgos} & {"dato.bateria_heredada", "ciclo.desconocido"}


def test_both_readers_see_the_same(book):
    (fast,), (general,) = open_sheets(book), _calamine(book)
    assert fast.rows(range(6)) == general.rows(range(6))
    assert 0 not in fast.rows([1])[0], "headers are not doubled"


def test_a_figure_is_not_repeated(book):
    (sheet,) = open_sheets(book)
    assert with_merged(sheet, [(2, 4, 3, 4)]) is sheet
