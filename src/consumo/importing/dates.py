"""Cells → days and months: real dates, Excel serials, ISO, `20250922`, day/month/year, `22-sept` and `Sept-25`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.folding import fold
from consumo.importing.grid import DATE, NUMBER, Column
from consumo.importing.numbers import MISSING_WORDS

__all__ = ["MONTH_WORDS", "Days", "date_order", "parse_date", "parse_day", "parse_month", "read_dates"]

_EPOCH: Final = np.datetime64("1899-12-30", "D")
_NAT: Final = np.datetime64("NaT", "D")
_SERIALS: Final = (20_000, 80_000)  # 1954 to 2119: what an Excel serial of a reading can be
_COMPACT: Final = (19_500_101, 21_001_231)  # 20250922 as a number
MONTH_WORDS: Final = {
    word: number
    for number, words in enumerate(
        (
            ("ene", "enero", "jan", "january", "janeiro", "jane"),
            ("feb", "febrero", "february", "fev", "fevereiro", "febr"),
            ("mar", "marzo", "march", "marco", "mzo"),
            ("abr", "abril", "apr", "april"),
            ("may", "mayo", "mai", "maio"),
            ("jun", "junio", "june", "junho"),
            ("jul", "julio", "july", "julho"),
            ("ago", "agosto", "aug", "august", "agto", "agost"),
            ("sep", "sept", "set", "septiembre", "setiembre", "september", "setembro", "septbre"),
            ("oct", "octubre", "october", "out", "outubro", "octbre"),
            ("nov", "noviembre", "november", "novembro", "novbre"),
            ("dic", "diciembre", "dec", "december", "dez", "dezembro", "dicbre"),
        ),
        start=1,
    )
    for word in words
}
"""Names of the months, whole and cut, in Spanish, Portuguese and English, folded."""

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_SHORT = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})(?: .*)?$")
_YEAR_MONTH = re.compile(r"(\d{4})[-/. ]?(\d{2})$")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})$")
_WORD_YEAR = re.compile(r"([a-z]+) ?(?:de |del |of )?(\d{4}|\d{2})$")
_YEAR_WORD = re.compile(r"(\d{4}) ([a-z]+)$")
_DAY_WORD = re.compile(r"(\d{1,2}) ?(?:de )?([a-z]+)(?: ?(?:de |del )?(\d{4}|\d{2}))?(?: \d{1,2} \d{2}.*)?$")
_WORD_DAY = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})$")


@dataclass(frozen=True, eq=False)
class Days:
    """A column of dates.

    Attributes:
        values: NaT where missing or not a date, `datetime64[D]`, shape (n,).
        wrong: positions of the cells that hold something that is not a date.
        yearless: positions of the cells whose year is not said and was taken from elsewhere.
    """

    values: NDArray[np.datetime64]
    wrong: list[int]
    yearless: list[int]


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> np.datetime64 | None:
    try:
        return np.datetime64(date(year, month, day), "D")
    except ValueError:
        return None


def parse_day(cell: Any) -> np.datetime64 | None:
    """Read one cell as a day, day before month, or None."""
    return parse_date(cell)


def parse_date(cell: Any, *, month_first: bool = False, year: int | None = None) -> np.datetime64 | None:
    """Read one cell as a day, or None.

    Args:
        cell: a date, an Excel serial, `20250922`, or text.
        month_first: read `03/04/2025` as March 4th.
        year: of texts that say none (`22-sept`).
    """
    if isinstance(cell, datetime):
        return np.datetime64(cell.date(), "D")
    if isinstance(cell, date):
        return np.datetime64(cell, "D")
    if isinstance(cell, str):
        return _parse_text(cell.strip(), month_first=month_first, year=year)
    return _from_number(cell)


def _from_number(cell: Any) -> np.datetime64 | None:
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return None
    if _SERIALS[0] <= cell <= _SERIALS[1]:
        return _EPOCH + int(cell)
    if _COMPACT[0] <= cell <= _COMPACT[1] and float(cell).is_integer():
        whole = int(cell)
        return _day(whole // 10_000, whole // 100 % 100, whole % 100)
    return None


def _parse_text(text: str, *, month_first: bool, year: int | None) -> np.datetime64 | None:
    if text.isdecimal():
        return _from_number(int(text)) if len(text) <= 8 else None
    if iso := _ISO.match(text):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if short := _SHORT.match(text):
        day, month = (short[2], short[1]) if month_first else (short[1], short[2])
        return _day(_year(short[3]), int(month), int(day))
    folded = fold(text)
    if (worded := _DAY_WORD.match(folded)) and worded[2] in MONTH_WORDS:
        said = _year(worded[3]) if worded[3] else year
        return None if said is None else _day(said, MONTH_WORDS[worded[2]], int(worded[1]))
    if (worded := _WORD_DAY.match(folded)) and worded[1] in MONTH_WORDS:
        return _day(int(worded[3]), MONTH_WORDS[worded[1]], int(worded[2]))
    return None


def _says_no_year(text: str) -> bool:
    worded = _DAY_WORD.match(fold(text))
    return bool(worded and worded[2] in MONTH_WORDS and not worded[3])


def read_dates(cells: Column | Sequence[Any], *, order: str = "dma", year: int | None = None) -> Days:
    """Read a column of dates.

    Args:
        cells: shape (n,).
        order: `dma` reads `03/04/2025` as April 3rd, `mda` as March 4th.
        year: of texts that say none.
    """
    column = cells if isinstance(cells, Column) else Column.of(cells)
    out = np.full(len(column), _NAT, dtype="datetime64[D]")
    in_range = (column.number >= _SERIALS[0]) & (column.number <= _SERIALS[1])
    serial = (column.kind == DATE) | ((column.kind == NUMBER) & in_range)
    out[serial] = _EPOCH + column.number[serial].astype(np.int64)
    for k in np.flatnonzero((column.kind == NUMBER) & ~in_range).tolist():
        out[k] = _from_number(float(column.number[k])) or _NAT
    wrong = column.filled & np.isnat(out)
    rows, codes, texts = column.distinct_texts()
    yearless: list[int] = []
    if texts:
        parsed = [parse_date(text, month_first=order == "mda", year=year) for text in texts]
        days = np.array([_NAT if day is None else day for day in parsed], dtype="datetime64[D]")
        out[rows] = days[codes]
        missing = np.array([fold(text) in MISSING_WORDS for text in texts], np.bool_)
        wrong[rows[~np.isnat(days[codes]) | missing[codes]]] = False
        open_year = np.array([_says_no_year(text) for text in texts], np.bool_)
        yearless = rows[open_year[codes] & ~np.isnat(days[codes])].tolist()
    return Days(out, np.flatnonzero(wrong).tolist(), yearless)


def date_order(columns: Sequence[Column]) -> tuple[str, int]:
    """Decide day/month against month/day from columns of one table together.

    Returns:
        `dma` or `mda`, and how many texts could be read either way because no text decides; 0 where one does.
    """
    first = second = doubtful = 0
    for column in columns:
        rows, codes, texts = column.distinct_texts()
        pairs = [(int(m[1]), int(m[2])) if (m := _SHORT.match(text.strip())) else (0, 0) for text in texts]
        first += sum(a > 12 >= b for a, b in pairs)
        second += sum(b > 12 >= a for a, b in pairs)
        open_to_doubt = np.array([a != b for a, b in pairs], np.bool_)
        doubtful += int(open_to_doubt[codes].sum()) if len(rows) else 0
    if first or second:
        return ("mda" if second > first else "dma"), 0
    return "dma", doubtful


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
        if (match := _WORD_YEAR.match(text)) and match[1] in MONTH_WORDS:
            return np.datetime64(f"{_year(match[2])}-{MONTH_WORDS[match[1]]:02d}", "M")
        if (match := _YEAR_WORD.match(text)) and match[2] in MONTH_WORDS:
            return np.datetime64(f"{match[1]}-{MONTH_WORDS[match[2]]:02d}", "M")
    day = parse_date(cell)
    return None if day is None else day.astype("datetime64[M]")
