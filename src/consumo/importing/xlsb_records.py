"""The records of the sheets of an .xlsb, followed one by one (MS-XLSB 2.1.4): which cells each of them holds."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from consumo.importing.records import SheetRecords

__all__ = ["xlsb_records"]

_LARGEST: Final = 64 << 20  # bytes of a part up to which it is followed
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SHEET, _END_OF_SHEET, _ROW = 156, 130, 0  # BrtBundleSh, BrtEndSheet, BrtRowHdr
_DIMENSION: Final = 148  # BrtWsDim
_ROWS, _COLUMNS = 1 << 20, 1 << 14
_CELLS: Final = range(1, 12)  # BrtCellBlank … BrtFmlaError
_FIGURES: Final = frozenset({2, 5, 9})  # BrtCellRk, BrtCellReal, BrtFmlaNum
_NEVER: Final = frozenset({*range(12, 35), *range(39, 49), *range(51, 62), *range(63, 128)})
"""Types of records that do not stand between cells."""

_BOUNDS: Final = (145, 146)  # BrtBeginSheetData, BrtEndSheetData


def xlsb_records(ruta: Path) -> list[SheetRecords]:
    """Return what the records of each sheet say, in the order of the workbook; one too large says nothing.

    Raises:
        zipfile.BadZipFile, OSError, KeyError, ValueError: if the archive is damaged.
    """
    with zipfile.ZipFile(ruta) as archive:
        relations = _relations(archive.read("xl/_rels/workbook.bin.rels"))
        found = []
        for kind, data in _records(archive.read("xl/workbook.bin")):
            if kind == _SHEET:
                part = relations.get(_text(data, 8), "")
                small = part in archive.namelist() and archive.getinfo(part).file_size <= _LARGEST
                found.append(_sheet(archive.read(part)) if small else SheetRecords())
        return found


def _relations(content: bytes) -> dict[str, str]:
    if b"<!DOCTYPE" in content:
        raise ValueError("document type")
    try:
        tree = ET.fromstring(content)  # noqa: S314 - a document type, where entities live, is refused above
    except (ET.ParseError, LookupError) as error:
        raise ValueError(str(error)) from error
    targets = {one.get("Id", ""): one.get("Target", "") for one in tree.iter(_RELATION)}
    return {key: path[1:] if path.startswith("/") else f"xl/{path}" for key, path in targets.items()}


def _text(data: bytes, place: int) -> str:
    length = int.from_bytes(data[place : place + 4], "little")
    return data[place + 4 : place + 4 + 2 * length].decode("utf-16-le", "replace")


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield type and content of each record; the last is of type −1 where the part breaks off in one."""
    place = 0
    try:
        while place < len(part):
            kind, place = _number(part, place, 2)
            length, place = _number(part, place, 4)
            if place + length > len(part):
                raise IndexError
            yield kind, part[place : place + length]
            place += length
    except IndexError:
        yield -1, b""


def _number(part: bytes, place: int, most: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, lowest first; return it and the place after it."""
    value = 0
    for k in range(most):
        byte = part[place + k]
        value |= (byte & 0x7F) << (7 * k)
        if byte < 0x80:
            return value, place + k + 1
    return value, place + most


def _sheet(part: bytes) -> SheetRecords:
    found = SheetRecords()
    row = kind = -1
    inside = False
    for kind, data in _records(part):
        if kind == _ROW:
            before, row = row, int.from_bytes(data[:4], "little")
            _check(row, 0)
            if row <= before:
                found.odd.add(row)
            found.announced.add(row)
        elif kind in _CELLS:
            column = int.from_bytes(data[:4], "little")
            _check(row, column)
            found.cells(row, column, figures=kind in _FIGURES)
        elif kind == _DIMENSION and len(data) >= 16:
            _check(int.from_bytes(data[4:8], "little"), int.from_bytes(data[12:16], "little"))
        elif kind in _BOUNDS:
            inside = kind == _BOUNDS[0]
        elif inside and kind in _NEVER:
            found.odd.add(max(row, 0))
    found.broken = kind != _END_OF_SHEET
    return found


def _check(row: int, column: int) -> None:
    """Refuse a place that no sheet has: the general reader would ask for memory up to it.

    Raises:
        OSError: if it is none.
    """
    if row >= _ROWS or column >= _COLUMNS:
        raise OSError("una celda está fuera de toda hoja")
