"""What a file is by its first bytes, whatever its ending says: programs save HTML and text as .xls."""

import zipfile
from pathlib import Path
from typing import Final

__all__ = ["ENDINGS", "what_file"]

ENDINGS: Final = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".xlsb": "xlsb", ".ods": "ods",
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".csv.gz": "csv",
}  # fmt: skip
"""Kind of file that each ending that is read promises."""

_HEAD: Final = 4096
_OLE: Final = b"\xd0\xcf\x11\xe0"
_GZIP: Final = b"\x1f\x8b"
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_PARTS: Final = (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("content.xml", "ods"))


def what_file(ruta: Path) -> str:
    """Return `xlsx`, `xls`, `xlsb`, `ods`, `html`, `xml2003`, `csv`, `protegido`, or '' where the bytes do not say.

    A damaged archive says nothing either: its reader tells what is wrong with it.

    Raises:
        OSError: if the file cannot be read.
    """
    with ruta.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(b"PK"):
        return _of_archive(ruta)
    if head.startswith(_OLE):
        return _of_compound(ruta)
    if head.startswith(_GZIP):
        return "csv" if ruta.name.lower().endswith(".gz") else ""
    return _of_text(head)


def _of_archive(ruta: Path) -> str:
    try:
        with zipfile.ZipFile(ruta) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    return next((kind for part, kind in _PARTS if part in names), "")


def _of_compound(ruta: Path) -> str:
    """Tell an old workbook from a new one with a password: the directory of a compound file names its streams."""
    content = ruta.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "protegido"
    return "xls" if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")) else ""


def _of_text(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            head = head[len(mark) :].decode(encoding, errors="replace").encode()
            break
    else:
        if b"\0" in head:
            return ""
    text = head.lstrip().lower()
    if text.startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in text and b"<html" not in text:
            return "xml2003"
        return (
            "html" if any(tag in text for tag in (b"<html", b"<table", b"<!doctype html", b"<meta", b"<style")) else ""
        )
    return "csv" if text else ""
