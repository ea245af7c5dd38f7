"""Numbers and texts in spans of a block of bytes, read eight bytes at a time by array operations.

Eight bytes are one unsigned integer, the first byte its lowest: masks, shifts and multiplications then work on eight
digits at once (D. Lemire, «Faster eight-digit parsing», 2018).
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.importing.xlsx_error import UnusualXmlError

__all__ = ["PADDING", "Bytes", "Ints", "Words", "before_first", "distinct_spans", "floats", "whole_numbers", "words_of"]

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

PADDING: Final = b"\0" * 64  # around a block, so that eight bytes can be read at each of its ends
_LONGEST_NUMBER: Final = 32
_HIGH: Final = np.uint64(0xF0F0F0F0F0F0F0F0)
_ZEROS: Final = np.uint64(0x3030303030303030)  # '00000000'
_SIXES: Final = np.uint64(0x0606060606060606)
_ONES: Final = np.uint64(0x0101010101010101)
_TOPS: Final = np.uint64(0x8080808080808080)
_FIRST: Final = np.array([0, *((1 << (8 * k)) - 1 for k in range(1, 8)), (1 << 64) - 1], np.uint64)  # of k bytes
_MASKS: Final = [_FIRST[np.clip(np.arange(65) - 8 * k, 0, 8)] for k in range(8)]  # of the nth part, by length
_FEW: Final = 12  # distinct spans up to which comparing beats hashing
_POWERS: Final = 10.0 ** np.arange(16)  # exact
_EXACT: Final = 15  # digits that a float holds exactly


def words_of(block: bytes) -> Words:
    """Return the eight bytes from each place of the block as one number, shape (len(block) − 7,)."""
    return np.ndarray((len(block) - 7,), "<u8", buffer=block, strides=(1,))


def before_first(words: Words, byte: int) -> Ints:
    """Return how many bytes come before the first one that is `byte`, 8 where none is."""
    found = words ^ (_ONES * np.uint64(byte))
    mark = (found - _ONES) & ~found & _TOPS  # the top bit of the first 0, and perhaps of bytes behind it
    return (np.bitwise_count((mark & (~mark + np.uint64(1))) - np.uint64(1)) >> 3).astype(np.int64)


def _digits(words: Words, start: Ints, end: Ints) -> tuple[Words, NDArray[np.bool_]]:
    """Return the whole numbers in the spans of 1 to 8 bytes, and where there is nothing but digits."""
    outside = _FIRST[8 - (end - start)]
    written = (words[end - 8] & ~outside) | (_ZEROS & outside)
    right = ((written & _HIGH) == _ZEROS) & (((written + _SIXES) & _HIGH) == _ZEROS)
    value = ((written ^ _ZEROS) * np.uint64(2561)) >> np.uint64(8)
    value = ((value & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601)) >> np.uint64(16)
    value = ((value & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001)) >> np.uint64(32)
    return value, right


def _whole(words: Words, start: Ints, end: Ints) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the whole numbers of 1 to 15 digits in the spans, and where there is nothing else."""
    length = end - start
    fits = (length >= 1) & (length <= _EXACT)
    split = np.maximum(start, end - 8)
    value, right = _digits(words, np.where(fits, split, end - 1), end)
    out = value.astype(np.float64)
    long = np.flatnonzero(fits & (length > 8))
    if len(long):
        above, also = _digits(words, start[long], split[long])
        out[long] += above.astype(np.float64) * 1e8
        right[long] &= also
    return out, right & fits


def whole_numbers(words: Words, start: Ints, end: Ints) -> Ints:
    """Return the whole numbers written in the spans.

    Raises:
        UnusualXmlError: if there is anything but 1 to 15 digits in one.
    """
    value, right = _whole(words, start, end)
    if not right.all():
        raise UnusualXmlError("a whole number")
    return value.astype(np.int64)


def floats(text: Bytes, words: Words, start: Ints, end: Ints) -> NDArray[np.float64]:
    """Return the numbers written in the spans, each the float that is nearest to what is written.

    Raises:
        UnusualXmlError: if one is no finite number, or is longer than 32 bytes.
    """
    out, done = _whole(words, start, end)
    rest = np.flatnonzero(~done)
    if len(rest):
        out[rest] = _signed(text, words, start[rest], end[rest])
    return out


def _signed(text: Bytes, words: Words, start: Ints, end: Ints) -> NDArray[np.float64]:
    negative = text[start] == ord("-")
    value, done = _decimals(words, start + negative, end)
    rest = np.flatnonzero(~done)
    value[negative] *= -1
    if len(rest):
        value[rest] = _slowly(text, start[rest], end[rest])
    return value


def _decimals(words: Words, start: Ints, end: Ints) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Read `12.75` as 1275 / 100: with at most 15 digits both are exact, and so the quotient is the nearest float."""
    before = before_first(words[start], ord("."))
    dot = np.minimum(start + before, end)
    after = end - dot - 1
    fits = (before >= 1) & (before < 8) & (after >= 1) & (before + after <= _EXACT)
    some = np.flatnonzero(fits)
    value = np.zeros(len(start))
    left, right_left = _whole(words, start[some], dot[some])
    right, right_right = _whole(words, dot[some] + 1, end[some])
    scale = _POWERS[after[some]]
    value[some] = (left * scale + right) / scale
    fits[some] = right_left & right_right
    whole = np.flatnonzero(~fits & (end > start))  # a whole number after its minus
    value[whole], fits[whole] = _whole(words, start[whole], end[whole])
    return value, fits


def _slowly(text: Bytes, start: Ints, end: Ints) -> NDArray[np.float64]:
    length = end - start
    width = int(length.max(initial=1))
    if width > _LONGEST_NUMBER:
        raise UnusualXmlError("a number of many digits")
    window = np.lib.stride_tricks.sliding_window_view(text, width)[start]
    window[np.arange(width) >= length[:, None]] = 0
    try:
        value: NDArray[np.float64] = window.view(f"S{width}").ravel().astype(np.float64)
    except ValueError as error:
        raise UnusualXmlError("a number") from error
    if not np.isfinite(value).all():
        raise UnusualXmlError("a number that is not finite")
    return value


def distinct_spans(words: Words, start: Ints, end: Ints) -> tuple[NDArray[np.intp], Ints]:
    """Tell which spans of at most 64 bytes hold the same bytes, by a hash that is then verified.

    Returns:
        For each span the position of its example, shape (n,), and for each example the index of its span.
    """
    length = end - start
    parts = [_part(words, start, length, k) for k in range(max(-(-int(length.max(initial=0)) // 8), 1))]
    key = parts[0]
    for part in parts[1:]:
        key = (key ^ (key >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) + part
    codes, example = _distinct(key)
    # One part is its own key, and as no byte of XML is 0 it tells the length too.
    if len(parts) > 1 and not all((part == part[example][codes]).all() for part in parts):
        raise UnusualXmlError("texts that collide")
    return codes, example


def _distinct(key: Words) -> tuple[NDArray[np.intp], Ints]:
    """Return the position of each key in the list of distinct ones, and where each of these comes first."""
    codes = np.empty(len(key), np.intp)
    example: list[int] = []
    left = np.arange(len(key))
    while len(left) and len(example) < _FEW:
        same = key[left] == key[left[0]]
        codes[left[same]] = len(example)
        example.append(int(left[0]))
        left = left[~same]
        if len(example) == 2 and len(left) > len(key) // 2:
            break  # many distinct ones
    if not len(left):
        return codes, np.array(example, np.int64)
    codes, found = pd.factorize(key)
    first = np.empty(len(found), np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, first


def _part(words: Words, start: Ints, length: Ints, nth: int) -> Words:
    """Return the `nth` eight bytes of each span, zero behind its end."""
    place = np.minimum(start + 8 * nth, len(words) - 1) if nth else start
    part: Words = words[place] & _MASKS[nth][length]
    return part
