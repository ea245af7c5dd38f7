"""The year of month columns that say none: from a title, a sheet or the file; else from when the file was saved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from consumo.importing.proposal import ColumnProposal
from consumo.importing.subject import Subject

__all__ = ["UNKNOWN_YEAR", "with_years", "year_before"]

UNKNOWN_YEAR = "????-"
"""How the month of a column begins whose year is not known."""


def with_years(
    columns: Sequence[ColumnProposal], subject: Subject, saved: date | None
) -> tuple[tuple[ColumnProposal, ...], bool]:
    """Return the columns with the year of each month, and whether that year is a guess.

    Months follow each other from left to right: where one is not after the one before, a new year begins.

    Args:
        columns: of a table; months without a year begin with `UNKNOWN_YEAR`.
        subject: what the titles say.
        saved: day on which the file was saved, where known: the last month is then the last one that had ended.
    """
    groups: dict[str, list[ColumnProposal]] = {}
    for column in columns:
        if column.mes.startswith(UNKNOWN_YEAR):
            groups.setdefault(column.grupo, []).append(column)
    months: dict[int, str] = {}
    guessed = False
    for group in groups.values():
        offsets, wraps = _years_passed([int(column.mes[5:7]) for column in group])
        said = subject.time.year if subject.time else 0
        first = said or year_before(saved, int(group[offsets.index(max(offsets))].mes[5:7])) - max(offsets)
        guessed |= wraps or not said
        if first > 0:
            months |= {c.indice: f"{first + o}-{c.mes[5:]}" for c, o in zip(group, offsets, strict=True)}
    return tuple(replace(c, mes=months[c.indice]) if c.indice in months else c for c in columns), guessed


def year_before(saved: date | None, month: int) -> int:
    """Return the year of the last such month that had begun when a file was saved; 0 where that is not known."""
    return 0 if saved is None else saved.year - (month > saved.month)


def _years_passed(months: Sequence[int]) -> tuple[list[int], bool]:
    """Return how many years after the first each month is, and whether a new year begins among them."""
    offsets, year = [], 0
    falling = sum(b < a for a, b in pairwise(months)) > len(months) / 2
    for k, month in enumerate(months):
        if k and (month > months[k - 1] if falling else month < months[k - 1]):
            year += -1 if falling else 1
        offsets.append(year)
    lowest = min(offsets, default=0)
    return [offset - lowest for offset in offsets], year != 0
