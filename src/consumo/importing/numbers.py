"""Cells → numbers: Excel numbers as they are, text by the evidence of its whole column; missing is NaN, never 0."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.importing.folding import fold
from consumo.importing.grid import BOOL, DATE, ERROR, NUMBER, Column

__all__ = ["MISSING_WORDS", "Numbers", "read_numbers"]

MISSING_WORDS: Final = frozenset(
    {
        "", "s", "sd", "s/d", "sin dato", "sin datos", "sin lectura", "no data", "not available", "n/a", "na", "nd",
        "n/d", "nan", "null", "none", "no disponible", "pendiente", "sem dados", "#n/a", "#div/0", "#ref", "#value",
        "#name", "#num", "#null",
    }
)  # fmt: skip
"""Folded words that say that there is no value."""

_NOISE = re.compile(r"[\s\u00a0\u202f$€'’]|kwh|kw|clp|cop|usd|r\$|s/\.?", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$")
_BRACKETED = re.compile(r"\((.*)\)$")


_MACHINE: Final = frozenset("0123456789.-+eE")


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column of numbers.

    Attributes:
        values: float64, NaN = missing or not a number, shape (n,).
        wrong: positions of the cells that hold something that is not a number.
        missing: positions of the cells that say in words that there is no value.
        ambiguous: whether `1.234` could be read in two ways in the whole column; it was read as thousands.
    """

    values: NDArray[np.float64]
    wrong: list[int]
    missing: list[int]
    ambiguous: bool = False


def read_numbers(cells: Column | Sequence[Any], *, decimal: str | None = None) -> Numbers:
    """Read a column of cells as numbers.

    Excel numbers are taken as they are. Text is read by the decimal mark that the column as a whole shows:
    `1.234,56`, `1,234.56`, `1 234`, `$2.608.666`, `123-` and `(123)` are understood.

    Args:
        cells: shape (n,).
        decimal: the decimal mark of numbers written as text, where it is known.
    """
    column = cells if isinstance(cells, Column) else Column.of(cells)
    known: Numbers | None = column.read.get(decimal)
    if known is None:
        known = column.read[decimal] = _read(column, decimal)
        known.values.flags.writeable = False  # whoever asks next gets the same
    return known


def _read(column: Column, decimal: str | None) -> Numbers:
    values = np.where(column.kind == NUMBER, column.number, np.nan)
    wrong = (column.kind == DATE) | (column.kind == BOOL) | (column.kind == ERROR)
    rows, codes, texts = column.distinct_texts()
    if not texts:
        return Numbers(values, np.flatnonzero(wrong).tolist(), [])
    if decimal == "." and _MACHINE.issuperset("".join(texts)):
        known = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").to_numpy(np.float64)
        is_missing, ambiguous = np.zeros(len(texts), np.bool_), False
    else:
        is_missing = np.array([_says_missing(text) for text in texts], np.bool_)
        cleaned = ["" if gone else _clean(text) for text, gone in zip(texts, is_missing.tolist(), strict=True)]
        comma, ambiguous = _decimal_comma([text for text in cleaned if text])
        if decimal is not None:
            comma, ambiguous = decimal == ",", False
        known = np.array([_parse(text, comma=comma) for text in cleaned])
    values[rows] = known[codes]
    unread = np.isnan(known) & ~is_missing
    wrong[rows[unread[codes]]] = True
    return Numbers(values, np.flatnonzero(wrong).tolist(), rows[is_missing[codes]].tolist(), ambiguous)


def _says_missing(text: str) -> bool:
    return fold(text) in MISSING_WORDS or not any(c.isalnum() for c in text)


def _parse(text: str, *, comma: bool) -> float:
    plain = text.replace(".", "").replace(",", ".") if comma else text.replace(",", "")
    return float(plain) if _PLAIN.match(plain) else float("nan")


def _clean(text: str) -> str:
    bare = _NOISE.sub("", text)
    inside = _BRACKETED.match(bare)
    if inside:
        bare = "-" + inside.group(1)
    return "-" + bare[:-1] if bare.endswith("-") else bare


def _decimal_comma(texts: list[str]) -> tuple[bool, bool]:
    """Return whether the comma is the decimal mark in this column, and whether that is a guess."""
    votes = {True: 0, False: 0}
    grouped = 0
    for text in texts:
        dots, commas = text.count("."), text.count(",")
        if dots and commas:
            votes[text.rfind(",") > text.rfind(".")] += 1
        elif commas > 1 or dots > 1:
            votes[dots > 1] += 1
        elif dots + commas == 1:
            whole, _, decimals = text.replace(",", ".").lstrip("+-").partition(".")
            if len(decimals) == 3 and 1 <= len(whole) <= 3 and whole != "0":
                grouped += 1 if dots else 0
                votes[True] += 0 if dots else 1
            else:
                votes[commas == 1] += 1
    if votes[True] == votes[False] == 0:
        # Only values like `1.234`: in the Spanish-speaking world the point groups thousands.
        return grouped > 0, grouped > 0
    return votes[True] > votes[False], False
