"""What the values of a column look like: figures, dates, months, ids, a row counter; judged by a sample of its rows."""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.dates import parse_date, parse_month
from consumo.importing.folding import fold
from consumo.importing.grid import BOOL, DATE, NUMBER, Column
from consumo.importing.marks import mark_of, unit_of
from consumo.importing.numbers import read_numbers
from consumo.importing.times import range_in, time_of

__all__ = ["COMMODITIES", "ELECTRIC", "Profile", "profile_of", "sample_rows"]

_HEAD: Final = 300  # rows of the sample from the top; as many again are spread over the rest


ELECTRIC: Final = re.compile(r"\b(electric\w*|eletric\w*|energia activa|energia ativa|active energy|activa|luz|kwh)\b")
"""Words of electricity in folded text."""

COMMODITIES: Final = frozenset({"reactiva", "agua", "gas", "demanda", "generada", "dinero", "emisiones"})
"""What else a row of a table of several services can be about."""


@dataclass(frozen=True, eq=False)
class Profile:
    """The values of a column; shares are of its filled cells that do not say «no data».

    Attributes:
        rows: rows of the sample.
        filled: cells that hold a value.
        numeric, dated, monthly, yearly: share of figures, of days, of months (with or without year), of years.
        whole: share of the figures that are whole numbers.
        first_days: share of the days that are the first of a month.
        counts_up: whether it counts the rows 1, 2, 3 …
        distinct: number of different values.
        units: share of texts that name a unit or another magnitude.
        serials: share of whole numbers that can be days counted by Excel.
        timely: share of days and of such numbers together.
        electric, foreign: share of texts that speak of electricity, and of another magnitude (gas, water, reactive).
        values: the figures, NaN where there is none, shape (rows,).
    """

    rows: int
    filled: int
    numeric: float
    dated: float
    monthly: float
    yearly: float
    whole: float
    first_days: float
    counts_up: bool
    distinct: int
    units: float
    serials: float
    timely: float
    electric: float
    foreign: float
    values: NDArray[np.float64]

    @property
    def empty(self) -> bool:
        """Whether no cell of the sample holds a value."""
        return self.filled == 0

    @property
    def is_figure(self) -> bool:
        """Whether half of the values or more are figures."""
        return self.numeric >= 0.5


def sample_rows(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the first rows and some spread over the rest."""
    if len(rows) <= 2 * _HEAD:
        return rows
    spread = np.linspace(_HEAD, len(rows) - 1, _HEAD).astype(np.intp)
    sample: NDArray[np.intp] = rows[np.concatenate([np.arange(_HEAD), spread])]
    return sample


def profile_of(cells: Column) -> Profile:
    """Return the profile of the cells of a sample."""
    numbers = read_numbers(cells)
    says_missing = np.zeros(len(cells), np.bool_)
    says_missing[numbers.missing] = True
    filled = cells.filled & ~says_missing
    n = int(filled.sum())
    rows, codes, texts = cells.distinct_texts()
    of_text = {
        "date": np.array([_is_day(text) for text in texts], np.bool_),
        "month": np.array([_is_month(text) for text in texts], np.bool_),
        "unit": np.array([_is_unit(text) for text in texts], np.bool_),
        "electric": np.array([bool(ELECTRIC.search(fold(text))) for text in texts], np.bool_),
        "foreign": np.array([mark_of(text).foreign in COMMODITIES for text in texts], np.bool_),
    }
    masks = {name: np.zeros(len(cells), np.bool_) for name in of_text}
    for name, says in of_text.items():
        masks[name][rows] = says[codes] if len(texts) else False
    number = np.where(cells.kind == NUMBER, cells.number, np.nan)
    small = np.isfinite(number) & (number == np.floor(number))
    # A file of text has such a number as text: it is no more a day there than in a workbook. Registers look like it.
    among = (numbers.values >= 20_000) & (numbers.values <= 80_000)
    as_text = masks["date"] & among & (numbers.values == np.floor(numbers.values))
    masks["date"] &= ~as_text
    serial = (small & (number >= 20_000) & (number <= 80_000)) | as_text
    compact = small & (number >= 19_500_101) & (number <= 21_001_231)
    year_month = small & (number >= 190_001) & (number <= 220_012) & (number % 100 >= 1) & (number % 100 <= 12)
    dated = (cells.kind == DATE) | masks["date"] | compact
    monthly = dated | masks["month"] | year_month | (small & (number >= 1) & (number <= 12))
    figures = np.isfinite(numbers.values) & (cells.kind != DATE) & (cells.kind != BOOL)
    values = np.where(figures, numbers.values, np.nan)
    whole = figures & (values == np.floor(values))
    yearly = figures & whole & (values >= 1970) & (values <= 2100)
    share = _Shares(n)
    return Profile(
        rows=len(cells),
        filled=n,
        numeric=share(figures & filled),
        dated=share(dated & filled),
        monthly=share(monthly & filled),
        yearly=share(yearly & filled),
        whole=float(whole.sum() / max(figures.sum(), 1)),
        first_days=_first_days(cells),
        counts_up=_counts_up(values[filled]),
        distinct=_distinct(cells, filled),
        units=share(masks["unit"] & filled),
        serials=share(serial),
        timely=share((dated | serial) & filled),
        electric=share(masks["electric"] & ~masks["foreign"] & filled),
        foreign=share(masks["foreign"] & filled),
        values=values,
    )


class _Shares:
    def __init__(self, of: int) -> None:
        self._of = of

    def __call__(self, mask: NDArray[np.bool_]) -> float:
        return float(mask.sum() / self._of) if self._of else 0.0


def _is_day(text: str) -> bool:
    return parse_date(text, year=2000) is not None or parse_date(text, month_first=True) is not None


def _is_month(text: str) -> bool:
    if range_in(text) is not None:
        return True
    time = time_of(text)
    return parse_month(text) is not None or (time is not None and bool(time.month) and not time.rest)


def _is_unit(text: str) -> bool:
    return bool(unit_of(text)) or bool(mark_of(text).foreign)


def _first_days(cells: Column) -> float:
    days = cells.number[cells.kind == DATE]
    rows, codes, texts = cells.distinct_texts()
    parsed = [parse_date(text) for text in texts]
    firsts = np.array([day is not None and str(day).endswith("-01") for day in parsed], np.bool_)
    known = np.array([day is not None for day in parsed], np.bool_)
    total = len(days) + (int(known[codes].sum()) if len(rows) else 0)
    if not total:
        return 0.0
    dates = np.datetime64("1899-12-30", "D") + days.astype(np.int64)
    first = (dates == dates.astype("datetime64[M]").astype("datetime64[D]")).sum()
    return float((int(first) + (int(firsts[codes].sum()) if len(rows) else 0)) / total)


def _counts_up(values: NDArray[np.float64]) -> bool:
    if len(values) < 3 or not np.isfinite(values).all():
        return False
    return bool(values[0] in {0, 1} and (np.diff(values[:_HEAD]) == 1).all())


def _distinct(cells: Column, filled: NDArray[np.bool_]) -> int:
    keys = np.where(cells.code >= 0, cells.code.astype(np.float64) + 0.5, cells.number)
    return len(np.unique(keys[filled]))
