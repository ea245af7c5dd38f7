"""The calendar of the ciclos to come: inferred from those that were, or as somebody gives it."""

from typing import TYPE_CHECKING

import numpy as np

from consumo.domain.ciclo import Calendar
from consumo.domain.errors import ParameterError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["calendar_of_frame", "future_of"]


def future_of(calendar: Calendar, horizonte: int, given: Calendar | None = None) -> Calendar:
    """Return the next `horizonte` ciclos.

    Args:
        calendar: the closed ciclos.
        horizonte: how many.
        given: dates that somebody knows, of which those after the last closed ciclo count; what they leave open is
            inferred from all ciclos together.

    Raises:
        ParameterError: if given ciclos are not in order, overlap, or begin within the last closed one.
    """
    if given is None or len(given) == 0 or len(calendar) == 0:
        return calendar.extend(horizonte)
    late = given.hasta > calendar.hasta[-1]
    first, last = given.desde[late][:horizonte], given.hasta[late][:horizonte]
    before = np.concatenate([calendar.hasta[-1:], last[:-1]]) if len(first) else first
    wrong = np.flatnonzero((first < before) | (last <= first))
    if len(wrong):
        k = int(wrong[0])
        raise ParameterError(
            "calendario",
            f"{first[k]} – {last[k]}",
            f"un ciclo que empiece el {before[k]} o después y termine más tarde",
            f"a ciclo that begins on {before[k]} or later and ends after that",
        )
    dates = [np.concatenate(parts) for parts in ((calendar.desde, first), (calendar.hasta, last))]
    inferred = calendar.extend(len(first)).ids
    known = Calendar(calendar.ids + inferred, *dates)
    rest = known.extend(horizonte - len(first))
    return Calendar(inferred + rest.ids, np.concatenate([first, rest.desde]), np.concatenate([last, rest.hasta]))


def calendar_of_frame(df: "pd.DataFrame") -> Calendar:
    """Return the calendar of a table with the columns `desde, hasta` (dates, or ISO text), a row per ciclo.

    Raises:
        ParameterError: if a column is missing or a date cannot be read.
    """
    try:
        desde, hasta = (np.asarray(df[name], dtype="datetime64[D]") for name in ("desde", "hasta"))
    except (KeyError, ValueError, TypeError) as error:
        expected = "columnas desde, hasta con fechas AAAA-MM-DD"
        raise ParameterError(
            "calendario", str(error), expected, "columns desde, hasta with dates YYYY-MM-DD"
        ) from error
    if np.isnat(desde).any() or np.isnat(hasta).any():
        raise ParameterError("calendario", "", "una fecha en cada celda", "a date in every cell")
    return Calendar.from_dates(desde, hasta)
