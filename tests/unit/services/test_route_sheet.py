"""The route sheet: who is on it, what is expected, and names that are never formulas."""

import io
from datetime import date

import numpy as np
import openpyxl
import pytest
from tests.builders import decision_of, panel_of
from tests.fakes import FakeDataset

from consumo.domain.decision import Standing
from consumo.domain.errors import NotFoundError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Idioma
from consumo.services.route_rows import route_of
from consumo.services.route_sheet import route_sheet

NAN = float("nan")
NAMES = ["=1+1", "+cmd", "-2", "@SUM(A1)", "=HYPERLINK(\"http://x\")"]  # fmt: skip


def readings(n=12):
    steps = np.array([[100.0 + (k + m) % 3 for m in range(n)] for k in range(5)])
    register = np.concatenate([np.zeros((5, 1)), steps.cumsum(axis=1)], axis=1)
    steps[4] = np.nan
    steps[3, -1] = np.nan
    end = register[:, 1:].copy()
    end[3, -1] = end[4] = np.nan
    return {"kwh": steps, "lectura_anterior": register[:, :-1], "lectura_actual": end}


@pytest.fixture
def dataset():
    given = readings()
    panel = panel_of(
        given.pop("kwh"), usuarios=["10", "2", "3", "4", "5"], baterias=["Norte", "Norte", "Sur", "Sur", "Sur"],
        nombres=NAMES, medidores=NAMES, start="2024-01", **given,
    )  # fmt: skip
    high = Hallazgo(
        codigo="consumo.alto",
        usuario="2",
        ciclo="2024-12",
        kwh_en_riesgo=50.0,
        sobre={"kwh": 101},
        evidencia={"kwh": 101},
    )
    again = decision_of(1, "releer", usuario="3", ciclo="2024-11", sobre={"kwh": 1})
    return FakeDataset(panel, hallazgos=(high,), decisiones=(again,), standing=Standing.of([again]))


def rows_of(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    head = [cell.value for cell in sheet[5]]
    return sheet, [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=6)]


def test_everybody_active_for_the_next_ciclo(dataset):
    sheet, rows = rows_of(route_sheet(dataset, Idioma.ES))
    assert [row["Usuario"].value for row in rows] == ["10", "2", "3", "4"], "5 has had no consumption for a year"
    assert [row["Batería"].value for row in rows] == ["Norte", "Norte", "Sur", "Sur"]
    assert "2025-02-01" in sheet["A2"].value
    assert dataset.version_datos in sheet["A3"].value
    first = rows[0]
    assert first["Leído el"].value.date() == date(2025, 1, 1)
    assert first["Espera desde"].value < first["Anterior"].value + 104 < first["hasta"].value
    assert first["Lectura"].value is None


def test_names_are_never_formulas(dataset):
    sheet, rows = rows_of(route_sheet(dataset, Idioma.ES))
    assert [row["Nombre"].value for row in rows] == NAMES[:4]
    assert {cell.data_type for row in rows for cell in row.values()} <= {"s", "n", "d"}
    assert {row["Nombre"].number_format for row in rows} == {"@"}, "nor do they become one when the cell is edited"
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_what_is_pending(dataset):
    _, rows = rows_of(route_sheet(dataset, Idioma.ES, solo="pendientes"))
    assert [row["Usuario"].value for row in rows] == ["2", "3", "4"]
    doubt, again, missing = (row["Aviso"].value for row in rows)
    assert "101" in doubt
    assert again == "Releer (2024-11): prueba"
    assert not missing


def test_one_bateria_on_a_chosen_day_in_english(dataset):
    sheet, rows = rows_of(route_sheet(dataset, Idioma.EN, bateria="Sur", fecha=date(2025, 1, 20)))
    assert sheet.title == "Route sheet"
    assert sheet["A1"].value == "Route sheet — Sur"
    assert [row["Usuario"].value for row in rows] == ["3", "4"]
    assert route_of(dataset, Idioma.EN, fecha=date(2025, 1, 20)).esperado.dias[0] == 19


def test_it_prints_with_its_header_on_each_page_and_a_page_for_each_bateria(dataset):
    sheet, _ = rows_of(route_sheet(dataset, Idioma.ES))
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.page_setup.orientation == "landscape"
    assert [brk.id for brk in sheet.row_breaks.brk] == [7], "after the two of Norte"


def test_a_reading_outside_of_what_is_expected_turns_red(dataset):
    sheet, _ = rows_of(route_sheet(dataset, Idioma.ES))
    ((where, rules),) = [(str(c.sqref), c.rules) for c in sheet.conditional_formatting]
    assert where == "I6:I9"
    assert rules[0].formula[0].startswith('AND($I6<>""')


def test_nobody_to_be_read(dataset):
    _, rows = rows_of(route_sheet(FakeDataset(panel_of([[1.0] * 12])), Idioma.ES, solo="pendientes"))
    assert rows == []


def test_an_unknown_bateria(dataset):
    with pytest.raises(NotFoundError):
        route_sheet(dataset, Idioma.ES, bateria="nadie")
