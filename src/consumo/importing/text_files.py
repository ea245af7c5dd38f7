"""Delimited text (.csv, .tsv, .txt, .csv.gz) → a sheet of texts: encoding and separator are found out."""

import csv
import gzip
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from consumo.importing.grid import EMPTY, TEXT, Column, Sheet

__all__ = ["read_text_file"]

_BINARY: Final = frozenset({b"PK", b"\xd0\xcf", b"%P"})
_FIGURE: Final = re.compile(r"[-+$ ]*\d[\d.,]*$")
_SAMPLE: Final = 20  # lines looked at to find the separator


def read_text_file(ruta: Path) -> Sheet | None:
    """Read a text file, or return None if it holds something else.

    Raises:
        OSError, EOFError: if a compressed file is damaged.
        ValueError: if it cannot be split into cells.
    """
    content = ruta.read_bytes()
    if ruta.name.lower().endswith(".gz"):
        content = gzip.decompress(content)
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = content.decode("utf-16")
    elif content[:2] in _BINARY or b"\0" in content[:4096]:
        return None
    else:
        text = _decode(content)
    delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    broken = _quote_left_open(rows, delimiter)
    if broken:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_NONE))
    # Where commas separate the cells, a comma cannot be the decimal mark unless quoted: nobody writes those.
    decimal = "." if delimiter == "," and '"' not in text[:100_000] else None
    sheet = _sheet(ruta, rows, decimal)
    return replace(sheet, cut=_is_cut(text, rows), quote_open=broken, longer=_longer_than_header(rows))


def _quote_left_open(rows: list[list[str]], delimiter: str) -> int:
    """Return the line (from 1) of a quote that swallows whole lines, 0 where none does."""
    lengths = [len(row) for row in rows if len(row) > 1]
    usual = max(set(lengths), key=lengths.count, default=0)
    line = 1
    for row in rows:
        for cell in row:
            if "\n" in cell and any(part.count(delimiter) >= max(usual - 1, 1) for part in cell.split("\n")[1:]):
                return line
        line += 1 + sum(cell.count("\n") for cell in row)
    return 0


def _longer_than_header(rows: list[list[str]]) -> tuple[int, int]:
    """Return the first line (from 1) with more cells than the lines above the figures, and how many lines have.

    A decimal comma between commas makes one: `A1,12,5`. Programs that pad their lines pad the header too.
    """
    data = next((k for k, row in enumerate(rows) if len(row) > 1 and any(map(_FIGURE.match, row))), 0)
    width = max((len(row) for row in rows[:data]), default=0)
    longer = [k + 1 for k, row in enumerate(rows[data:], data) if any(cell.strip() for cell in row[width:])]
    return (longer[0], len(longer)) if width > 1 and longer else (0, 0)


def _is_cut(text: str, rows: list[list[str]]) -> bool:
    """Whether the last line ends in the middle: it has fewer cells than the one before, and no end of line."""
    lengths = [len(row) for row in rows if row]
    if len(lengths) < 3 or text.endswith(("\n", "\r")):
        return False
    return 0 < lengths[-1] < lengths[-2]


def _sheet(ruta: Path, rows: list[list[str]], decimal: str | None) -> Sheet:
    lengths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
    flat = np.array([cell for row in rows for cell in row], dtype=object)
    row = np.repeat(np.arange(len(rows)), lengths)
    col = np.arange(len(flat)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    codes, texts = pd.factorize(flat) if len(flat) else (np.empty(0, np.int64), np.empty(0, object))
    kind = np.full(len(flat), TEXT, np.uint8)
    kind[codes < 0] = EMPTY
    number = np.full(len(flat), np.nan)
    cells = Column(kind, number, codes.astype(np.int64), np.array([*texts, ""], dtype=object))
    return Sheet.from_cells(ruta.name, ruta.name.split(".")[0], (row, col), cells, decimal=decimal)


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """Return the separator that splits the first lines most evenly; Spanish Excel writes semicolons."""
    lines = [line for line in text[:100_000].splitlines()[:_SAMPLE] if line.strip()]

    def evenness(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(";\t,|", key=evenness)
