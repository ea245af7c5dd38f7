"""The bateria of tables that name none: the title above, the sheet of its own, or the place where ids come twice."""

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from consumo.importing.layouts import TableRows, read_table
from consumo.importing.marks import mark_of
from consumo.importing.table import Table
from consumo.importing.times import time_in

__all__ = ["read_with_baterias"]

_GROUPING: Final = frozenset({"agrupacion", "edificio"})
_LONGEST: Final = 40
_PIECES: Final = re.compile(r"\s+[-–—|]\s+|[:;,(]\s*")


def read_with_baterias(tables: Sequence[Table]) -> list[TableRows]:
    """Read the tables of a file, each with the bateria that stands for it where its rows name none.

    That is the title above that speaks of one (`Torre A`), else the sheet where there is one per bateria. Tables of a
    sheet that still give the same usuario twice in a ciclo are told apart by their titles or their place.
    """
    sheets = {table.sheet.name for table in tables}
    nameless = [name for name in sheets if not any(t.sheet_says_time for t in tables if t.sheet.name == name)]
    several = len(nameless) > 1
    names = [_titled(t) or (t.sheet.name if several and not t.sheet_says_time else None) for t in tables]
    read = [read_table(table, bateria=name) for table, name in zip(tables, names, strict=True)]
    for sheet in sheets:
        places = [k for k, t in enumerate(tables) if t.sheet.name == sheet and t.index("bateria") is None]
        if len(places) > 1 and _clash([read[k].lecturas for k in places]):
            for nth, k in enumerate(places):
                read[k] = read_table(tables[k], bateria=_told_apart(tables[k], nth))
    return read


def _titled(table: Table) -> str | None:
    """Return the piece of a title above that speaks of a group of meters."""
    for title in table.subject.titles:
        for piece in _PIECES.split(title):
            name = piece.strip()
            short = 0 < len(name) <= _LONGEST and time_in(name) is None
            if short and mark_of(name).concepts & _GROUPING and not mark_of(name).foreign:
                return (
                    title.strip() if len(title) <= _LONGEST and _PIECES.search(title) is None else _after(title, name)
                )
    return None


def _after(title: str, name: str) -> str:
    """Return `Torre A`, or what follows a bare word in `Batería: Norte`."""
    if len(name.split()) > 1:
        return name
    rest = title.partition(name)[2].strip(" :-–—|")
    return f"{name} {rest}" if 0 < len(rest) <= _LONGEST else name


def _clash(parts: Sequence[pd.DataFrame]) -> bool:
    """Whether some usuario has different consumption in the same ciclo in two tables."""
    rows = pd.concat([part[["usuario", "ciclo", "kwh"]].drop_duplicates() for part in parts], ignore_index=True)
    return bool(rows.drop_duplicates().duplicated(["usuario", "ciclo"]).any())


def _told_apart(table: Table, nth: int) -> str:
    title = next((title for title in table.subject.titles if len(title) <= _LONGEST and time_in(title) is None), "")
    return title or f"{table.sheet.name} {nth + 1}"
