"""The parts of an .xlsx archive beside its cells: sheets and their visibility, styles that show dates, shared texts."""

import re
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

from consumo.importing.xlsx_scan import UnusualXmlError, decode_text

__all__ = ["SheetPart", "date_styles", "saved_day", "shared_texts", "sheet_parts"]

_REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BUILT_IN_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_FORMAT: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_SIMPLE: Final = re.compile(rb"<t(?: xml:space=\"preserve\")?>([^<]*)</t></si>\s*$")
_RUNS: Final = re.compile(rb"<t(?: [^>]*)?>([^<]*)</t>")
_PHONETIC: Final = re.compile(rb"<rPh.*?</rPh>", re.DOTALL)


@dataclass(frozen=True)
class SheetPart:
    """A sheet of the workbook: its name, the name of its part in the archive, and whether the workbook hides it."""

    name: str
    part: str
    hidden: bool = False


def _parse(archive: zipfile.ZipFile, part: str) -> ET.Element:
    content = archive.read(part)
    if b"<!" in content[:4096].replace(b"<!--", b""):
        raise UnusualXmlError(f"document type in {part}")
    try:
        return ET.fromstring(content)  # noqa: S314 - a document type, where entities live, is refused above
    except (ET.ParseError, LookupError) as error:  # an encoding that nobody knows is the latter
        raise UnusualXmlError(part) from error


def sheet_parts(archive: zipfile.ZipFile) -> tuple[list[SheetPart], bool]:
    """Return the worksheets in order, and whether the workbook counts its days from 1904.

    Raises:
        UnusualXmlError: if the workbook is laid out in a way that this reader does not know.
    """
    book = _parse(archive, "xl/workbook.xml")
    relations = {
        relation.get("Id"): relation
        for relation in _parse(archive, "xl/_rels/workbook.xml.rels")
        if (relation.get("Type") or "").endswith("/worksheet")
    }
    sheets = book.find(f"{_MAIN}sheets")
    if sheets is None:
        raise UnusualXmlError("no sheets")
    properties = book.find(f"{_MAIN}workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in {"1", "true", "on"}
    out = []
    for sheet in sheets:
        relation = relations.get(sheet.get(_REL))
        if relation is None:
            continue
        target = relation.get("Target") or ""
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        out.append(SheetPart(sheet.get("name") or "", part, sheet.get("state", "visible") != "visible"))
    return out, from_1904


def saved_day(archive: zipfile.ZipFile) -> date | None:
    """Return the day on which the workbook was last saved or else created, as its properties say; None if they do not.

    The parts are those of Office Open XML (`docProps/core.xml`) and of OpenDocument (`meta.xml`).
    """
    for part in ("docProps/core.xml", "meta.xml"):
        if part in archive.namelist():
            content = archive.read(part)[:20_000]
            for tag in (b"modified", b"dc:date", b"created", b"creation-date"):
                if match := re.search(tag + rb"[^>]*>(\d{4})-(\d{2})-(\d{2})", content):
                    year, month, day = (int(digits) for digits in match.groups())
                    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= 28 else date(year, month, 28)
    return None


def date_styles(archive: zipfile.ZipFile) -> NDArray[np.bool_]:
    """Return whether each cell style shows its number as a date, shape (n_styles,), at least one."""
    if "xl/styles.xml" not in archive.namelist():
        return np.zeros(1, np.bool_)
    styles = _parse(archive, "xl/styles.xml")
    formats = {int(f.get("numFmtId", 0)): f.get("formatCode", "") for f in styles.iter(f"{_MAIN}numFmt")}
    cell_formats = styles.find(f"{_MAIN}cellXfs")
    ids = [int(xf.get("numFmtId", 0)) for xf in cell_formats] if cell_formats is not None else []
    return np.array([k in _BUILT_IN_DATES or _shows_date(formats.get(k, "")) for k in ids] or [False], np.bool_)


def _shows_date(code: str) -> bool:
    bare = _NOT_FORMAT.sub("", code.partition(";")[0]).casefold()
    return "general" not in bare and any(letter in bare for letter in "ymdhs")


def shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """Return the shared texts in order.

    Raises:
        UnusualXmlError: if they are written in a way that this reader does not know.
    """
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    content = archive.read("xl/sharedStrings.xml")
    if b"<sst" not in content or b"<!" in content or b"<si/>" in content or b"<si " in content or b"_x00" in content:
        raise UnusualXmlError("shared texts")
    return [_shared(part) for part in content.replace(b"</sst>", b"").split(b"<si>")[1:]]


def _shared(part: bytes) -> str:
    if simple := _SIMPLE.match(part):
        return decode_text(simple[1])
    return decode_text(b"".join(_RUNS.findall(_PHONETIC.sub(b"", part))))
