"""The records of an old .xls, followed one by one (MS-XLS 2.1.4): which cells each sheet holds and announces."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import olefile

from consumo.importing.records import SheetRecords

__all__ = ["xls_records"]

_STREAMS: Final = ("Workbook", "Book")
_LARGEST: Final = 64 << 20  # bytes of the stream up to which it is followed
_LONGEST: Final = 8224  # bytes of a record
_BOF, _EOF, _SHEET, _ROW = 0x0809, 0x000A, 0x0085, 0x0208
_MULTIPLE_NUMBERS, _FORMULA = 0x00BD, 0x0006
_NUMBERS: Final = frozenset({0x0203, 0x027E})  # Number, RK
_OTHERS: Final = frozenset(
    {0x0201, 0x0204, 0x0205, 0x00BE, 0x00D6, 0x00FD}
)  # Blank, Label, BoolErr, MulBlank, RString, LabelSst
_CELLS: Final = _NUMBERS | _OTHERS | {_MULTIPLE_NUMBERS, _FORMULA}
_COLUMNS: Final = 256
_NO_PLACE: Final = "una celda está fuera de toda hoja"
_PLACE: Final = struct.Struct("<HH")


def xls_records(ruta: Path) -> list[SheetRecords]:
    """Return what the records of each sheet say, in the order of the workbook; nothing of a workbook too large for it.

    Raises:
        OSError: if the container is damaged.
    """
    with olefile.OleFileIO(str(ruta)) as container:
        name = next((name for name in _STREAMS if container.get_type(name) == olefile.STGTY_STREAM), None)
        if name is None:
            raise OSError("no tiene la parte «Workbook»")
        if container.get_size(name) > _LARGEST:
            return []
        stream = container.openstream(name).read()
    starts = [int.from_bytes(data[:4], "little") for kind, data, _ in _records(stream, 0) if kind == _SHEET]
    return [_sheet(stream, start) for start in starts]


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes, int]]:
    """Yield type, content and end of the records from `place` to the end of their sheet, charts within passed over.

    The last one is EOF, unless the stream breaks off.
    """
    depth = 0
    while place + 4 <= len(stream):
        kind, length = _PLACE.unpack_from(stream, place)
        place += 4
        if length > _LONGEST or place + length > len(stream):
            return
        depth += kind == _BOF
        if depth <= 1:
            yield kind, stream[place : place + length], place + length
        depth -= kind == _EOF
        if kind == _EOF and depth <= 0:
            return
        place += length


def _ends_at(stream: bytes, place: int) -> bool:
    """Whether nothing of a sheet comes behind its end: another begins there, or the stream ends."""
    behind = stream[place : place + 2]
    return len(behind) < 2 or behind in {_BOF.to_bytes(2, "little"), b"\0\0"}


def _sheet(stream: bytes, start: int) -> SheetRecords:
    found = SheetRecords()
    kind = end = -1
    for kind, data, after in _records(stream, start):
        end = after
        if len(data) < 4:
            continue
        row, column = _PLACE.unpack_from(data)
        if kind in _CELLS and column >= _COLUMNS:
            raise OSError(_NO_PLACE)
        if kind in _NUMBERS or kind in _OTHERS:
            found.cells(row, column, figures=kind in _NUMBERS)
        elif kind == _FORMULA:
            found.cells(row, column, figures=data[12:14] != b"\xff\xff")
        elif kind == _MULTIPLE_NUMBERS:
            found.cells(row, column, (len(data) - 6) // 6, figures=True)
        elif kind == _ROW:
            found.announced.add(row)
    found.broken = kind != _EOF or not _ends_at(stream, end)
    return found
