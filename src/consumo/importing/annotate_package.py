"""An .xlsx as the archive it is: parts that are read, replaced and added, with the relations between them."""

import re
import zipfile
from pathlib import Path
from typing import Final

from consumo.importing.xlsx_parts import SheetPart, sheet_parts
from consumo.importing.xlsx_scan import UnusualXmlError

__all__ = ["OFFICE", "TYPES", "Package"]

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES: Final = "application/vnd.openxmlformats-officedocument"
_BOOK: Final = f"{TYPES}.spreadsheetml.sheet.main+xml"
_NO_RELS: Final = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


class Package:
    """The parts of an archive, some of them replaced."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._new: dict[str, bytes] = {}

    def sheets(self) -> list[SheetPart]:
        """Return the visible sheets of the workbook as it came."""
        return sheet_parts(self._archive)[0]

    def part(self, name: str) -> bytes:
        """Return a part as it is now."""
        return self._new[name] if name in self._new else self._archive.read(name)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._names or name in self._new

    def replace(self, name: str, content: bytes) -> None:
        """Put `content` in the place of a part."""
        self._new[name] = content

    def add(self, name: str, content: bytes, kind: str) -> str:
        """Add a part under a name like `name` that is free, and say what it is; return its name."""
        stem, dot, suffix = name.rpartition(".")
        free, number = name, 1
        while self.has(free):
            number += 1
            free = f"{stem}{number}{dot}{suffix}"
        self._new[free] = content
        self.declare(f'<Override PartName="/{free}" ContentType="{kind}"/>')
        return free

    def declare(self, element: str) -> None:
        """Add an element to the list of content types."""
        self._insert("[Content_Types].xml", b"</Types>", element.encode())

    def relations(self, part: str) -> bytes:
        """Return the list of what `part` refers to, b"" where it has none."""
        rels = _rels_of(part)
        return self.part(rels) if self.has(rels) else b""

    def related(self, part: str, kind: str) -> str | None:
        """Return the part of that kind that `part` refers to, None if there is none."""
        relation = re.search(rb'<Relationship\b[^>]*/%s"[^>]*>' % kind.encode(), self.relations(part))
        target = re.search(rb'Target="([^"]+)"', relation[0]) if relation else None
        if target is None:
            return None
        path = target[1].decode()
        return path.lstrip("/") if path.startswith("/") else _joined(part.rpartition("/")[0], path)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation from `part` to the part `target`; return its id."""
        rels = _rels_of(part)
        if not self.has(rels):
            self._new[rels] = _NO_RELS
        taken = set(re.findall(rb'\bId="([^"]*)"', self.part(rels)))
        number = next(k for k in range(1, len(taken) + 2) if b"rIdConsumo%d" % k not in taken)
        relation = f'<Relationship Id="rIdConsumo{number}" Type="{OFFICE}/{kind}" Target="/{target}"/>'
        self._insert(rels, b"</Relationships>", relation.encode())
        return f"rIdConsumo{number}"

    def drop_macros(self) -> None:
        """Leave the macros out: the result is an .xlsx, which Excel does not open with macros in it."""
        self._names.discard("xl/vbaProject.bin")
        types, rels = self.part("[Content_Types].xml"), self.part("xl/_rels/workbook.xml.rels")
        types = re.sub(rb'<Override\b[^>]*"/xl/vbaProject\.bin"[^>]*/>', b"", types)
        types = re.sub(rb"application/vnd\.ms-excel\.sheet\.macroEnabled\.main\+xml", _BOOK.encode(), types)
        self._new["[Content_Types].xml"] = types
        self._new["xl/_rels/workbook.xml.rels"] = re.sub(rb'<Relationship\b[^>]*/vbaProject"[^>]*/>', b"", rels)

    def write(self, target: Path) -> None:
        """Write the archive with what was replaced and added."""
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as out:
            for item in self._archive.infolist():
                if item.filename in self._names:
                    out.writestr(item.filename, self.part(item.filename))
            for name in self._new.keys() - self._names:
                out.writestr(name, self._new[name])

    def _insert(self, name: str, end: bytes, element: bytes) -> None:
        content = self.part(name)
        empty = end.replace(b"</", b"<")[:-1]
        if end not in content and re.search(re.escape(empty) + rb"[^>]*/>", content):
            content = re.sub(re.escape(empty) + rb"([^>]*)/>", empty + rb"\1>" + end, content)
        if end not in content:
            raise UnusualXmlError(name)
        self._new[name] = content.replace(end, element + end)


def _rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _joined(folder: str, path: str) -> str:
    parts = folder.split("/")
    for step in path.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
