"""The XML of one sheet, with some of its cells in another style; what is not touched stays byte for byte."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, NamedTuple
from xml.parsers import expat  # what it is given has no document type: those are refused before

from consumo.importing.grid import column_index, column_letter
from consumo.importing.xlsx_scan import UnusualXmlError

__all__ = ["Restyled", "insert_after_data", "restyle"]

_ROW: Final = re.compile(rb"<row\b[^>]*>")
_NUMBER: Final = re.compile(rb'\sr="(\d+)"')
_CELL: Final = re.compile(rb"<c\b[^>]*>")
_PLACE: Final = re.compile(rb'\sr="([A-Z]+)\d+"')
_BEYOND: Final = 1 << 20  # a column to the right of all
_STYLE: Final = re.compile(rb'(\ss=")(\d+)(")')
_LATER: Final = frozenset({
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "mc:AlternateContent", "webPublishItems",
    "tableParts", "extLst",
})  # fmt: skip
"""What comes after `legacyDrawing` in a worksheet (ECMA-376 part 1, §18.3.1.99)."""

Restyle = Callable[[int, int], int]
"""(style now, mark) → style of the marked cell."""


class Restyled(NamedTuple):
    """A sheet with marked cells, and by 1-based row the 0-based column that stood for the row as a whole."""

    xml: bytes
    first: dict[int, int]


def restyle(sheet: bytes, marks: Mapping[int, Mapping[int | None, int]], style_of: Restyle) -> Restyled:
    """Put the marked cells of a sheet in their new style; cells and rows that are not there are added.

    Args:
        sheet: its XML.
        marks: by 1-based row, by 0-based column, the mark; column None is the first cell of the row.
        style_of: gives the style of a marked cell.

    Raises:
        UnusualXmlError: if rows or cells do not say where they are.
    """
    start, end = _data(sheet)
    rows, starts = _rows(sheet, start, end)
    out, done = [sheet[:start]], start
    first: dict[int, int] = {}
    for number in sorted(marks):
        nth = bisect_left(rows, number)
        here = starts[nth] if nth < len(rows) else end
        out.append(sheet[done:here])
        done = here
        if nth < len(rows) and rows[nth] == number:
            done = starts[nth + 1] if nth + 1 < len(rows) else end
            row = sheet[here:done]
        else:
            row = b'<row r="%d"/>' % number
        marked, first[number] = _row(row, number, marks[number], style_of)
        out.append(marked)
    out.append(sheet[done:])
    return Restyled(b"".join(out), first)


def insert_after_data(sheet: bytes, element: bytes) -> bytes:
    """Return the sheet with `element`, a `legacyDrawing`, in its place among what follows the cells.

    Raises:
        UnusualXmlError: if the sheet has no end.
    """
    root = re.search(rb"<worksheet\b[^>]*>", sheet)
    start = sheet.rfind(b"</sheetData>") + len(b"</sheetData>")
    if root is None or start <= root.end():
        raise UnusualXmlError("no end of the rows")
    place = start + _first_later(root[0], sheet[start:])
    return sheet[:place] + element + sheet[place:]


def _first_later(root: bytes, tail: bytes) -> int:
    """Return where in `tail`, the sheet after its rows, the first thing begins that comes after `legacyDrawing`."""
    # Only what stands directly in the sheet counts: an `extLst` may be inside a rule of conditional formatting too.
    places: list[int] = []
    depth = 0
    parser = expat.ParserCreate()

    def opened(name: str, _: object) -> None:
        nonlocal depth
        depth += 1
        if depth == 2 and name in _LATER:
            places.append(parser.CurrentByteIndex - len(root))

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 0:
            places.append(parser.CurrentByteIndex - len(root))

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    try:
        parser.Parse(root + tail, True)
    except expat.ExpatError as error:
        raise UnusualXmlError("end of the sheet") from error
    return places[0]


def _data(sheet: bytes) -> tuple[int, int]:
    """Return where the rows begin and end."""
    opening, end = b"<sheetData>", sheet.rfind(b"</sheetData>")
    start = sheet.find(opening)
    if start < 0 or end < 0:
        raise UnusualXmlError("no rows")
    return start + len(opening), end


def _rows(sheet: bytes, start: int, end: int) -> tuple[list[int], list[int]]:
    numbers, starts = [], []
    for found in _ROW.finditer(sheet, start, end):
        number = _NUMBER.search(found[0])
        if number is None:
            raise UnusualXmlError("row without its number")
        numbers.append(int(number[1]))
        starts.append(found.start())
    if numbers != sorted(numbers):
        raise UnusualXmlError("rows out of order")
    return numbers, starts


def _row(row: bytes, number: int, marks: Mapping[int | None, int], style_of: Restyle) -> tuple[bytes, int]:
    head = _ROW.match(row)
    assert head is not None  # noqa: S101 - it was found by the same expression
    if head[0].endswith(b"/>"):
        row = head[0][:-2].rstrip() + b">" + b"</row>" + row[head.end() :]
    cells = _cells(row)
    first = cells[0][0] if cells else 0
    wanted: dict[int, int] = {}
    for column, mark in marks.items():
        place = first if column is None else column
        wanted[place] = min(mark, wanted.get(place, mark))
    end = row.rindex(b"</row>")
    for column in sorted(wanted, reverse=True):  # from the right, so that the places before stay as they are
        row = _mark(row, [*cells, (_BEYOND, end, end)], (number, column), partial(_swapped, style_of, wanted[column]))
    return row, first


def _swapped(style_of: Restyle, mark: int, now: int) -> int:
    return style_of(now, mark)


def _cells(row: bytes) -> list[tuple[int, int, int]]:
    """Return (column, start, end of the opening tag) of each cell of a row."""
    out = []
    for found in _CELL.finditer(row):
        place = _PLACE.search(found[0])
        index = None if place is None else column_index(place[1].decode())
        if index is None:
            raise UnusualXmlError("cell without its place")
        out.append((index, found.start(), found.end()))
    return out


def _mark(
    row: bytes, cells: list[tuple[int, int, int]], place: tuple[int, int], style_of: Callable[[int], int]
) -> bytes:
    number, column = place
    nth = bisect_left([index for index, _, _ in cells], column)
    if cells[nth][0] == column:
        _, start, end = cells[nth]
        tag = row[start:end]
        styled = _STYLE.search(tag)
        if styled is None:
            now = _PLACE.search(tag)
            assert now is not None  # noqa: S101 - `_cells` found it
            tag = tag[: now.end()] + b' s="%d"' % style_of(0) + tag[now.end() :]
        else:
            tag = tag[: styled.start(2)] + b"%d" % style_of(int(styled[2])) + tag[styled.end(2) :]
        return row[:start] + tag + row[end:]
    here = cells[nth][1]
    cell = b'<c r="%s%d" s="%d"/>' % (column_letter(column).encode(), number, style_of(0))
    return row[:here] + cell + row[here:]
