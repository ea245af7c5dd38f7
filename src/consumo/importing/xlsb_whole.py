"""Whether the sheets of an .xlsb are whole: its general reader stops at a damaged record and says nothing."""

import zipfile
from pathlib import Path
from typing import Final

__all__ = ["is_whole"]

_ROW: Final = 0  # BrtRowHdr, MS-XLSB 2.4.741
_END_OF_SHEET: Final = 130  # BrtEndSheet, MS-XLSB 2.4.336
_LARGEST: Final = 20 << 20  # bytes of a part up to which its records are followed one by one


def is_whole(ruta: Path) -> bool:
    """Follow the records of each worksheet: rows go down, and the last record ends both the sheet and the part.

    Raises:
        zipfile.BadZipFile, OSError: if the archive cannot be read.
    """
    with zipfile.ZipFile(ruta) as archive:
        parts = [info for info in archive.infolist() if info.filename.lower().startswith("xl/worksheets/sheet")]
        return all(_ends_well(archive.read(info)) for info in parts if info.file_size <= _LARGEST)


def _ends_well(part: bytes) -> bool:
    place, kind, row = 0, -1, -1
    try:
        while place < len(part):
            kind, place = _number(part, place, 2)
            length, place = _number(part, place, 4)
            if kind == _ROW:
                before, row = row, int.from_bytes(part[place : place + 4], "little")
                if row <= before:
                    return False
            place += length
    except IndexError:
        return False
    return place == len(part) and kind == _END_OF_SHEET


def _number(part: bytes, place: int, most: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, lowest first; return it and the place after it."""
    value = 0
    for k in range(most):
        byte = part[place + k]
        value |= (byte & 0x7F) << (7 * k)
        if byte < 0x80:
            return value, place + k + 1
    return value, place + most
