"""Which column means what: header aliases from `aliases.toml`, one column per meaning."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from consumo.importing.dates import parse_month
from consumo.importing.folding import fold
from consumo.importing.mapping import IGNORE, TableMapping

__all__ = ["Meanings", "confirm_columns", "is_total_label", "map_columns", "meaning_of"]

_TOTAL_LABELS: Final = frozenset(
    {
        "total",
        "totales",
        "totais",
        "total geral",
        "suma total",
        "soma",
        "sumatoria",
        "subtotal",
        "subtotales",
        "suma",
        "sumas",
        "total general",
        "gran total",
        "grand total",
        "sum",
    }
)
_EXCLUDED_UNITS: Final = ("kvarh", "kvar", "m3", "kbtu", "reactiva", "therm", "litros", "galones")


@dataclass(frozen=True, eq=False)
class Meanings:
    """The meaning of a header row.

    Attributes:
        columns: by canonical word, the index of its column.
        months: by index of column, the month (`datetime64[M]`) of a wide layout.
        ignored: headers that mean nothing here, by index.
        repeated: headers that mean the same as another column, by index; they are not read.
        numbers: how many cells are numbers that are no month: a row of data has many.
        confirmed: columns whose meaning a person confirmed.
    """

    columns: dict[str, int]
    months: dict[int, Any]
    ignored: dict[int, str]
    repeated: dict[int, str] = field(default_factory=dict)
    numbers: int = 0
    confirmed: frozenset[int] = frozenset()

    @property
    def score(self) -> int:
        """How sure it is that this row is a header: more meanings, more sure; 0 if it cannot be one."""
        words = set(self.columns)
        who = words & {"usuario", "nombre", "medidor", "bateria", "categoria"}
        what = words & {"consumo_kwh", "lectura_actual"}
        if not who or not (what or len(self.months) >= 2):
            return 0
        if self.numbers > len(words) + len(self.months):
            return 0
        return len(words) + len(self.months)


@cache
def _aliases() -> dict[str, dict[str, list[str]]]:
    text = files(__package__).joinpath("aliases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def meaning_of(header: str) -> tuple[str, int] | None:
    """Return the canonical word of a header and the strength of the match, or None.

    Args:
        header: as written; `meaning_of("Lect. Anterior") == ("lectura_anterior", …)`.
    """
    text = fold(header)
    if not text:
        return None
    spaced = f" {text} "
    best: tuple[str, int] | None = None
    for word, alias in _aliases().items():
        if word == "consumo_kwh" and any(unit in text for unit in _EXCLUDED_UNITS):
            continue
        if text in alias["exact"]:
            return word, 1000
        for part in alias["contains"]:
            found = part in text if not part.isalnum() else f" {part} " in spaced
            if found and (best is None or len(part) > best[1]):
                best = word, len(part)
    return best


def map_columns(headers: Mapping[int, Any]) -> Meanings:
    """Map a row of header cells; where two columns mean the same the stronger match wins, then the first.

    Args:
        headers: the filled cells by 0-based column.
    """
    columns: dict[str, int] = {}
    strengths: dict[str, int] = {}
    ignored: dict[int, str] = {}
    repeated: dict[int, str] = {}
    months = _months({k: cell for k, cell in headers.items() if not isinstance(cell, str) or not meaning_of(cell)})
    for index, cell in sorted(headers.items()):
        if index in months:
            continue
        found = meaning_of(cell) if isinstance(cell, str) else None
        if found is None or found[0] in {"dinero", "totalizador"}:
            ignored[index] = str(cell)
        elif found[1] > strengths.get(found[0], 0):
            if found[0] in columns:
                repeated[columns[found[0]]] = str(headers[columns[found[0]]])
            columns[found[0]], strengths[found[0]] = index, found[1]
        else:
            repeated[index] = str(cell)
    numbers = sum(isinstance(cell, float) for k, cell in headers.items() if k not in months)
    return Meanings(columns, months, ignored, repeated, numbers)


def confirm_columns(headers: Mapping[int, Any], found: Meanings, confirmed: TableMapping) -> Meanings:
    """Return `found` with what a person confirmed in its place; columns are known by their header, else by place."""
    folded = {fold(str(cell)): index for index, cell in sorted(headers.items(), reverse=True)}
    chosen = {}
    for column in confirmed.columnas:
        written = fold(column.encabezado)
        same = written == fold(str(headers.get(column.indice, "")))
        index = column.indice if same or not written else folded.get(written)
        if index is not None:
            chosen[index] = column
    columns = {word: index for word, index in found.columns.items() if index not in chosen}
    months = {index: month for index, month in found.months.items() if index not in chosen}
    ignored = {index: text for index, text in found.ignored.items() if index not in chosen}
    repeated = {index: text for index, text in found.repeated.items() if index not in chosen}
    for index, column in chosen.items():
        if column.significado == IGNORE:
            ignored[index] = str(headers.get(index, ""))
        elif column.mes:
            months[index] = parse_month(column.mes)
        else:
            columns[column.significado] = index
    return Meanings(columns, months, ignored, repeated, found.numbers, frozenset(chosen))


def _months(headers: Mapping[int, Any]) -> dict[int, Any]:
    """Return the months among header cells. Bare numbers count only as a run of months: data may look like serials."""
    found = {k: month for k, cell in headers.items() if (month := parse_month(cell)) is not None}
    bare = [k for k in sorted(found) if isinstance(headers[k], float)]
    steps = np.diff(np.array([found[k] for k in bare], dtype="datetime64[M]").astype(np.int64))
    if len(bare) == 1 or not ((steps == 1).all() or (steps == -1).all()):
        for k in bare:
            del found[k]
    if len({str(month) for month in found.values()}) < len(found):
        return {}  # the same month twice: two measures side by side
    return found


def is_total_label(cell: Any) -> bool:
    """Whether a cell says that its row is a total."""
    if not isinstance(cell, str):
        return False
    text = fold(cell)
    return text in _TOTAL_LABELS or text.startswith(("total ", "subtotal ", "suma total", "gran total"))
