"""The XML of one .xlsx sheet → typed cells, with array operations over the bytes instead of a loop over the cells.

It reads what spreadsheet programs write: no comments, no CDATA, no namespace prefixes, references on every cell.
Anything else raises `UnusualXmlError`, and the general reader takes the file.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.importing.grid import BOOL, DATE, EMPTY, ERROR, NUMBER, TEXT

__all__ = ["Cells", "UnusualXmlError", "decode_text", "scan_cells"]

_CHUNK: Final = 1 << 19  # bytes of XML at a time: the arrays over them stay in the cache of the processor
_WINDOW: Final = 32  # longest run of attributes or digits that is read at once
_PADDING: Final = b"\0" * 64
_OPEN, _CLOSE, _SLASH, _SPACE, _QUOTE = (ord(c) for c in '<>/ "')
_SHARED: Final = 1 << 40  # codes from here on are positions in the shared texts of the workbook
_TYPES: Final = {b"": 0, b"n": 0, b"s": 1, b"str": 2, b"inlineStr": 2, b"b": 3, b"e": 4, b"d": 2}

_KNOWN: Final = np.isin(np.arange(256), np.frombuffer(b"crvfit/e", np.uint8))  # first letters of the tags of a cell

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]


class UnusualXmlError(Exception):
    """The sheet is written in a way that this reader does not know."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells in the order of the file.

    Attributes:
        row, col: 0-based, int64, shape (n,).
        kind: of `grid`, uint8, shape (n,).
        number: float64, shape (n,); of a date, its serial.
        code: index into `texts`, −1 where there is no text, int64, shape (n,).
        texts: the texts of the cells, shared ones first.
    """

    row: Ints
    col: Ints
    kind: NDArray[np.uint8]
    number: NDArray[np.float64]
    code: Ints
    texts: list[str]


def decode_text(raw: bytes) -> str:
    """Return the text of XML character data."""
    text = raw.decode("utf-8").replace("\r\n", "\n")
    return unescape(text) if "&" in text else text


def scan_cells(read: Callable[[int], bytes], *, shared: list[str], date_styles: NDArray[np.bool_]) -> Cells:
    """Read the cells of a sheet.

    Args:
        read: gives the next bytes of the sheet's XML, b"" at its end.
        shared: the workbook's shared texts.
        date_styles: whether each cell style shows a date, shape (n_styles,).

    Raises:
        UnusualXmlError: if the XML has something that this reader does not know.
    """
    inline: dict[bytes, int] = {}
    blocks = [_scan_block(block, date_styles, inline) for block in _row_blocks(read)]
    if not blocks:
        blocks = [_nothing()]
    row, col, kind, number, code = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    from_shared = code >= _SHARED
    if from_shared.any() and code.max() - _SHARED >= len(shared):
        raise UnusualXmlError("shared text out of range")
    code = np.where(from_shared, code - _SHARED, np.where(code >= 0, code + len(shared), -1))
    return Cells(row, col, kind, number, code, [*shared, *map(decode_text, inline)])


def _nothing() -> tuple[NDArray[Any], ...]:
    return tuple(np.empty(0, dtype) for dtype in (np.int64, np.int64, np.uint8, np.float64, np.int64))


def _row_blocks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Yield the sheet's data in blocks of whole rows."""
    head = b""
    while b"<sheetData" not in head:
        more = read(_CHUNK)
        if not more or len(head) > (16 << 20):
            raise UnusualXmlError("no sheetData")
        head += more
    start = head.index(b"<sheetData")
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"<!" in head[:start]:
        raise UnusualXmlError("encoding or document type")
    rest = head[head.index(b">", start) + 1 :]
    if head[head.index(b">", start) - 1] == _SLASH:
        return
    while True:
        end = rest.find(b"</sheetData>")
        if end >= 0:
            yield rest[:end]
            return
        cut = rest.rfind(b"</row>")
        if cut >= 0:
            yield rest[: cut + 6]
            rest = rest[cut + 6 :]
        more = read(_CHUNK)
        if not more or len(rest) > (64 << 20):
            raise UnusualXmlError("rows do not end")
        rest += more


def _scan_block(xml: bytes, date_styles: NDArray[np.bool_], inline: dict[bytes, int]) -> tuple[NDArray[Any], ...]:
    """Return row, col, kind, number, code of the cells of some whole rows."""
    text = np.frombuffer(xml + _PADDING, np.uint8)
    opens, closes = np.flatnonzero(text == _OPEN), np.flatnonzero(text == _CLOSE)
    if len(opens) != len(closes) or (closes < opens).any() or (opens[1:] < closes[:-1]).any():
        raise UnusualXmlError("a bracket in a text")
    first, second = text[opens + 1], text[opens + 2]
    is_cell = (first == ord("c")) & ((second == _SPACE) | (second == _CLOSE))
    if not is_cell.any():
        return _nothing()
    _check_tags(xml, first, second)
    starts, ends = opens[is_cell], closes[is_cell]
    is_row = (first == ord("r")) & (second == ord("o"))
    row_starts = opens[is_row]
    row, row_digits = _rows(text, row_starts, closes[is_row])
    row_of = np.cumsum(is_row)[is_cell] - 1
    if row_of.size and row_of[0] < 0:
        raise UnusualXmlError("a cell outside a row")
    col, attributes = _columns(text, starts, (row_starts[row_of] + len('<row r="'), row_digits[row_of]))
    kind_of, style = _attributes(text, attributes, ends)
    value_start, value_end = _values(text, opens, closes, first, second, is_cell)
    out = _typed(xml, text, (value_start, value_end), kind_of, inline)
    kind, number, code = out
    dated = (kind == NUMBER) & date_styles[np.minimum(style, len(date_styles) - 1)]
    kind[dated] = DATE
    kept = kind != EMPTY
    return row[row_of][kept], col[kept], kind[kept], number[kept], code[kept]


def _check_tags(xml: bytes, first: Bytes, second: Bytes) -> None:
    runs = (first == ord("r")) & (second != ord("o"))  # <r> and <rPh> of rich text; <row> is no such
    if runs.any() or not _KNOWN[first].all():
        raise UnusualXmlError("unknown or rich text")
    if b"_x00" in xml:
        raise UnusualXmlError("escaped control characters")


def _window(text: Bytes, starts: Ints, width: int = _WINDOW) -> NDArray[np.uint8]:
    """Return the `width` bytes from each start, shape (n, width)."""
    windows: NDArray[np.uint8] = np.lib.stride_tricks.sliding_window_view(text, width)[starts]
    return windows


def _digits(text: Bytes, starts: Ints, ends: Ints) -> Ints:
    """Return the whole numbers written in the spans, which hold digits only, at most 18."""
    value = np.zeros(len(starts), np.int64)
    width = int((ends - starts).max(initial=0))
    for k in range(width):
        place = starts + k
        inside = place < ends
        digit = text[np.where(inside, place, 0)].astype(np.int64) - 48
        value = np.where(inside, value * 10 + digit, value)
    return value


def _rows(text: Bytes, opens: Ints, closes: Ints) -> tuple[Ints, Ints]:
    """Return the 0-based number of each row, and how many digits its number has."""
    if not (_window(text, opens, 8) == np.frombuffer(b'<row r="', np.uint8)).all():
        raise UnusualXmlError("a row without its number first")
    window = _window(text, opens + 8, 8)
    digits = (window == _QUOTE).argmax(axis=1)
    if (digits == 0).any() or (opens + 8 + digits > closes).any():
        raise UnusualXmlError("the number of a row")
    return _digits(text, opens + 8, opens + 8 + digits) - 1, digits


def _columns(text: Bytes, starts: Ints, row_number: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Return the 0-based column of each cell, and where the attributes after its reference begin.

    Args:
        text: the bytes.
        starts: where each cell's tag begins.
        row_number: where the number of its row is written, and in how many digits; the reference must repeat it.
    """
    window = _window(text, starts, 10)
    if not (window[:, :6] == np.frombuffer(b'<c r="', np.uint8)).all():
        raise UnusualXmlError("a cell without its reference first")
    letters = window[:, 6:9].astype(np.int64) - 64
    is_letter = (letters >= 1) & (letters <= 26)
    count = 1 + is_letter[:, 1] + (is_letter[:, 1] & is_letter[:, 2])
    col = letters[:, 0]
    col = np.where(count >= 2, col * 26 + letters[:, 1], col)
    col = np.where(count == 3, col * 26 + letters[:, 2], col)
    number, digits = row_number
    quote = starts + 6 + count + digits
    above = (64 - 8 * digits).astype(np.uint64)  # bits of the eight bytes that are not the number's
    written, expected = (_window(text, place, 8).view("<u8")[:, 0] << above for place in (starts + 6 + count, number))
    if not is_letter[:, 0].all() or (text[quote] != _QUOTE).any() or (written != expected).any():
        raise UnusualXmlError("the reference of a cell")
    return col - 1, quote + 1


def _attributes(text: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return the type (see _TYPES) and the style of each cell; few distinct runs of attributes make up a sheet."""
    length = ends - starts
    kind, style = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int64)
    some = np.flatnonzero(length > 0)
    if len(some) == 0:
        return kind, style
    longest = int(length.max())
    if longest > _WINDOW:
        raise UnusualXmlError("long attributes")
    width = -(-longest // 8) * 8
    window = _window(text, starts[some], width)
    window[np.arange(width) >= length[some][:, None]] = 0
    words = window.view(np.uint64)
    mixed = words[:, 0].copy()
    for k in range(1, width // 8):
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) + words[:, k]
    codes, distinct = pd.factorize(mixed)
    example = np.empty(len(distinct), np.int64)
    example[codes[::-1]] = np.arange(len(codes))[::-1]
    if width > 8 and not (words == words[example][codes]).all():
        raise UnusualXmlError("attributes that collide")
    read = np.array([_attribute(window[k].tobytes().rstrip(b"\0")) for k in example.tolist()], np.int64)
    kind[some], style[some] = read[codes, 0], read[codes, 1]
    return kind, style


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


def _values(
    text: Bytes, opens: Ints, closes: Ints, first: Bytes, second: Bytes, is_cell: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Return the span of each cell's value, or of its inline text; empty spans where it has none."""
    cell_of = np.cumsum(is_cell) - 1
    start, end = np.zeros(int(is_cell.sum()), np.int64), np.zeros(int(is_cell.sum()), np.int64)
    plain = (second == _CLOSE) | (second == _SPACE)
    for letter in ("t", "v"):
        tag = np.flatnonzero((first == ord(letter)) & plain & (text[closes - 1] != _SLASH))
        owner = cell_of[tag]
        if letter == "t" and len(np.unique(owner)) < len(owner):
            raise UnusualXmlError("a text in several runs")
        start[owner], end[owner] = closes[tag] + 1, opens[tag + 1]
    return start, end


def _typed(
    xml: bytes, text: Bytes, span: tuple[Ints, Ints], kind_of: Ints, inline: dict[bytes, int]
) -> tuple[NDArray[np.uint8], NDArray[np.float64], Ints]:
    start, end = span
    n = len(start)
    kind, number, code = np.zeros(n, np.uint8), np.full(n, np.nan), np.full(n, -1, np.int64)
    filled = end > start
    numeric = np.flatnonzero(filled & (kind_of == 0))
    kind[numeric], number[numeric] = NUMBER, _floats(text, start[numeric], end[numeric])
    shared = np.flatnonzero(filled & (kind_of == 1))
    kind[shared], code[shared] = TEXT, _SHARED + _digits(text, start[shared], end[shared])
    flag = np.flatnonzero(filled & (kind_of == 3))
    kind[flag], number[flag] = BOOL, text[start[flag]] == ord("1")
    for which, name in ((2, TEXT), (4, ERROR)):
        written = np.flatnonzero(filled & (kind_of == which))
        pairs = zip(start[written].tolist(), end[written].tolist(), strict=True)
        kind[written] = name
        code[written] = [inline.setdefault(xml[a:b], len(inline)) for a, b in pairs]
    return kind, number, code


def _floats(text: Bytes, starts: Ints, ends: Ints) -> NDArray[np.float64]:
    """Return the numbers written in the spans; whole numbers by arithmetic, the others as the C library reads them."""
    length = ends - starts
    if length.max(initial=0) > _WINDOW:
        raise UnusualXmlError("a number of many digits")
    width = max(int(length.max(initial=1)), 1)
    window = _window(text, starts, width)
    outside = np.arange(width) >= length[:, None]
    window[outside] = 48
    whole = (length <= 15) & ((window >= 48) & (window <= 57)).all(axis=1)
    out = np.empty(len(starts))
    out[whole] = _digits(text, starts[whole], ends[whole])
    window[outside] = 0
    rest = np.ascontiguousarray(window[~whole])
    try:
        out[~whole] = rest.view(f"S{width}").ravel().astype(np.float64)
    except ValueError as error:
        raise UnusualXmlError("a number") from error
    return out
