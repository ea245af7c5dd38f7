"""Cells → dates and months: real dates, Excel serials, ISO, day/month/year and `Sept-25`."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.folding import fold
from consumo.importing.grid import DATE, NUMBER, Column
from consumo.importing.numbers import MISSING_WORDS

__all__ = ["ambiguous_dates", "parse_date", "parse_month", "read_dates"]

_EPOCH: Final = np.datetime64("1899-12-30", "D")
_SERIALS: Final = (20_000, 80_000)  # 1954 to 2119: what an Excel serial of a reading can be
_MONTH_WORDS: Final = {
    word: number
    for number, words in enumerate(
        (
            ("ene", "enero", "jan", "january", "janeiro"),
            ("feb", "febrero", "february", "fev", "fevereiro"),
            ("mar", "marzo", "march", "marco"),
            ("abr", "abril", "apr", "april"),
            ("may", "mayo", "mai", "maio"),
            ("jun", "junio", "june", "junho"),
            ("jul", "julio", "july", "julho"),
            ("ago", "agosto", "aug", "august"),
            ("sep", "sept", "set", "septiembre", "setiembre", "september", "setembro"),
            ("oct", "octubre", "october", "out", "outubro"),
            ("nov", "noviembre", "november", "novembro"),
            ("dic", "diciembre", "dec", "december", "dez", "dezembro"),
        ),
        start=1,
    )
    for word in words
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_DMY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})(?: .*)?$")
_YEAR_MONTH = re.compile(r"(\d{4})[-/. ]?(\d{2})$")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})$")
_WORD_YEAR = re.compile(r"([a-z]+) ?(?:de |del )?(\d{4}|\d{2})$")
_DAY_WORD_YEAR = re.compile(r"(\d{1,2}) ?(?:de )?([a-z]+) ?(?:de |del )?(\d{4}|\d{2})$")


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> np.datetime64 | None:
    try:
        return np.datetime64(date(year, month, day), "D")
    except ValueError:
        return None


def parse_date(cell: Any, *, month_first: bool = False) -> np.datetime64 | None:
    """Read one cell as a day, or None.

    Args:
        cell: a date, an Excel serial, or text.
        month_first: read `03/04/2025` as March 4th.
    """
    if isinstance(cell, datetime):
        return np.datetime64(cell.date(), "D")
    if isinstance(cell, date):
        return np.datetime64(cell, "D")
    if isinstance(cell, str):
        return _parse_text(cell.strip(), month_first=month_first)
    return _from_serial(cell)


def _from_serial(cell: Any) -> np.datetime64 | None:
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return None
    return _EPOCH + int(cell) if _SERIALS[0] <= cell <= _SERIALS[1] else None


def _parse_text(text: str, *, month_first: bool) -> np.datetime64 | None:
    if iso := _ISO.match(text):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if dmy := _DMY.match(text):
        day, month = (dmy[2], dmy[1]) if month_first else (dmy[1], dmy[2])
        return _day(_year(dmy[3]), int(month), int(day))
    if (worded := _DAY_WORD_YEAR.match(fold(text))) and worded[2] in _MONTH_WORDS:
        return _day(_year(worded[3]), _MONTH_WORDS[worded[2]], int(worded[1]))
    return _from_serial(int(text)) if text.isdigit() else None


def read_dates(cells: Column | Sequence[Any]) -> tuple[NDArray[np.datetime64], list[int]]:
    """Read a column of dates, deciding day/month against month/day from the column as a whole.

    Returns:
        Days, NaT where missing or not a date, shape (n,); and the positions of the cells that are not dates.
    """
    column = cells if isinstance(cells, Column) else Column.of(cells)
    out = np.full(len(column), np.datetime64("NaT"), dtype="datetime64[D]")
    in_range = (column.number >= _SERIALS[0]) & (column.number <= _SERIALS[1])
    serial = (column.kind == DATE) | ((column.kind == NUMBER) & in_range)
    out[serial] = _EPOCH + column.number[serial].astype(np.int64)
    wrong = column.filled & ~serial
    rows, codes, texts = column.distinct_texts()
    if texts:
        month_first = _month_first(texts)
        nat = np.datetime64("NaT", "D")
        parsed = [parse_date(text, month_first=month_first) for text in texts]
        days = np.array([nat if day is None else day for day in parsed], dtype="datetime64[D]")
        out[rows] = days[codes]
        missing = np.array([fold(text) in MISSING_WORDS for text in texts], np.bool_)
        wrong[rows[~np.isnat(days[codes]) | missing[codes]]] = False
    return out, np.flatnonzero(wrong).tolist()


def _month_first(texts: Sequence[str]) -> bool:
    """Whether some text has a second part over 12 and none has a first part over 12."""
    pairs = [(int(m[1]), int(m[2])) for c in texts if (m := _DMY.match(c.strip()))]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def ambiguous_dates(column: Column) -> int:
    """Return how many texts of a column could be day/month or month/day; 0 where one of them decides for all."""
    rows, codes, texts = column.distinct_texts()
    pairs = [(int(m[1]), int(m[2])) if (m := _DMY.match(text)) else (0, 0) for text in texts]
    if any(max(pair) > 12 for pair in pairs):
        return 0
    open_to_doubt = np.array([a != b for a, b in pairs], np.bool_)
    return int(open_to_doubt[codes].sum()) if len(rows) else 0


def parse_month(cell: Any) -> np.datetime64 | None:
    """Read one cell as a month (`datetime64[M]`), or None: `Sept-25`, `2025-09`, `9/2025`, a date, a serial."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 190_001 <= cell <= 220_012:
        cell = str(int(cell))
    if isinstance(cell, str):
        text = fold(cell.strip().rstrip("*")).replace("/", " ")
        parts = cell.strip().rstrip("*")
        if (match := _YEAR_MONTH.match(parts)) and 1 <= int(match[2]) <= 12 and 1900 <= int(match[1]) <= 2200:
            return np.datetime64(f"{match[1]}-{match[2]}", "M")
        if (match := _MONTH_YEAR.match(parts)) and 1 <= int(match[1]) <= 12:
            return np.datetime64(f"{match[2]}-{int(match[1]):02d}", "M")
        if (match := _WORD_YEAR.match(text)) and match[1] in _MONTH_WORDS:
            return np.datetime64(f"{_year(match[2])}-{_MONTH_WORDS[match[1]]:02d}", "M")
        if (match := re.match(r"(\d{4}) ([a-z]+)$", text)) and match[2] in _MONTH_WORDS:
            return np.datetime64(f"{match[1]}-{_MONTH_WORDS[match[2]]:02d}", "M")
    day = parse_date(cell)
    return None if day is None else day.astype("datetime64[M]")
