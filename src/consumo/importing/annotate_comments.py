"""The parts of an .xlsx that hold the comments of one sheet: XlsxWriter makes them."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final, NamedTuple

import xlsxwriter

__all__ = ["AUTHOR", "CommentParts", "comment_options", "comment_parts"]

AUTHOR: Final = "consumo"
_LONGEST: Final = 4000  # characters of one comment; what more there is stands in the sheet Observaciones
_LINE: Final = 45  # characters in a line of the box


class CommentParts(NamedTuple):
    """`comments.xml` and the drawing of its boxes."""

    comments: bytes
    drawing: bytes


def comment_parts(texts: Mapping[tuple[int, int], str]) -> CommentParts:
    """Return the parts for comments by (0-based row, 0-based column)."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for (row, column), text in sorted(texts.items()):
            sheet.write_comment(row, column, text[:_LONGEST], comment_options(text))
    with zipfile.ZipFile(buffer) as archive:
        return CommentParts(archive.read("xl/comments1.xml"), archive.read("xl/drawings/vmlDrawing1.vml"))


def comment_options(text: str) -> dict[str, object]:
    """Return how XlsxWriter shows a comment: hidden until pointed at, in a box that holds its text."""
    lines = sum(1 + len(line) // _LINE for line in text.splitlines())
    return {"author": AUTHOR, "width": 320, "height": min(40 + 17 * lines, 400), "font_size": 9}
