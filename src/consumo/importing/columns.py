"""Which column means what: header aliases from `aliases.toml`, one column per meaning."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from consumo.importing.dates import parse_month
from consumo.importing.folding import fold

__all__ = ["Mapping", "is_total_label", "map_columns", "meaning_of"]

_TOTAL_LABELS: Final = frozenset(
    {"total", "totales", "subtotal", "subtotales", "suma", "sumas", "total general", "gran total", "grand total", "sum"}
)
_INITIALS: Final = frozenset(initial for label in _TOTAL_LABELS for initial in (label[0], label[0].upper()))
_EXCLUDED_UNITS: Final = ("kvarh", "kvar", "m3", "kbtu", "reactiva", "therm", "litros", "galones")


@dataclass(frozen=True, eq=False)
class Mapping:
    """The meaning of a header row.

    Attributes:
        columns: by canonical word, the index of its column.
        months: by index of column, the month (`datetime64[M]`) of a wide layout.
        ignored: headers that mean nothing here, by index.
    """

    columns: dict[str, int]
    months: dict[int, Any]
    ignored: dict[int, str]

    @property
    def score(self) -> int:
        """How sure it is that this row is a header: more meanings, more sure; 0 if it cannot be one."""
        words = set(self.columns)
        who = words & {"usuario", "nombre", "medidor", "bateria", "categoria"}
        what = words & {"consumo_kwh", "lectura_actual"}
        if not who or not (what or len(self.months) >= 2):
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


def map_columns(headers: list[Any]) -> Mapping:
    """Map a row of header cells; where two columns mean the same the stronger match wins, then the first."""
    columns: dict[str, int] = {}
    strengths: dict[str, int] = {}
    months: dict[int, Any] = {}
    ignored: dict[int, str] = {}
    for index, cell in enumerate(headers):
        if cell == "" or cell is None:
            continue
        found = meaning_of(cell) if isinstance(cell, str) else None
        month = None if found else parse_month(cell)
        if month is not None:
            months[index] = month
        elif found is None or found[0] in {"dinero", "totalizador"}:
            ignored[index] = str(cell)
        elif found[1] > strengths.get(found[0], 0):
            if found[0] in columns:
                ignored[columns[found[0]]] = str(headers[columns[found[0]]])
            columns[found[0]], strengths[found[0]] = index, found[1]
        else:
            ignored[index] = str(cell)
    return Mapping(columns, months, ignored)


def is_total_label(cell: Any) -> bool:
    """Whether a cell says that its row is a total."""
    # Every row asks this of every id: only a word that begins like one of the labels is looked at closely.
    if not isinstance(cell, str) or cell.lstrip()[:1] not in _INITIALS:
        return False
    text = fold(cell)
    return text in _TOTAL_LABELS or text.startswith(("total ", "subtotal "))
