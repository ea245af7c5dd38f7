"""The XML of one .xlsx sheet → typed cells, with array operations over the bytes instead of a loop over the cells.

It reads what spreadsheet programs write: no comments, no CDATA, no namespace prefixes, references on every cell.
Anything else raises `UnusualXmlError`, and the general reader takes the file.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.grid import DATE, column_index
from consumo.importing.merged import Range
from consumo.importing.xlsx_block import Block, scan_block
from consumo.importing.xlsx_error import UnusualXmlError

__all__ = ["Cells", "UnusualXmlError", "decode_text", "scan_cells"]

_CHUNK: Final = 1 << 20  # bytes of XML at a time: few arrays over them, on threads that seldom wait for each other
_THREADS: Final = 2
_HEAD: Final = 16 << 20  # bytes in which the rows must begin
_TAIL: Final = 16 << 20  # bytes behind the rows that are looked at
_RANGE: Final = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_ROW: Final = 64 << 20  # bytes in which a row must end


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells in the order of the file.

    Attributes:
        row, col: 0-based, int32, shape (n,).
        kind: of `grid`, uint8, shape (n,).
        number: float64, shape (n,); of a date, its serial.
        code: index into `texts`, −1 where there is no text, int32, shape (n,).
        texts: the texts of the cells, shared ones first.
        merged: ranges of merged cells.
    """

    row: NDArray[np.int32]
    col: NDArray[np.int32]
    kind: NDArray[np.uint8]
    number: NDArray[np.float64]
    code: NDArray[np.int32]
    texts: list[str]
    merged: list[Range]


def decode_text(raw: bytes) -> str:
    """Return the text of XML character data.

    Raises:
        UnusualXmlError: if it has a character in Excel's own writing, `_x000D_`.
    """
    if b"_x" in raw:
        raise UnusualXmlError("escaped control characters")
    text = raw.decode("utf-8").replace("\r\n", "\n")
    return unescape(text) if "&" in text else text


def scan_cells(
    read: Callable[[int], bytes], *, shared: list[str], date_styles: NDArray[np.bool_], epoch: int = 0
) -> Cells:
    """Read the cells of a sheet.

    Args:
        read: gives the next bytes of the sheet's XML, b"" at its end.
        shared: the workbook's shared texts.
        date_styles: whether each cell style shows a date, shape (n_styles,).
        epoch: added to the serial of each date [days].

    Raises:
        UnusualXmlError: if the XML has something that this reader does not know.
    """
    inline: dict[bytes, int] = {}
    blocks: list[tuple[NDArray[np.int32], ...]] = []
    kinds, numbers = [np.empty(0, np.uint8)], [np.empty(0)]
    tail = bytearray()
    for block in _scanned(_row_blocks(read, tail), date_styles):
        blocks.append((block.row, block.col, _codes(block, len(shared), inline)))
        kinds.append(block.kind)
        numbers.append(block.number)
    row, col, code = (np.concatenate([np.empty(0, np.int32), *(block[k] for block in blocks)]) for k in range(3))
    kind, number = np.concatenate(kinds), np.concatenate(numbers)
    if epoch:
        number[kind == DATE] += epoch
    return Cells(row, col, kind, number, code, [*shared, *map(decode_text, inline)], _merged(bytes(tail)))


def _merged(tail: bytes) -> list[Range]:
    """Return the ranges of merged cells that stand behind the rows."""
    out: list[Range] = []
    for first, top, last, bottom in _RANGE.findall(tail):
        left, right = column_index(first.decode()), column_index(last.decode())
        if left is not None and right is not None:
            out.append((int(top) - 1, left, int(bottom) - 1, right))
    return out


def _scanned(blocks: Iterator[bytes], date_styles: NDArray[np.bool_]) -> Iterator[Block]:
    """Scan the blocks on threads while the next ones are inflated: both leave the interpreter to others."""
    with ThreadPoolExecutor(_THREADS) as pool:
        ahead: deque[Future[Block]] = deque()
        for rows in blocks:
            try:
                ahead.append(pool.submit(scan_block, rows, date_styles))
            except RuntimeError as error:  # no thread can be started
                raise MemoryError from error
            if len(ahead) > 2 * _THREADS:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _codes(block: Block, n_shared: int, inline: dict[bytes, int]) -> NDArray[np.int32]:
    """Return the position of each cell's text in the texts of the sheet, shared ones first."""
    code = block.shared
    if code.max(initial=-1) >= n_shared:
        raise UnusualXmlError("shared text out of range")
    if block.texts:
        known = [inline.setdefault(text, len(inline)) + n_shared for text in block.texts]
        code = np.where(block.inline >= 0, np.array(known, np.int32)[block.inline], code)
    return code


def _row_blocks(read: Callable[[int], bytes], tail: bytearray) -> Iterator[bytes]:
    """Yield the sheet's data in blocks of whole rows; what comes behind them is put into `tail`."""
    rest = _after_head(read)
    while rest is not None:
        end = rest.find(b"</sheetData>")
        if end >= 0:
            tail += rest[end:]
            while more := read(_CHUNK):
                if len(tail) < _TAIL:
                    tail += more
            yield rest[:end]
            return
        cut = rest.rfind(b"</row>")
        if cut >= 0:
            yield rest[: cut + 6]
            rest = rest[cut + 6 :]
        more = read(_CHUNK)
        if not more or len(rest) > _ROW:
            raise UnusualXmlError("rows do not end")
        rest += more


def _after_head(read: Callable[[int], bytes]) -> bytes | None:
    """Return what was read behind `<sheetData>`; None if the sheet has no rows."""
    head, start, begin = b"", -1, -1
    while begin < 0:
        more = read(_CHUNK)
        if not more or len(head) > _HEAD:
            raise UnusualXmlError("no sheetData")
        head += more
        start = head.find(b"<sheetData")
        begin = head.find(b">", start) if start >= 0 else -1
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"<!" in head[:start]:
        raise UnusualXmlError("encoding or document type")
    return None if head[begin - 1] == ord("/") else head[begin + 1 :]
