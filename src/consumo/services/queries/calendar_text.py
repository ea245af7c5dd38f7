"""The dates of a calendar as ISO text, worked out once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consumo.domain.ciclo import Calendar
from consumo.services.queries.per_version import once_per_version

__all__ = ["CalendarText", "calendar_text", "iso"]


@dataclass(frozen=True, eq=False)
class CalendarText:
    """First days, days after the last and lengths [d] of the ciclos, as JSON shows them."""

    desde: list[str]
    hasta: list[str]
    dias: list[int]


@once_per_version
def calendar_text(calendar: Calendar) -> CalendarText:
    """Return the texts of `calendar`."""
    return CalendarText(iso(calendar.desde), iso(calendar.hasta), calendar.dias.tolist())


def iso(days: NDArray[np.datetime64]) -> list[str]:
    """Return dates as ISO text."""
    return np.datetime_as_string(days, unit="D").tolist()  # type: ignore[no-any-return]
