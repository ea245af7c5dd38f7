"""Marking cells of random sheets changes their style and nothing else."""

import io
import re

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from consumo.importing.annotate_sheet import restyle

CELLS = st.dictionaries(
    st.tuples(st.integers(1, 30), st.integers(0, 30)),
    st.one_of(st.integers(-5, 5), st.text("abc =<>&'\"ñ", max_size=5), st.booleans()),
    max_size=40,
)
MARKS = st.dictionaries(
    st.integers(1, 35),
    st.dictionaries(st.one_of(st.none(), st.integers(0, 35)), st.integers(0, 2), min_size=1),
    max_size=8,
)
CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"(?: s="(\d+)")?')


def sheet_of(cells) -> bytes:
    book = openpyxl.Workbook()
    book.active.cell(40, 1, "siempre hay algo")
    for (row, column), value in cells.items():
        book.active.cell(row, column + 1, value).font = openpyxl.styles.Font(bold=value is True)
    stream = io.BytesIO()
    book.save(stream)
    with openpyxl.reader.excel.ZipFile(stream) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


@settings(max_examples=150)
@given(CELLS, MARKS)
def test_only_the_style_of_marked_cells_changes(cells, marks):
    before = sheet_of(cells)
    after, first = restyle(before, marks, lambda style, mark: 100 * (mark + 1) + style)
    wanted = {}
    for row, columns in marks.items():
        for column, mark in columns.items():
            place = (row, first[row] if column is None else column)
            wanted[place] = min(mark, wanted.get(place, mark))
    styles = {_place(found): int(found[3] or 0) for found in CELL.finditer(before)}
    now = [(_place(found), int(found[3] or 0)) for found in CELL.finditer(after)]
    assert dict(now) == styles | {place: 100 * (mark + 1) + styles.get(place, 0) for place, mark in wanted.items()}
    assert now == sorted(now), "cells stay in order"
    # Without the marks and the cells made for them, it is the sheet that it was.
    bare = re.sub(rb' s="\d+"', b"", after)
    bare = re.sub(rb'<c r="[A-Z]+\d+"/>', b"", bare)
    same = re.sub(rb'<c r="[A-Z]+\d+" ?/>', b"", re.sub(rb' s="\d+"', b"", before))
    assert re.sub(rb'<row r="\d+"></row>', b"", bare) == re.sub(rb'<row r="\d+"></row>', b"", same)


def _place(found) -> tuple[int, int]:
    return int(found[2]), openpyxl.utils.column_index_from_string(found[1].decode()) - 1
