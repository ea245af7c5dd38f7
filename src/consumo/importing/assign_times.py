"""Columns headed by a month, a day or a year: consumption, or registers of the meter."""

from dataclasses import replace
from typing import Any, Final

import numpy as np

from consumo.importing.assign_work import LEAST, MEASURES, MONTHS_TO_BE_SURE, Work, best
from consumo.importing.evidence import Floats, adds_up, rises_along_rows
from consumo.importing.folding import fold
from consumo.importing.heads import Head
from consumo.importing.proposal import Reason
from consumo.importing.subject import Subject
from consumo.importing.times import Time
from consumo.importing.years import UNKNOWN_YEAR

__all__ = ["assign_serial_days", "assign_times"]

_FROM: Final = frozenset({"desde", "from", "inicio", "start", "begin", "data inicial", "fecha inicial"})
_TO: Final = frozenset({"hasta", "to", "fin", "end", "until", "final", "data final", "fecha final"})
_DATED: Final = 0.84  # a header that is as sure as this of a date needs no other word
_CICLO_DAYS: Final = (1, 130)  # days of a ciclo, up to a quarter and some


def assign_serial_days(work: Work) -> None:
    """Take two columns of numbers headed «from» and «to» for days as Excel counts them, where they are ciclos apart."""
    edges = {}
    for word, names in (("desde", _FROM), ("hasta", _TO)):
        said = [head for head in work.open() if fold(head.text) in names or head.mark.sure_of(word) >= _DATED]
        heads = [head for head in said if work.profiles[head.index].serials >= 0.9]
        if len(heads) == 1:
            edges[word] = heads[0]
    if len(edges) < 2:
        return
    days = work.profiles[edges["hasta"].index].values - work.profiles[edges["desde"].index].values
    usual = (days >= _CICLO_DAYS[0]) & (days <= _CICLO_DAYS[1])
    if usual[np.isfinite(days)].mean() >= 0.9:
        for word, head in edges.items():
            work.put(head.index, word, 0.85, Reason(clave="valores", evidencia={"significado": word}))


def assign_times(work: Work) -> None:
    """Take the columns that are headed by a month, a day, or a year where no month is said at all."""
    timed = [head for head in work.open() if head.time is not None]
    months = [head for head in timed if head.time is not None and not head.time.is_year]
    chosen = [head for head in (months or timed) if _can_measure(work, head)]
    others = any(
        best(work, head)[0] in MEASURES and not head.mark.foreign for head in work.open() if head not in chosen
    )
    if not chosen or (len(chosen) == 1 and others and not chosen[0].mark.meanings):
        return
    by_day = not _are_months([head.time.day for head in chosen if head.time is not None and head.time.day is not None])
    for head in chosen:
        time = head.time
        if time is None:
            continue
        said = _said(time, by_day=by_day)
        work.put(
            head.index,
            _measure_of(head, work.subject),
            0.95 if time.day is None or not time.bare else 0.8,
            Reason(clave="mes", evidencia={"mes": said}),
            mes=said,
            unidad=head.mark.unit or (work.corner.unit if work.corner else ""),
            grupo=head.group if len({other.group for other in chosen}) > 1 else "",
        )
    _registers(work)


def _measure_of(head: Head, subject: Subject) -> str:
    """Return which measure the figures of a month column are."""
    sure = {word: head.mark.sure_of(word) for word in MEASURES}
    word = max(sure, key=lambda name: sure[name])
    if sure[word] >= LEAST:
        return word
    return "lectura_actual" if subject.readings and not subject.energy else "consumo_kwh"


def _are_months(days: list[Any]) -> bool:
    """Whether days stand for their months: all are the first, or all the last of one."""
    ends = {str(day)[8:] == "01" for day in days}, {str(day + 1)[8:] == "01" for day in days}
    return bool(days) and {True} in ends and len({str(day)[:7] for day in days}) == len(days)


def _said(time: Time, *, by_day: bool) -> str:
    """Return the month, the year or the day of a header as `ColumnProposal.mes` has it."""
    if time.day is not None and by_day:
        return str(time.day)
    if time.is_year:
        return str(time.year)
    return str(time.start() or f"{UNKNOWN_YEAR}{time.month:02d}")


def _can_measure(work: Work, head: Head) -> bool:
    profile = work.profiles[head.index]
    derived = head.mark.concepts & {"total", "promedio"}
    return not head.mark.foreign and not derived and (profile.is_figure or profile.empty)


def _registers(work: Work) -> None:
    """Decide whether month columns without a word of their own are registers or consumption.

    Registers are said so by a column that is the last of them minus the one before, or by rows that all rise along
    five months or more; where rows rise along fewer, a person should look: consumption may do so too.
    """
    wordless = [c for c in work.done.values() if c.mes and not work.heads[c.indice].mark.meanings and not c.grupo]
    ordered = sorted(wordless, key=lambda column: column.mes)
    if len(ordered) < 2:
        return
    series = np.column_stack([work.profiles[column.indice].values for column in ordered])
    initial = [head.index for head in work.open() if best(work, head)[0] == "lectura_anterior"]
    if len(initial) == 1:  # what the meters showed before the first month
        series = np.column_stack([work.profiles[initial[0]].values, series])
    difference = _difference_of_last(work, series)
    if difference is not None:
        unit = difference.mark.unit
        work.put(
            difference.index, "consumo_kwh", 0.9, Reason(clave="diferencia", evidencia={"porcentaje": 100}), unidad=unit
        )
        work.done[difference.index] = replace(work.done[difference.index], mes=ordered[-1].mes)
    elif work.subject.energy or work.corner or not rises_along_rows(series):
        return
    # Consumption is headed by months; a day in the middle of one is when a register was read.
    dated = all(len(column.mes) == len("2025-01-22") for column in ordered)
    sure = 0.9 if difference is not None else 0.8 if dated or initial or len(ordered) >= MONTHS_TO_BE_SURE else 0.5
    work.put_rising(ordered, series, sure)


def _difference_of_last(work: Work, series: Floats) -> Head | None:
    """Return the column that is the last month less the one before, in nearly every row."""
    last = series[:, -1] - series[:, -2]
    for head in work.open():
        if head.time is None and not head.mark.foreign and work.profiles[head.index].is_figure:
            figures = np.column_stack([last])
            if adds_up(figures, work.profiles[head.index].values) and (last[np.isfinite(last)] >= 0).all():
                return head
    return None
