"""What the titles above a table and the name of its sheet say of it: a month, a unit, another magnitude than energy."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from consumo.importing.folding import fold
from consumo.importing.marks import mark_of, unit_of
from consumo.importing.times import DAYS, Time, days_in, range_in, time_in

__all__ = ["Subject", "subject_of"]

_ENERGY: Final = re.compile(r"\b(energia|energy|electric\w*|eletric\w*|luz|[kmgt]?wh|consumo general)\b")
_FOREIGN: Final = frozenset(
    {"dinero", "reactiva", "agua", "gas", "demanda", "emisiones", "conteo", "generada", "presupuesto"}
)
_OF_ENERGY: Final = frozenset({"conteo", "dinero"})  # counted and billed with energy, but no energy
_READINGS: Final = ("lectura", "leitura", "reading", "registro")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is said of a table outside it.

    Attributes:
        titles: the titles, lowest first.
        time: the month or year that they say, None where none or several.
        days: the first and the last day that a title gives, or None.
        unit: unit of energy, ''.
        foreign: another magnitude, where energy is not mentioned, ''.
        energy: whether energy is mentioned.
        readings: whether readings are mentioned.
    """

    titles: tuple[str, ...]
    time: Time | None
    days: tuple[Any, Any] | None
    unit: str
    foreign: str
    energy: bool
    readings: bool


def subject_of(titles: Sequence[str], sheet: str, archivo: str) -> Subject:
    """Return what titles (lowest first), the sheet's name and the file's name say."""
    base = PurePath(archivo).name.partition(".")[0]
    texts = [*titles, sheet]
    joined = " ".join(fold(text) for text in texts)
    energy = bool(_ENERGY.search(joined))
    marks = [mark_of(text[:120]) for text in texts]
    foreign = next((mark.foreign for mark in marks if mark.foreign in _FOREIGN), "")
    unit = next((unit for text in titles if (unit := unit_of(text))), "")
    times = [time for text in (*texts, base) if (time := time_in(text)) is not None]
    return Subject(
        titles=tuple(titles),
        time=_merged(times),
        days=next((days for text in texts if (days := range_in(text)) is not None), None) or _edges(titles),
        unit=unit,
        foreign="" if unit or (energy and foreign not in _OF_ENERGY) else foreign,
        energy=energy,
        readings=any(word in joined for word in _READINGS),
    )


def _edges(titles: Sequence[str]) -> tuple[Any, Any] | None:
    """Return the days of the two readings where two titles say one each, the earlier and the later."""
    said: dict[str, Any] = {}
    for text in titles:
        days, concepts = days_in(text), mark_of(DAYS.sub(" ", text)).concepts
        if len(days) == 1 and len(concepts & {"antes", "ahora"}) == 1:
            said.setdefault("antes" if "antes" in concepts else "ahora", days[0])
    return (said["antes"], said["ahora"]) if len(said) == 2 and said["antes"] < said["ahora"] else None


def _merged(times: list[Time]) -> Time | None:
    """Return the nearest month that is said, with the nearest year if it has none of its own; or the nearest year."""
    month = next((time for time in times if time.month), None)
    year = next((time.year for time in times if time.year), 0)
    if month is None:
        return Time(year) if year else None
    return month.with_year(year) if year else month
