"""What time a header, a title or a name of a sheet says: a day, a month, a year, or a stretch of several months."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np

from consumo.importing.dates import MONTH_WORDS, parse_date, parse_day
from consumo.importing.folding import fold

__all__ = ["Time", "range_in", "time_in", "time_of"]

_YEARS: Final = (1970, 2100)
_LONG_NAME: Final = 5  # letters from which on a word is a month whatever stands beside it
_YEAR_FIRST: Final = re.compile(r"((?:19|20)\d{2})[-/. _]?(0[1-9]|1[0-2])$")
_YEAR_LAST: Final = re.compile(r"(0?[1-9]|1[0-2])[-/. _]((?:19|20)\d{2})$")
_YEAR_ALONE: Final = re.compile(
    r"(?:ano|anio|year|gestion|ejercicio|vigencia|fy)? ?((?:19|20)\d{2})(?: ?(?:p|pr|r|e|prelim\w*))?$"
)
_MONTH_NUMBER: Final = re.compile(r"(?:mes|month|m|periodo|per) ?(0?[1-9]|1[0-2])$")
_QUARTER: Final = re.compile(
    r"(?:(?:q|t|trim|trimestre|quarter) ?([1-4])|([1-4])o? ?(?:q|t|trim|trimestre)) ?(?:de )?((?:19|20)?\d{2})?$"
)
_GLUED: Final = re.compile(r"([a-z]{3,10})(\d{2}|\d{4})$")
_PIECES: Final = re.compile(r"[ /]+")
_DAY_IN_WORDS: Final = r"(\d{1,2})(?: de)? ([a-z]{3,10})"
_WORDED_RANGE: Final = re.compile(
    rf"\b{_DAY_IN_WORDS}(?:(?: de| del)? (\d{{4}}))?"
    r"[ /-]+(?:(?:al|a|hasta|to|ate|e|y) (?:el )?)?"
    rf"{_DAY_IN_WORDS}(?: de| del)? (\d{{4}})\b"
)
DAYS: Final = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}")


@dataclass(frozen=True, slots=True)
class Time:
    """A time as far as it is said.

    Attributes:
        year, month: 0 where not said.
        day: the day, where one is said (`datetime64[D]`).
        months: how many months it lasts; 0 for a year or a day.
        rest: the other words, folded.
        bare: whether it is only a number, which may be something else.
    """

    year: int = 0
    month: int = 0
    day: Any = None
    months: int = 0
    rest: str = ""
    bare: bool = False

    @property
    def is_year(self) -> bool:
        """Whether it is a year and nothing more."""
        return bool(self.year and not self.month and self.day is None)

    def start(self) -> Any:
        """Return the month (`datetime64[M]`), or None where year or month is not said."""
        if self.day is not None:
            return self.day.astype("datetime64[M]")
        return np.datetime64(f"{self.year}-{self.month:02d}", "M") if self.year and self.month else None

    def with_year(self, year: int) -> "Time":
        """Return the same month in that year, where it says no year of its own."""
        return self if self.year or self.day is not None else replace(self, year=year)


def time_of(cell: Any) -> Time | None:
    """Return the time that a header cell says, or None: `Sept-25`, `JAN`, `2023*`, `Consumo enero`, a date, 202509."""
    if isinstance(cell, str):
        return _time_of_text(cell)
    if hasattr(cell, "year") and hasattr(cell, "day"):
        return Time(cell.year, cell.month, day=np.datetime64(cell, "D"))
    return _time_of_number(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else None


def _time_of_number(number: float) -> Time | None:
    if not float(number).is_integer():
        return None
    whole = int(number)
    if _YEARS[0] <= whole <= _YEARS[1]:
        return Time(whole, bare=True)
    if _YEARS[0] * 100 < whole <= _YEARS[1] * 100 + 12 and 1 <= whole % 100 <= 12:
        return Time(whole // 100, whole % 100, months=1, bare=True)
    day = parse_day(whole)
    if day is not None:
        return Time(int(str(day)[:4]), int(str(day)[5:7]), day=day, bare=True)
    return Time(month=whole, months=1, bare=True) if 1 <= whole <= 12 else None


@lru_cache(maxsize=20_000)
def _time_of_text(text: str) -> Time | None:
    bare = text.strip().strip("*'’ ").replace("_", " ")
    if not bare or len(bare) > 60:
        return None
    return _from_figures(bare) or _from_pattern(fold(bare)) or _from_date_among_words(bare) or _from_words(fold(bare))


def _from_figures(bare: str) -> Time | None:
    if match := _YEAR_FIRST.match(bare):
        return Time(int(match[1]), int(match[2]), months=1)
    if match := _YEAR_LAST.match(bare):
        return Time(int(match[2]), int(match[1]), months=1)
    if bare.isdecimal() and len(bare) != 8:
        return None if len(bare) != 4 else _time_of_year(bare)
    day = parse_day(bare)
    return None if day is None else Time(int(str(day)[:4]), int(str(day)[5:7]), day=day)


def _time_of_year(digits: str) -> Time | None:
    return Time(int(digits)) if _YEARS[0] <= int(digits) <= _YEARS[1] else None


def _from_pattern(folded: str) -> Time | None:
    if match := _YEAR_ALONE.match(folded):
        return Time(int(match[1]))
    if match := _MONTH_NUMBER.match(folded):
        return Time(month=int(match[1]), months=1)
    if match := _QUARTER.match(folded):
        return Time(_full_year(match[3]) if match[3] else 0, int(match[1] or match[2]) * 3 - 2, months=3)
    return None


def _from_date_among_words(bare: str) -> Time | None:
    match = DAYS.search(bare)
    day = parse_day(match[0]) if match else None
    if match is None or day is None:
        return None
    return Time(int(str(day)[:4]), int(str(day)[5:7]), day=day, rest=fold(bare.replace(match[0], " ")))


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _from_words(folded: str) -> Time | None:
    """Find one month word, or two that follow each other, with or without a year; the other words are the rest."""
    months: list[int] = []
    year, rest, short = 0, [], True
    before = ""
    for piece in _PIECES.split(folded):
        glued = _GLUED.match(piece)
        if piece in MONTH_WORDS or (glued and glued[1] in MONTH_WORDS):
            word = glued[1] if glued else piece
            months.append(MONTH_WORDS[word])
            short &= len(word) < _LONG_NAME
            year = _full_year(glued[2]) if glued else year
        elif piece.isdecimal() and (
            _YEARS[0] <= int(piece) <= _YEARS[1] or (len(piece) == 2 and before in MONTH_WORDS)
        ):
            year = _full_year(piece)
        elif piece not in {"de", "del", "do", "of", "a"}:
            rest.append(piece)
        before = piece if piece not in {"de", "del", "do", "of"} else before
    follows = len(months) == 2 and months[1] == months[0] % 12 + 1
    if len(months) != 1 and not follows:
        return None
    return Time(year, months[0], months=len(months), rest=" ".join(rest), bare=short and not year and bool(rest))


def time_in(text: str) -> Time | None:
    """Return the month, or else the year, that a title or a name mentions; whole dates say neither."""
    text = DAYS.sub(" ", text.replace("_", "-"))
    if match := re.search(r"(?<!\d)((?:19|20)\d{2})[- ]?(0[1-9]|1[0-2])(?!\d)", text):
        return Time(int(match[1]), int(match[2]), months=1)
    if match := re.search(r"(?<!\d)(0?[1-9]|1[0-2])[-/ ]((?:19|20)\d{2})(?!\d)", text):
        return Time(int(match[2]), int(match[1]), months=1)
    folded = fold(text)
    found = _from_words(folded)
    if found is not None and not found.bare:
        return found
    years = re.findall(r"(?<!\d)((?:19|20)\d{2})(?!\d)", folded)
    return Time(int(years[0])) if len(set(years)) == 1 else None


def days_in(text: str) -> list[Any]:
    """Return the days that a title mentions."""
    return [day for written in DAYS.findall(text) if (day := parse_day(written)) is not None]


def range_in(text: str) -> tuple[Any, Any] | None:
    """Return the two days that a title or a cell mentions, or None: `22/09/2025 al 22/10/2025`, `15 ENE - 14 FEB 2025`.

    Figures say the day before the month unless only the other way round makes two days.
    """
    written = DAYS.findall(text)
    for month_first in (False, True) if len(written) == 2 else ():
        first, last = (parse_date(one, month_first=month_first) for one in written)
        if first is not None and last is not None:
            return (first, last) if first < last else None
    return _range_in_words(fold(text))


@lru_cache(maxsize=20_000)
def _range_in_words(folded: str) -> tuple[Any, Any] | None:
    match = _WORDED_RANGE.search(folded)
    if match is None or match[2] not in MONTH_WORDS or match[5] not in MONTH_WORDS:
        return None
    first, last = MONTH_WORDS[match[2]], MONTH_WORDS[match[5]]
    year = int(match[6])
    begins = parse_date(f"{match[1]}/{first}/{match[3] or year - (first > last)}")
    ends = parse_date(f"{match[4]}/{last}/{year}")
    return (begins, ends) if begins is not None and ends is not None and begins < ends else None
