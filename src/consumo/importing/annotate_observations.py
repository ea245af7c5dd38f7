"""The sheet `Observaciones`: a line per finding, with a link to its cell."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from consumo.domain.vocabulary import Idioma
from consumo.importing.annotate_notes import Note
from consumo.importing.annotate_styles import StyleBook
from consumo.importing.grid import column_letter

__all__ = ["LINK_COLUMN", "MARKS", "NAME", "WIDTHS", "Line", "lines_of", "link_of", "sheet_xml"]

NAME: Final = "Observaciones"
LINK_COLUMN: Final = 3
WIDTHS: Final = (6, 11, 30, 22, 28, 20, 60, 40, 50, 8)

# None of these is a header that a table of lecturas has: imported again, this sheet is no table.
_HEADERS: Final = (
    ("N.º", "No."),
    ("Gravedad", "Severity"),
    ("Código del hallazgo", "Finding code"),
    ("Ir a la celda", "Go to the cell"),
    ("De quién", "About"),
    ("Se encontró", "Found"),
    ("Qué pasa", "What is wrong"),
    ("Se esperaba", "Expected"),
    ("Qué hacer", "What to do"),
    ("Veces", "Times"),
)
MARKS: Final = _HEADERS[2]
"""A header by which the sheet is known again, in both languages."""

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST: Final = 32_000  # Excel holds 32,767 characters in a cell


class Line(NamedTuple):
    """A line of the sheet: its cells as text, and the place its link leads to, None where there is none."""

    cells: tuple[str, ...]
    link: str | None = None


def lines_of(
    notes: Sequence[Note], *, said: Sequence[str], idioma: Idioma, names: Mapping[str, str] | None = None
) -> list[Line]:
    """Return the lines of the sheet: what there is to say of the whole, the headers, and a line per note.

    Args:
        notes: in the order in which they are listed.
        said: sentences about the workbook as a whole, above the headers.
        idioma: language of the person.
        names: names of the sheets in this workbook by those of the notes, where they differ.
    """
    headers = tuple(en if idioma is Idioma.EN else es for es, en in _HEADERS)
    listed = [_line(number, note, idioma, names or {}) for number, note in enumerate(notes, start=1)]
    return [*(Line((text,)) for text in said), Line(()), Line(headers), *listed]


def _line(number: int, note: Note, idioma: Idioma, names: Mapping[str, str]) -> Line:
    h = note.hallazgo
    about = " · ".join(part for part in (h.usuario, h.bateria, h.ciclo) if part)
    hoja = names.get(note.hoja, note.hoja)
    cell = f"{column_letter(note.columna or 0)}{note.fila}" if note.fila else ""
    shown = f"{hoja}!{cell}" if hoja and cell else hoja
    cells = (
        str(number),
        h.severidad.value,
        h.codigo,
        shown,
        about,
        h.valor or "",
        h.message(idioma),
        h.expected(idioma),
        h.suggestion(idioma),
        str(h.veces),
    )
    return Line(cells, link_of(hoja, cell or "A1") if hoja else None)


def link_of(hoja: str, cell: str) -> str:
    """Return a place of this workbook as Excel writes it."""
    quoted = hoja.replace("'", "''")
    return f"'{quoted}'!{cell}"


def sheet_xml(lines: Sequence[Line], styles: StyleBook) -> bytes:
    """Return the sheet as a part of an .xlsx: every cell is text, whatever it begins with."""
    columns = "".join(f'<col min="{k}" max="{k}" width="{w}" customWidth="1"/>' for k, w in enumerate(WIDTHS, start=1))
    header = next((k for k, line in enumerate(lines) if len(line.cells) == len(WIDTHS)), 0)
    rows, links = [], []
    for number, line in enumerate(lines, start=1):
        cells = []
        for k, text in enumerate(line.cells):
            place = f"{column_letter(k)}{number}"
            linked = k == LINK_COLUMN and line.link is not None
            style = styles.link if linked else styles.bold if number == header + 1 else styles.text
            content = escape(_NOT_XML.sub("�", text)[:_LONGEST])
            # A sentence about the whole runs over its neighbours instead of being broken in a narrow column.
            mark = "" if len(line.cells) == 1 else f' s="{style}"'
            cells.append(f'<c r="{place}"{mark} t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>')
            if linked:
                links.append(f"<hyperlink ref={quoteattr(place)} location={quoteattr(line.link or '')}/>")
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    pane = f'<pane ySplit="{header + 1}" topLeftCell="A{header + 2}" activePane="bottomLeft" state="frozen"/>'
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
            f'<sheetPr><tabColor rgb="FFFFD966"/></sheetPr><sheetViews><sheetView workbookViewId="0">{pane}',
            f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>",
            f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "",
            "</worksheet>",
        )
    ).encode()
