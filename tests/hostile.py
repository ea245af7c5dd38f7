"""Files made to hurt whoever opens them, small enough to be made by a test."""

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

__all__ = ["MAKERS", "write_package"]

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BASE = {
    "[Content_Types].xml": _TYPES,
    "_rels/.rels": _RELS.format(f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'),
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
    '<sheet name="Hoja1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": _RELS.format(
        f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    ),
}
_OPEN = f'<worksheet xmlns="{_MAIN}"><sheetData>'
_CLOSE = "</sheetData></worksheet>"
GOOD = ["usuario,bateria,ciclo,kwh", "12,A,2025-01,10", "7B,A,2025-01,20"]


def rows_xml(lines: list[str]) -> str:
    """Return the sheet of comma separated `lines`, every cell an inline text."""
    rows = []
    for number, line in enumerate(lines, start=1):
        cells = "".join(
            f'<c r="{chr(65 + k)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for k, text in enumerate(line.split(","))
        )
        rows.append(f'<row r="{number}">{cells}</row>')
    return _OPEN + "".join(rows) + _CLOSE


def write_package(path: Path, sheet: str, more: Mapping[str, str | bytes] | None = None) -> Path:
    """Write the smallest .xlsx around the XML of a sheet; `more` adds or replaces parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**_BASE, "xl/worksheets/sheet1.xml": sheet, **(more or {})}.items():
            archive.writestr(name, content)
    return path


def bomb_of_rows(path: Path, megabytes: int = 600) -> Path:
    """A sheet of equal rows that expands a thousand times."""
    row = b'<row r="2"><c r="A2"><v>1</v></c></row>' * 10_000

    def fill(part: IO[bytes]) -> None:
        part.write(_OPEN.encode())
        for _ in range(megabytes * 1_000_000 // len(row)):
            part.write(row)
        part.write(_CLOSE.encode())

    return _streamed(path, fill)


def bomb_of_one_text(path: Path, megabytes: int = 600) -> Path:
    """A single text of that size."""

    def fill(part: IO[bytes]) -> None:
        part.write(f'{_OPEN}<row r="1"><c r="A1" t="inlineStr"><is><t>'.encode())
        for _ in range(megabytes):
            part.write(b"a" * 1_000_000)
        part.write(f"</t></is></c></row>{_CLOSE}".encode())

    return _streamed(path, fill)


def _streamed(path: Path, fill) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in _BASE.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            fill(part)
    return path


def far_cell(path: Path) -> Path:
    """A namespaced sheet, which only the general reader takes, with a cell in the last corner."""
    sheet = (
        f'<x:worksheet xmlns:x="{_MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    return write_package(path, sheet)


def entity_bomb(path: Path) -> Path:
    """Ten entities, each made of ten of the one before."""
    steps = "".join(f'<!ENTITY e{k + 1} "{f"&e{k};" * 10}">' for k in range(9))
    head = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "ja">{steps}]>'
    return write_package(path, head + rows_xml(["usuario,kwh", "1,&e9;"]))


def outside_entity(path: Path) -> Path:
    """A text that would be a file of the server."""
    head = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return write_package(path, head + rows_xml(["usuario,kwh", "&f;,1"]))


def many_parts(path: Path, parts: int = 30_000) -> Path:
    """An archive of empty parts."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**_BASE, "xl/worksheets/sheet1.xml": rows_xml(GOOD)}.items():
            archive.writestr(name, content)
        for number in range(parts):
            archive.writestr(f"xl/media/{number}", b"")
    return path


def lying_directory(path: Path) -> Path:
    """An archive whose directory says that its sheet has ten bytes."""
    whole = bytearray(write_package(path, rows_xml(GOOD)).read_bytes())
    place = whole.index(b"xl/worksheets/sheet1.xml", whole.index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", whole, place + 24, 10)
    path.write_bytes(whole)
    return path


def encrypted_part(path: Path) -> Path:
    """An archive whose directory says that its parts are encrypted."""
    whole = bytearray(write_package(path, rows_xml(GOOD)).read_bytes())
    place = -1
    while (place := whole.find(b"PK\x01\x02", place + 1)) >= 0:
        whole[place + 8] |= 1
    path.write_bytes(whole)
    return path


def truncated(path: Path) -> Path:
    """The first two thirds of a workbook."""
    whole = write_package(path, rows_xml(GOOD)).read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    return path


def corrupt(path: Path) -> Path:
    """A workbook with the middle of its sheet overwritten."""
    lines = [GOOD[0], *(f"{k},A,2025-01,{k}" for k in range(500))]
    whole = bytearray(write_package(path, rows_xml(lines)).read_bytes())
    place = whole.index(b"xl/worksheets/sheet1.xml") + 200
    whole[place : place + 400] = bytes(range(200)) * 2
    path.write_bytes(whole)
    return path


def password(path: Path) -> Path:
    """A compound file with the streams of a workbook that was saved with a password."""
    info = b"\x04\x00\x04\x00@\x00\x00\x00" + b" " * 5000
    path.write_bytes(compound({"EncryptionInfo": info, "EncryptedPackage": b"\x11" * 5000}))
    return path


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE compound file of streams of 4,096 bytes or more each, fewer than 100 sectors in all."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    chain, body, starts = [0xFFFFFFFD], b"", {}
    for name, content in streams.items():
        count = -(-len(content) // sector)
        starts[name] = len(chain)
        chain += [*range(len(chain) + 1, len(chain) + count), end]
        body += content.ljust(count * sector, b"\0")
    directory = len(chain)
    chain.append(end)
    names = [("Root Entry", 5, end, 0), *((name, 2, starts[name], len(streams[name])) for name in streams)]
    entries = b""
    for number, (name, kind, start, size) in enumerate(names):
        text = name.encode("utf-16-le") + b"\0\0"
        child = 1 if kind == 5 else free
        right = number + 1 if kind == 2 and number + 1 < len(names) else free
        entries += text.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", len(text), kind, 1, free, right, child, b"", 0, 0, 0, start, size
        )
    table = struct.pack(f"<{sector // 4}I", *chain, *[free] * (sector // 4 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack(
        "<16sHHHHH6sIIIIIIIII", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, directory, 0, 4096, end, 0, end, 0
    )
    header += struct.pack("<109I", 0, *[free] * 108)
    return header + table + body + entries.ljust(sector, b"\0")


MAKERS = {
    "bomb of rows": (bomb_of_rows, "archivo.compresion_excesiva"),
    "bomb of one text": (bomb_of_one_text, "archivo.compresion_excesiva"),
    "far cell": (far_cell, "archivo.demasiada_memoria"),
    "entity bomb": (entity_bomb, "archivo.entidades"),
    "outside entity": (outside_entity, "archivo.entidades"),
    "many parts": (many_parts, "archivo.demasiadas_partes"),
    "lying directory": (lying_directory, "archivo.danado"),
    "encrypted part": (encrypted_part, "archivo.protegido"),
    "truncated": (truncated, "archivo.danado"),
    "corrupt": (corrupt, "archivo.danado"),
    "password": (password, "archivo.protegido"),
}
"""By name: what writes the file, and the code of the finding that it must give."""
