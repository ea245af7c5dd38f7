"""The tables of an HTML page → sheets: many a system saves one and calls it .xls."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from consumo.importing.grid import Sheet

__all__ = ["read_html"]

_CELLS: Final = frozenset({"td", "th"})
_SILENT: Final = frozenset({"script", "style", "head"})
_WIDEST: Final = 1000  # columns that a cell may span
_CHARSETS: Final = ("utf-8-sig", "cp1252")

Rows = list[list[str]]


def read_html(ruta: Path) -> list[Sheet]:
    """Return a sheet per table that has rows; a cell over several columns or rows stands in the first of them."""
    page = _Page()
    page.feed(_decoded(ruta.read_bytes()))
    page.close()
    tables = [rows for rows in page.tables if any(rows)]
    base = ruta.name.split(".")[0]
    names = [base] if len(tables) == 1 else [f"{base} {k}" for k in range(1, len(tables) + 1)]
    return [Sheet.from_rows(ruta.name, name, rows) for name, rows in zip(names, tables, strict=True)]


def _decoded(content: bytes) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode(_CHARSETS[0])
    except UnicodeDecodeError:
        return content.decode(_CHARSETS[1], errors="replace")


class _Page(HTMLParser):
    """Collects the tables of a page; one inside another comes as a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Rows] = []
        self._open: list[Rows] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._end_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in _CELLS and self._open:
            self._end_cell()
            if not self._open[-1]:
                self._open[-1].append([])
            self._cell, self._span = [], _span(dict(attrs).get("colspan"))
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a table or a cell."""
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in _CELLS or tag == "tr":
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Add text to the open cell."""
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._open and self._open[-1]:
            text = " ".join("".join(self._cell).split())
            self._open[-1][-1] += [text, *[""] * (self._span - 1)]
        self._cell = None


def _span(written: str | None) -> int:
    return min(int(written), _WIDEST) if written and written.isdecimal() and int(written) > 0 else 1
