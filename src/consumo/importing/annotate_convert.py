"""A workbook that is no .xlsx, or one written in an unusual way, as an .xlsx of its values with the problems marked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import xlsxwriter

from consumo.domain.vocabulary import Idioma, Severidad
from consumo.importing.annotate_comments import comment_options
from consumo.importing.annotate_notes import Note
from consumo.importing.annotate_observations import LINK_COLUMN, NAME, WIDTHS, lines_of
from consumo.importing.annotate_styles import COLOURS
from consumo.importing.grid import BOOL, DATE, ERROR, TEXT, Sheet

__all__ = ["annotate_copy"]

_MOST_ROWS: Final = 1_048_576
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_GRAVEST: Final = {Severidad.BLOQUEA: 0, Severidad.REVISAR: 1, Severidad.INFORMA: 2}
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def annotate_copy(
    sheets: Iterable[Sheet], target: Path, notes: Sequence[Note], *, said: Sequence[str], idioma: Idioma
) -> None:
    """Write the values of `sheets` as an .xlsx at `target`, marked, with the sheet `Observaciones`.

    Args:
        sheets: what the workbook holds.
        target: where the copy is written.
        notes: in the order in which they are listed.
        said: sentences about the workbook as a whole.
        idioma: language of the comments.
    """
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        formats = _Formats(book)
        names: dict[str, str] = {}
        for sheet in sheets:
            if sheet.hidden:  # its cells are not read
                continue
            names[sheet.name] = _free_name(sheet.name, names.values())
            mine = [note for note in notes if note.hoja == sheet.name and note.fila]
            _write_sheet(book.add_worksheet(names[sheet.name]), sheet, mine, formats, idioma)
        _write_observations(book, notes, said, idioma, names)


class _Formats:
    """The formats of a copy: a kind of value, with the fill of a severity or none."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, int], Any] = {}
        self._fills = [f"#{colour[2:]}" for colour in COLOURS.values()]

    def of(self, kind: str, rank: int) -> Any:
        """Return the format of `kind` (`date`, `text` or ``) with the fill of that rank; −1 is none."""
        if not kind and rank < 0:
            return None
        if (kind, rank) not in self._made:
            options: dict[str, Any] = {"bg_color": self._fills[rank]} if rank >= 0 else {}
            if kind == "date":
                options["num_format"] = "yyyy-mm-dd"
            if kind == "text":
                # Stays text when somebody edits the cell, also where it begins with = + - @.
                options |= {"num_format": "@", "quote_prefix": True}
            self._made[kind, rank] = self._book.add_format(options)
        return self._made[kind, rank]


def _write_sheet(out: Any, sheet: Sheet, notes: Sequence[Note], formats: _Formats, idioma: Idioma) -> None:
    first = dict(zip(*(part.tolist() for part in _first_cells(sheet)), strict=True))
    ranks: dict[tuple[int, int], int] = {}
    texts: dict[tuple[int, int], str] = {}
    for note in notes:
        row = note.fila - 1
        place = (row, first.get(row, 0) if note.columna is None else note.columna)
        ranks[place] = min(ranks.get(place, len(COLOURS)), _GRAVEST[note.hallazgo.severidad])
        texts[place] = "\n\n".join(text for text in (texts.get(place), note.text(idioma)) if text)
    order = np.lexsort((sheet.col, sheet.row))
    filled = set()
    blanks = sorted(ranks)
    for k in order.tolist():
        place = (int(sheet.row[k]), int(sheet.col[k]))
        if place[0] >= _MOST_ROWS:
            break
        # Rows are written in order and forgotten: an empty marked cell comes before what follows it.
        while blanks and blanks[0] < place:
            out.write_blank(*blanks[0], None, formats.of("", ranks[blanks.pop(0)]))
        if blanks and blanks[0] == place:
            blanks.pop(0)
        _write_cell(out, place, sheet, k, formats, ranks.get(place, -1))
        filled.add(place)
    for place in blanks:
        if place[0] < _MOST_ROWS:
            out.write_blank(*place, None, formats.of("", ranks[place]))
    for place, text in texts.items():
        if place[0] < _MOST_ROWS:
            out.write_comment(*place, text[:4000], comment_options(text))


def _first_cells(sheet: Sheet) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that hold something and the first filled column of each."""
    order = np.lexsort((sheet.col, sheet.row))
    rows, place = np.unique(sheet.row[order], return_index=True)
    return rows, sheet.col[order][place]


def _write_cell(out: Any, place: tuple[int, int], sheet: Sheet, k: int, formats: _Formats, rank: int) -> None:
    kind = int(sheet.cells.kind[k])
    if kind in {TEXT, ERROR}:
        text = sheet.cells.texts[sheet.cells.code[k]]
        out.write_string(*place, text[:32_000], formats.of("text" if text[:1] in "=+-@\t" else "", rank))
    elif kind == BOOL:
        out.write_boolean(*place, bool(sheet.cells.number[k]), formats.of("", rank))
    else:
        out.write_number(*place, float(sheet.cells.number[k]), formats.of("date" if kind == DATE else "", rank))


def _write_observations(
    book: Any, notes: Sequence[Note], said: Sequence[str], idioma: Idioma, names: Mapping[str, str]
) -> None:
    out = book.add_worksheet(_free_name(NAME, names.values()))
    out.set_tab_color("#FFD966")
    styles = {
        "text": book.add_format({"num_format": "@", "quote_prefix": True, "text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "link": book.add_format({"font_color": "#0563C1", "underline": True, "valign": "top"}),
    }
    for k, width in enumerate(WIDTHS):
        out.set_column(k, k, width)
    lines = lines_of(notes, said=said, idioma=idioma, names=names)
    header = next(k for k, line in enumerate(lines) if len(line.cells) == len(WIDTHS))
    out.freeze_panes(header + 1, 0)
    for row, line in enumerate(lines):
        for k, text in enumerate(line.cells):
            if k == LINK_COLUMN and line.link is not None:
                out.write_url(row, k, f"internal:{line.link}", styles["link"], text)
            elif len(line.cells) == 1:
                out.write_string(row, k, text)
            else:
                out.write_string(row, k, text[:32_000], styles["bold" if row == header else "text"])


def _free_name(name: str, taken: Iterable[str]) -> str:
    """Return a name of at most 31 characters that Excel takes and that is free."""
    bare = _FORBIDDEN.sub("_", name).strip("' ")[:31] or "Hoja"
    used = {other.casefold() for other in taken}
    free, number = bare, 1
    while free.casefold() in used:
        number += 1
        tail = f" {number}"
        free = bare[: 31 - len(tail)] + tail
    return free
