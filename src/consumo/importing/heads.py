"""The header of each column, put together from its rows: what it says, its time, its group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from consumo.importing.headers import Header, is_numbering
from consumo.importing.marks import Mark, mark_of
from consumo.importing.row_marks import marks_of_row
from consumo.importing.times import Time, time_of

__all__ = ["Head", "heads_of"]

_KEYS: Final = ("usuario", "nombre", "bateria", "medidor", "ciclo", "anio")
_KEY_SURE: Final = 0.7  # from here on a header is the name of a key, over which no group reaches


@dataclass(frozen=True, slots=True)
class Head:
    """The header of one column.

    Attributes:
        index: 0-based column.
        text: the header as written, its rows joined by « / »; '' where it has none.
        mark: what it says besides the time.
        time: the month, day or year that it names, None where it names none.
        group: the words above it that mean nothing here (a class of customers, a feeder), '' where there are none.
    """

    index: int
    text: str
    mark: Mark
    time: Time | None
    group: str


def heads_of(header: Header, columns: Iterable[int]) -> list[Head]:
    """Return the heads of some columns, in their order."""
    wanted = list(columns)
    rows = [row for row in header.cells if not is_numbering(row)] or [{}]
    above = [_spread(row, rows[k + 1 :], wanted) for k, row in enumerate(rows[:-1])]
    levels = [*above, rows[-1]]
    return [_head(index, [level[index] for level in levels if index in level]) for index in wanted]


def _spread(row: Mapping[int, Any], below: Iterable[Mapping[int, Any]], columns: list[int]) -> dict[int, Any]:
    """Give each cell of an upper row to the columns at its right up to the next one, as merged cells mean.

    A cell reaches over columns that have a header of their own below, and not over those that name a key.
    """
    filled = sorted(row)
    names = list(below)
    out: dict[int, Any] = dict(row)
    if len(filled) == 1 and filled[0] == min(columns, default=-1):
        return out  # a title over the first column
    for index in columns:
        owner = max((column for column in filled if column <= index), default=None)
        if owner is None or index in row:
            continue
        leaf = next((level[index] for level in reversed(names) if index in level), None)
        if leaf is None or _is_key(leaf):
            continue
        out[index] = row[owner]
    return out


def _is_key(cell: Any) -> bool:
    mark = mark_of(cell) if isinstance(cell, str) else None
    return mark is not None and any(mark.sure_of(word) >= _KEY_SURE for word in _KEYS)


def _head(index: int, cells: list[Any]) -> Head:
    """Join the cells of one column from the top down."""
    time: Time | None = None
    words: list[str] = []
    groups: list[str] = []
    for cell in cells:
        found = time_of(cell)
        if isinstance(cell, str) and (found is None or not marks_of_row({0: cell}).times):
            found = found if found is not None and found.day is not None and not found.rest else None
        if found is not None:
            time = _joined(time, found)
            words += [found.rest] if found.rest else []
        elif isinstance(cell, str):
            words.append(cell)
        else:
            groups.append(_shown(cell))
    mark, unsaid = _understood(words)
    groups += unsaid
    text = " / ".join(_shown(cell) for cell in cells)
    return Head(index, text, mark, time, " ".join(groups))


def _shown(cell: Any) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _joined(first: Time | None, second: Time) -> Time:
    """Join a year above with a month below, or the other way round; a day says all by itself."""
    if first is None or second.day is not None:
        return second
    if first.is_year:
        return second.with_year(first.year) if not second.is_year else second
    return first.with_year(second.year) if second.is_year else second


def _understood(words: list[str]) -> tuple[Mark, list[str]]:
    """Return what the words say together or the lowest of them alone, and those that say nothing."""
    if not words:
        return Mark(""), []
    marks = [mark_of(word) for word in words]
    spoken = [word for word, mark in zip(words, marks, strict=True) if mark.speaks]
    unsaid = [word for word, mark in zip(words, marks, strict=True) if not mark.speaks]
    candidates = [mark_of(" ".join(spoken[k:])) for k in range(len(spoken))] or [marks[-1]]
    best = max(candidates, key=lambda mark: mark.meanings[0][1] if mark.meanings else 0.0)
    foreign = next((mark.foreign for mark in reversed(marks) if mark.foreign), "")
    unit = best.unit or next((mark.unit for mark in reversed(marks) if mark.unit), "")
    concepts = frozenset().union(*(mark.concepts for mark in marks))
    return Mark(" ".join(words), best.meanings, foreign, unit, concepts, best.unknown), unsaid if spoken else []
