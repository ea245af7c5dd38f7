"""Some whole rows of a sheet's XML → typed cells."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from consumo.importing.grid import BOOL, DATE, EMPTY, ERROR, NUMBER, TEXT
from consumo.importing.xlsx_error import UnusualXmlError
from consumo.importing.xlsx_tags import END, SPACED_TEXT, VALUE, Tags, tags_of
from consumo.importing.xlsx_words import (
    PADDING,
    Bytes,
    Ints,
    Words,
    before_first,
    distinct_spans,
    floats,
    whole_numbers,
    words_of,
)

__all__ = ["Block", "scan_block"]

_PLAIN, _SHARED, _WRITTEN, _FLAG, _FAILED, _INLINE = range(6)
_TYPES: Final = {
    b"n": _PLAIN, b"s": _SHARED, b"str": _WRITTEN, b"b": _FLAG, b"e": _FAILED, b"inlineStr": _INLINE,
}  # fmt: skip
_REFERENCE: Final = np.frombuffer(b'<c r="\0\0', "<u8")[0]
_NUMBERED: Final = np.frombuffer(b'<row r="', "<u8")[0]
_PRESERVED: Final = b'<t xml:space="preserve">'
_SIX: Final = np.uint64((1 << 48) - 1)
_EIGHT_BITS: Final = np.uint64(0xFF)
_QUOTE: Final = ord('"')
_HASHED: Final = 64  # bytes of a text up to which equal ones are found by array operations


class Block(NamedTuple):
    """The cells of some rows, in the order of the file.

    Attributes:
        row, col: 0-based, int32, shape (n,).
        kind: of `grid`, uint8, shape (n,).
        number: float64, shape (n,).
        shared: position in the workbook's shared texts, −1 elsewhere, int32, shape (n,).
        inline: position in `texts`, −1 elsewhere, int32, shape (n,).
        texts: the distinct texts written in the cells themselves, as bytes of XML.
    """

    row: NDArray[np.int32]
    col: NDArray[np.int32]
    kind: NDArray[np.uint8]
    number: NDArray[np.float64]
    shared: NDArray[np.int32]
    inline: NDArray[np.int32]
    texts: list[bytes]


def scan_block(rows: bytes, date_styles: NDArray[np.bool_]) -> Block:
    """Read the cells.

    Args:
        rows: XML of whole rows.
        date_styles: whether each cell style shows a date, shape (n_styles,).

    Raises:
        UnusualXmlError: if the XML has something that this reader does not know.
    """
    block = b"".join((PADDING, rows, PADDING))
    text, words = np.frombuffer(block, np.uint8), words_of(block)
    tags = tags_of(text)
    row, digits = _rows(words, tags.at[tags.rows])
    col, attributes = _columns(text, words, tags, digits)
    kind_of, style = _attributes(block, words, attributes, _ends(text, tags))
    start, end, owner = _values(words, tags)
    filled = end > start
    if not filled.all():
        start, end, owner = start[filled], end[filled], owner[filled]
    return _typed(
        block, (text, words), (start, end), (row[tags.row_of[owner]], col[owner], kind_of[owner]),
        date_styles[np.minimum(style[owner], len(date_styles) - 1)],
    )  # fmt: skip


def _rows(words: Words, at: Ints) -> tuple[NDArray[np.int32], Ints]:
    """Return the 0-based number of each row, and how many digits its number has."""
    if (words[at] != _NUMBERED).any():
        raise UnusualXmlError("a row without its number first")
    digits = before_first(words[at + 8], _QUOTE)
    return (whole_numbers(words, at + 8, at + 8 + digits) - 1).astype(np.int32), digits


def _columns(text: Bytes, words: Words, tags: Tags, digits: Ints) -> tuple[NDArray[np.int32], Ints]:
    """Return the 0-based column of each cell, and where the attributes after its reference begin."""
    at = tags.at[tags.cells]
    word = words[at]
    if ((word & _SIX) != _REFERENCE).any():
        raise UnusualXmlError("a cell without its reference first")
    # The sixth and seventh bytes, and the one after the word, in the alphabet from 1.
    letters = [
        ((word >> np.uint64(48)) & _EIGHT_BITS).astype(np.int32) - 64,
        (word >> np.uint64(56)).astype(np.int32) - 64,
    ]
    col, count = letters[0], np.ones(len(at), np.int64)
    if not ((col >= 1) & (col <= 26)).all():
        raise UnusualXmlError("the reference of a cell")
    second = (letters[1] >= 1) & (letters[1] <= 26)
    if second.any():
        third = text[at + 8].astype(np.int32) - 64
        has_third = second & (third >= 1) & (third <= 26)
        col = np.where(second, col * 26 + letters[1], col)
        col = np.where(has_third, col * 26 + third, col)
        count += second
        count += has_third
    # The number in the reference must be that of its row; both end with a quote.
    rows = tags.at[tags.rows]
    above = (np.uint64(56) - np.uint64(8) * digits.astype(np.uint64))[tags.row_of]
    number = at + 6 + count
    if ((words[number] << above) != (words[rows + 8][tags.row_of] << above)).any():
        raise UnusualXmlError("the reference of a cell")
    return col - 1, number + digits[tags.row_of] + 1


def _ends(text: Bytes, tags: Tags) -> Ints:
    """Return where the `>` of each cell's tag is: before the next tag, or before the blanks that lead to it."""
    if len(tags.cells) and tags.cells[-1] + 1 >= len(tags.at):
        raise UnusualXmlError("a row that does not end")
    ends = tags.at[tags.cells + 1] - 1
    loose = np.flatnonzero(text[ends] != ord(">"))
    if len(loose):
        closes = np.flatnonzero(text == ord(">"))
        ends[loose] = closes[np.searchsorted(closes, tags.at[tags.cells[loose]])]
    return ends


def _attributes(block: bytes, words: Words, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return the type (see _TYPES) and the style of each cell; few distinct runs of attributes make up a sheet."""
    if (end < start).any() or (end - start > _HASHED).any():
        raise UnusualXmlError("the attributes of a cell")
    codes, example = distinct_spans(words, start, end)
    spans = zip(start[example].tolist(), end[example].tolist(), strict=True)
    read = np.array([_attribute(block[a:b]) for a, b in spans], np.int64).reshape(-1, 2)
    return read[codes, 0], read[codes, 1]


def _attribute(raw: bytes) -> tuple[int, int]:
    """Return the type and the style of ` s="3" t="s"`."""
    kind = style = 0
    for part in raw.rstrip(b"/").split():
        name, _, value = part.partition(b"=")
        value = value.strip(b'"')
        if name == b"t":
            if value not in _TYPES:
                raise UnusualXmlError("type of a cell")
            kind = _TYPES[value]
        elif name == b"s":
            style = int(value)
    return kind, style


def _values(words: Words, tags: Tags) -> tuple[Ints, Ints, Ints]:
    """Return the span of each value or text, and to which cell it belongs; at most one a cell."""
    which = np.flatnonzero((tags.kind >= VALUE) & (tags.kind <= SPACED_TEXT))
    if len(which) and which[-1] + 1 >= len(tags.at):
        raise UnusualXmlError("a value that does not end")
    if len(which) == len(tags.cells) and (which > tags.cells).all() and (which[:-1] < tags.cells[1:]).all():
        owner = np.arange(len(which))
    else:
        owner = np.searchsorted(tags.cells, which) - 1
        if (owner[1:] == owner[:-1]).any() or (owner < 0).any():
            raise UnusualXmlError("a text in several runs, or outside a cell")
    if (tags.kind[which + 1] != END).any():
        raise UnusualXmlError("a tag in a value")
    start = tags.at[which] + 3
    spaced = np.flatnonzero(tags.kind[which] == SPACED_TEXT)
    if len(spaced):
        begin = tags.at[which[spaced]]
        for offset in (0, 8, 16):
            expected = np.frombuffer(_PRESERVED[offset : offset + 8], "<u8")[0]
            if (words[begin + offset] != expected).any():
                raise UnusualXmlError("attributes of a text")
        start[spaced] = begin + len(_PRESERVED)
    return start, tags.at[which + 1], owner


def _typed(
    block: bytes,
    data: tuple[Bytes, Words],
    span: tuple[Ints, Ints],
    cells: tuple[NDArray[np.int32], NDArray[np.int32], Ints],
    dated: NDArray[np.bool_],
) -> Block:
    (text, words), (start, end), (row, col, kind_of) = data, span, cells
    n = len(start)
    kind, number = np.full(n, EMPTY, np.uint8), np.full(n, np.nan)
    shared, inline = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    plain = np.flatnonzero(kind_of == _PLAIN)
    kind[plain] = np.where(dated[plain], DATE, NUMBER)
    number[plain] = floats(text, words, start[plain], end[plain])
    coded = np.flatnonzero(kind_of == _SHARED)
    kind[coded], shared[coded] = TEXT, whole_numbers(words, start[coded], end[coded])
    flag = np.flatnonzero(kind_of == _FLAG)
    kind[flag], number[flag] = BOOL, text[start[flag]] == ord("1")
    written = np.flatnonzero((kind_of == _WRITTEN) | (kind_of == _INLINE) | (kind_of == _FAILED))
    kind[written] = np.where(kind_of[written] == _FAILED, ERROR, TEXT)
    inline[written], texts = _texts(block, words, start[written], end[written])
    return Block(row, col, kind, number, shared, inline, texts)


def _texts(block: bytes, words: Words, start: Ints, end: Ints) -> tuple[NDArray[np.int32], list[bytes]]:
    """Return for each span the position of its bytes in the list of distinct ones, and that list."""
    if not len(start):
        return np.empty(0, np.int32), []
    short = end - start <= _HASHED
    position = np.empty(len(start), np.int32)
    codes, example = distinct_spans(words, start[short], end[short])
    position[short] = codes
    first, last = start[short][example].tolist(), end[short][example].tolist()
    texts = [block[a:b] for a, b in zip(first, last, strict=True)]
    for k in np.flatnonzero(~short).tolist():
        position[k] = len(texts)
        texts.append(block[start[k] : end[k]])
    return position, texts
