"""Cells → dates and months: real dates, Excel serials, ISO, day/month/year and `Sept-25`."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.folding import fold

__all__ = ["parse_date", "parse_month", "read_dates"]

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


def read_dates(cells: Sequence[Any]) -> tuple[NDArray[np.datetime64], list[int]]:
    """Read a column of dates, deciding day/month against month/day from the column as a whole.

    Returns:
        Days, NaT where missing or not a date, shape (n,); and the positions of the cells that are not dates.
    """
    month_first = _month_first(cells)
    known: dict[Any, np.datetime64 | None] = {}
    out = np.full(len(cells), np.datetime64("NaT"), dtype="datetime64[D]")
    wrong = []
    for k, cell in enumerate(cells):
        if cell == "" or cell is None:
            continue
        if cell not in known:
            known[cell] = parse_date(cell, month_first=month_first)
        day = known[cell]
        if day is None:
            wrong.append(k)
        else:
            out[k] = day
    return out, wrong


def _month_first(cells: Sequence[Any]) -> bool:
    """Whether some text has a second part over 12 and none has a first part over 12."""
    pairs = [(int(m[1]), int(m[2])) for c in set(cells) if isinstance(c, str) and (m := _DMY.match(c.strip()))]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


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
