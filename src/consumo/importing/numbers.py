"""Cells → numbers: Excel numbers as they are, text by the evidence of its whole column; missing is NaN, never 0."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.folding import fold

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


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column of numbers.

    Attributes:
        values: float64, NaN = missing or not a number, shape (n,).
        wrong: positions of the cells that hold something that is not a number.
        ambiguous: whether `1.234` could be read in two ways in the whole column; it was read as thousands.
    """

    values: NDArray[np.float64]
    wrong: list[int]
    ambiguous: bool = False


def read_numbers(cells: Sequence[Any]) -> Numbers:
    """Read a column of cells as numbers.

    Excel numbers are taken as they are. Text is read by the decimal mark that the column as a whole shows:
    `1.234,56`, `1,234.56`, `1 234`, `$2.608.666`, `123-` and `(123)` are understood.

    Args:
        cells: shape (n,).
    """
    values = np.fromiter(
        (c if type(c) is float or type(c) is int else np.nan for c in cells), dtype=np.float64, count=len(cells)
    )
    texts = {k: c for k, c in enumerate(cells) if isinstance(c, str) and c}
    wrong = [k for k, c in enumerate(cells) if type(c) not in {float, int, str}]
    if not texts:
        return Numbers(values, wrong)
    cleaned = {k: _clean(c) for k, c in texts.items() if fold(c) not in MISSING_WORDS}
    comma, ambiguous = _decimal_comma(list(cleaned.values()))
    for k, text in cleaned.items():
        plain = text.replace(".", "").replace(",", ".") if comma else text.replace(",", "")
        if _PLAIN.match(plain):
            values[k] = float(plain)
        else:
            wrong.append(k)
    return Numbers(values, sorted(wrong), ambiguous)


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
