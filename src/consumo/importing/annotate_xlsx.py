"""A person's own .xlsx with its problems marked: the archive is copied, and only what must change is changed.

Cells keep their values, formulas and stored results; charts, images, pivots and whatever else the workbook holds stay
as they are, which no library that loads a workbook and saves it again can say of itself. Macros are left out.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from consumo.domain.vocabulary import Idioma, Severidad
from consumo.importing.annotate_comments import AUTHOR, comment_parts
from consumo.importing.annotate_notes import Note
from consumo.importing.annotate_observations import MARKS, NAME, Line, lines_of, sheet_xml
from consumo.importing.annotate_package import OFFICE, TYPES, Package
from consumo.importing.annotate_sheet import insert_after_data, restyle
from consumo.importing.annotate_styles import StyleBook
from consumo.importing.xlsx_scan import UnusualXmlError

__all__ = ["annotate_xlsx"]

_GRAVEST: Final = {Severidad.BLOQUEA: 0, Severidad.REVISAR: 1, Severidad.INFORMA: 2}


def annotate_xlsx(source: Path, target: Path, notes: Sequence[Note], *, said: Sequence[str], idioma: Idioma) -> None:
    """Write `source` as `target` with the cells of `notes` coloured and commented, and the sheet `Observaciones`.

    Args:
        source: the workbook.
        target: where the marked one is written.
        notes: in the order in which they are listed.
        said: sentences about the workbook as a whole.
        idioma: language of the comments.

    Raises:
        UnusualXmlError: if it is written in a way that is not known here.
        BadZipFile, KeyError: if it is no whole archive.
    """
    with zipfile.ZipFile(source) as archive:
        book = Package(archive)
        if book.has("xl/vbaProject.bin"):
            book.drop_macros()
        earlier = _earlier_observations(book)
        parts = {sheet.name: sheet.part for sheet in book.sheets() if sheet.part != earlier}
        styles = StyleBook(book.part("xl/styles.xml"))
        silent = []
        for hoja, part in parts.items():
            _unmark_sheet(book, part, styles)
            mine = [note for note in notes if note.hoja == hoja and note.fila]
            if mine and not _mark_sheet(book, part, mine, styles, idioma):
                silent.append(hoja)
        _add_observations(book, lines_of(notes, said=[*said, *_about(silent, idioma)], idioma=idioma), styles)
        book.replace("xl/styles.xml", styles.xml())
        book.write(target)


def _unmark_sheet(book: Package, part: str, styles: StyleBook) -> None:
    """Take back what an earlier annotation did to a sheet: what was mended since must not look wrong."""
    sheet = book.part(part)
    plain = styles.unmark(sheet)
    if plain != sheet:
        book.replace(part, plain)
    places = _own_comments(book, part)
    if places is not None:
        for place, tag in zip(places, (b"comment", b"v:shape"), strict=True):
            emptied = re.sub(rb"<%s\b[^>]*>.*?</%s>" % (tag, tag), b"", book.part(place), flags=re.DOTALL)
            book.replace(place, emptied)


def _mark_sheet(book: Package, part: str, notes: Sequence[Note], styles: StyleBook, idioma: Idioma) -> bool:
    """Colour and comment the cells of one sheet; return False where its own comments were left alone."""
    marks: dict[int, dict[int | None, int]] = {}
    ranks = list(_GRAVEST)
    for note in notes:
        row = marks.setdefault(note.fila, {})
        row[note.columna] = min(row.get(note.columna, len(ranks)), _GRAVEST[note.hallazgo.severidad])
    sheet, first = restyle(book.part(part), marks, lambda style, rank: styles.marked(style, ranks[rank]))
    texts: dict[tuple[int, int], str] = {}
    for note in notes:
        place = (note.fila - 1, first[note.fila] if note.columna is None else note.columna)
        texts[place] = "\n\n".join(text for text in (texts.get(place), note.text(idioma)) if text)
    commented = _comment(book, part, sheet, texts)
    book.replace(part, commented or sheet)
    return commented is not None


def _comment(book: Package, part: str, sheet: bytes, texts: Mapping[tuple[int, int], str]) -> bytes | None:
    """Return the sheet with its comments; None where it has comments of somebody else."""
    made = comment_parts(texts)
    places = _own_comments(book, part)
    if places is not None:
        for place, content in zip(places, made, strict=True):
            book.replace(place, content)
        return sheet
    if b'/comments"' in book.relations(part) or b"<legacyDrawing " in sheet:
        return None
    if b'Extension="vml"' not in book.part("[Content_Types].xml"):
        book.declare(f'<Default Extension="vml" ContentType="{TYPES}.vmlDrawing"/>')
    comments = book.add("xl/commentsConsumo.xml", made.comments, f"{TYPES}.spreadsheetml.comments+xml")
    drawing = book.add("xl/drawings/vmlDrawingConsumo.vml", made.drawing, f"{TYPES}.vmlDrawing")
    book.relate(part, "comments", comments)
    relation = book.relate(part, "vmlDrawing", drawing)
    element = f'<legacyDrawing xmlns:r="{OFFICE}" r:id="{relation}"/>'
    return insert_after_data(sheet, element.encode())


def _own_comments(book: Package, part: str) -> tuple[str, str] | None:
    """Return the parts of a sheet's comments and of their boxes if all of them are ours, else None."""
    places = [book.related(part, kind) for kind in ("comments", "vmlDrawing")]
    comments, drawing = places
    if comments is None or drawing is None or not (book.has(comments) and book.has(drawing)):
        return None
    authors = re.findall(rb"<author>([^<]*)</author>", book.part(comments))
    return (comments, drawing) if set(authors) == {AUTHOR.encode()} else None


def _add_observations(book: Package, lines: Sequence[Line], styles: StyleBook) -> None:
    workbook = book.part("xl/workbook.xml")
    root = re.search(rb"<workbook\b[^>]*>", workbook)
    prefix = re.search(rb'xmlns:(\w+)="' + OFFICE.encode() + rb'"', root[0]) if root else None
    if prefix is None or b"</sheets>" not in workbook:
        raise UnusualXmlError("workbook")
    earlier = _earlier_observations(book)
    if earlier is not None:
        book.replace(earlier, sheet_xml(lines, styles))
        return
    names = {name.decode() for name in re.findall(rb'<sheet\b[^>]*\sname="([^"]*)"', workbook)}
    number = max((int(k) for k in re.findall(rb'\bsheetId="(\d+)"', workbook)), default=0) + 1
    name, nth = NAME, 1
    while name in names:
        nth += 1
        name = f"{NAME} {nth}"
    part = book.add("xl/worksheets/sheetConsumo.xml", sheet_xml(lines, styles), f"{TYPES}.spreadsheetml.worksheet+xml")
    relation = book.relate("xl/workbook.xml", "worksheet", part)
    element = f'<sheet name={quoteattr(name)} sheetId="{number}" {prefix[1].decode()}:id="{relation}"/>'
    book.replace("xl/workbook.xml", workbook.replace(b"</sheets>", element.encode() + b"</sheets>"))


def _earlier_observations(book: Package) -> str | None:
    """Return the part of the list that an earlier annotation added, None if there is none."""
    part = next((sheet.part for sheet in book.sheets() if sheet.name == NAME), None)
    if part is None:
        return None
    texts = book.part(part) + (book.part("xl/sharedStrings.xml") if book.has("xl/sharedStrings.xml") else b"")
    return part if any(header.encode() in texts for header in MARKS) else None


def _about(silent: Sequence[str], idioma: Idioma) -> list[str]:
    if not silent:
        return []
    listed = ", ".join(silent)
    es = f"Estas hojas ya tenían comentarios; se dejaron como estaban y no se añadió ninguno: {listed}."
    en = f"These sheets had comments already; they were left as they were and none was added: {listed}."
    return [en if idioma is Idioma.EN else es]
