"""The sample workbook is one that Excel readers open, with the canonical columns and texts that stay texts."""

import re
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from consumo.domain.errors import ParameterError, StorageError
from consumo.domain.vocabulary import CANONICAL_COLUMNS
from consumo.sample.rows import column_letters, row_blocks
from consumo.sample.table import TOTALIZADOR_COLUMNS, Column, LecturasTable
from consumo.sample.workbook import write_workbook
from consumo.sample.world import draw_world
from consumo.services.sample import write_sample


@pytest.fixture(scope="module")
def libro(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("sample") / "ejemplo.xlsx", usuarios=30, ciclos=12, baterias=3).ruta


def test_has_the_canonical_columns_and_sheets(libro: Path) -> None:
    book = openpyxl.load_workbook(libro, read_only=True)
    assert book.sheetnames == ["Lecturas", "Totalizadores", "Leeme"]
    assert [c.value for c in next(book["Lecturas"].iter_rows())] == list(CANONICAL_COLUMNS)
    assert [c.value for c in next(book["Totalizadores"].iter_rows())] == list(TOTALIZADOR_COLUMNS)
    book.close()


def test_dates_are_dates_and_ids_are_texts(libro: Path) -> None:
    book = openpyxl.load_workbook(libro)
    row = dict(zip(CANONICAL_COLUMNS, book["Lecturas"][2], strict=True))
    assert row["usuario"].value == "0001"
    assert row["fecha_actual"].is_date
    assert row["lectura_actual"].data_type == "n"
    assert book["Totalizadores"]["D2"].is_date


def test_long_sheets_are_split(tmp_path: Path) -> None:
    world = draw_world(usuarios=10, ciclos=10, baterias=2, semilla=0)
    rows = write_workbook(world, tmp_path / "a.xlsx", sheet_rows=40)
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names == ["Lecturas", "Lecturas 2", "Lecturas 3", "Totalizadores", "Leeme"]
    heights = [len(book.get_sheet_by_name(name).to_python()) - 1 for name in book.sheet_names[:3]]
    assert heights == [40, 40, rows - 80]


def test_a_meter_change_is_two_rows_end_to_end() -> None:
    world = draw_world(usuarios=20, ciclos=12, baterias=2, semilla=3)
    table = LecturasTable(world)
    columns = table.columns(0, len(table))
    usuario = np.flatnonzero(world.registers.changed_in >= 0)[0]
    ciclo = world.registers.changed_in[usuario]
    here = np.flatnonzero((columns["usuario"].cells == usuario) & (columns["ciclo"].cells == ciclo))
    assert len(here) == 2
    cells = {name: column.cells[here] for name, column in columns.items()}
    assert cells["fecha_actual"][0] == cells["fecha_anterior"][1]
    assert cells["medidor"][0] != cells["medidor"][1]
    assert cells["lectura_anterior"][1] == 0
    assert np.nansum(cells["consumo_kwh"]) == world.kwh[usuario, ciclo]


def test_slices_join_to_the_whole_table() -> None:
    world = draw_world(usuarios=20, ciclos=12, baterias=2, semilla=3)
    table = LecturasTable(world)
    whole = table.columns(0, len(table))
    parts = [table.columns(k, min(k + 7, len(table))) for k in range(0, len(table), 7)]
    for name, column in whole.items():
        np.testing.assert_array_equal(np.concatenate([part[name].cells for part in parts]), column.cells)


@pytest.mark.parametrize("text", ["=1+1", "+56 9", "-cmd|' /C calc'!A0", "@SUM(A1)", '<b>&"x"', "  orilla ", "a\x07b"])
def test_texts_never_become_formulas_or_markup(text: str) -> None:
    ((_, xml),) = row_blocks({"nombre": Column(np.array([0]), [text])}, 2)
    assert "<f>" not in xml
    assert 't="inlineStr"' in xml
    shown = re.search(r"<t[^>]*>(.*)</t>", xml)
    assert shown is not None
    assert "<" not in shown[1]
    assert "\x07" not in xml


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_excel(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def test_progress_reaches_one(tmp_path: Path) -> None:
    seen: list[tuple[str, float]] = []
    write_sample(tmp_path / "a.xlsx", usuarios=10, ciclos=6, baterias=2, progress=lambda *step: seen.append(step))
    fractions = [fraction for _, fraction in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="No se puede escribir"):
        write_sample(tmp_path / "no" / "a.xlsx")


def test_more_baterias_than_usuarios_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="baterias"):
        write_sample(tmp_path / "a.xlsx", usuarios=2, baterias=3)
    assert not (tmp_path / "a.xlsx").exists()


def test_the_same_arguments_give_the_same_rows(tmp_path: Path) -> None:
    sheets = []
    for name in ("a.xlsx", "b.xlsx"):
        write_sample(tmp_path / name, usuarios=10, ciclos=6, baterias=2)
        with zipfile.ZipFile(tmp_path / name) as book:
            sheets.append(book.read("xl/worksheets/sheet1.xml"))
    assert sheets[0] == sheets[1]
