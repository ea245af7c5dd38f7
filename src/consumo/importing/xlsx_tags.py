"""The tags of a block of a sheet's XML: where they are and what they are.

A `<` stands nowhere but at a tag: character data and attributes write it `&lt;`, and comments and CDATA are refused.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.xlsx_error import UnusualXmlError
from consumo.importing.xlsx_words import Bytes, Ints

__all__ = ["CELL", "END", "ROW", "SPACED_TEXT", "TEXT", "VALUE", "Tags", "tags_of"]

_OTHER, CELL, ROW, VALUE, TEXT, SPACED_TEXT, END, _SKIPPED = range(8)
_KNOWN: Final = {
    b"c ": CELL, b"ro": ROW, b"v>": VALUE, b"t>": TEXT, b"t ": SPACED_TEXT,
    b"/c": END, b"/v": END, b"/t": END, b"/r": END, b"/i": END, b"/f": END,
    b"f>": _SKIPPED, b"f ": _SKIPPED, b"f/": _SKIPPED, b"is": _SKIPPED, b"v/": _SKIPPED, b"t/": _SKIPPED,
}  # fmt: skip
"""First two letters of each tag within <sheetData> that is read; rich text, extensions and all others are not."""

_KIND_OF: Final = np.zeros(1 << 16, np.uint8)
for _letters, _kind in _KNOWN.items():
    _KIND_OF[_letters[0] | _letters[1] << 8] = _kind


@dataclass(frozen=True, eq=False)
class Tags:
    """The tags of a block.

    Attributes:
        at: where each `<` is, shape (n,).
        kind: CELL, ROW, VALUE, TEXT, SPACED_TEXT, END or of no interest, uint8, shape (n,).
        cells, rows: which of them begin a cell, or a row.
        row_of: the row of each cell, an index into `rows`, shape (n_cells,).
    """

    at: Ints
    kind: NDArray[np.uint8]
    cells: NDArray[np.intp]
    rows: NDArray[np.intp]
    row_of: NDArray[np.intp]


def tags_of(text: Bytes) -> Tags:
    """Find the tags of a block of whole rows, given with its padding.

    Raises:
        UnusualXmlError: if there is a tag that is not read, or a cell outside a row.
    """
    at = np.flatnonzero(text == ord("<"))
    kind = _KIND_OF.take(text.take(at + 1) | text.take(at + 2).astype(np.uint16) << np.uint16(8))
    if not kind.all():
        raise UnusualXmlError("an unknown tag, rich text, a comment")
    cells, rows = np.flatnonzero(kind == CELL), np.flatnonzero(kind == ROW)
    begin = np.searchsorted(cells, rows)
    if len(cells) and (not len(rows) or begin[0] > 0):
        raise UnusualXmlError("a cell outside a row")
    row_of = np.repeat(np.arange(len(rows)), np.diff(begin, append=len(cells)))
    return Tags(at, kind, cells, rows, row_of)
