"""Columns that are one series each: classes of customers under a measure, usuarios beside a column of months."""

import numpy as np

from consumo.importing.assign_work import MEASURES, MONTHS_TO_BE_SURE, Work, best, has_measure
from consumo.importing.evidence import rises_along_rows
from consumo.importing.heads import Head
from consumo.importing.mapping import IGNORE
from consumo.importing.proposal import Reason

__all__ = ["assign_groups", "assign_transposed"]


def assign_groups(work: Work) -> None:
    """Take the same measure under several groups (classes of customers, feeders) as one series per group."""
    counted = [h for h in work.open() if h.group and work.profiles[h.index].is_figure and "cliente" in h.mark.concepts]
    if len({head.group for head in counted}) > 1:
        for head in counted:
            work.put(head.index, IGNORE, 0.9, Reason(clave="otra_magnitud", evidencia={"magnitud": "conteo"}))
    for word in MEASURES:
        same = [head for head in work.open() if best(work, head)[0] == word and not head.mark.foreign]
        totals = [head for head in same if "total" in head.mark.concepts]
        parts = [head for head in same if head.group and "total" not in head.mark.concepts]
        if len(parts) < 2 or len({head.group for head in parts}) < len(parts):
            continue
        for head in parts:
            reason = Reason(clave="grupo", evidencia={"grupo": head.group})
            work.put(head.index, word, best(work, head)[1], reason, grupo=head.group, unidad=head.mark.unit)
        for head in totals:
            work.put(head.index, IGNORE, 0.9, Reason(clave="total"), unidad=head.mark.unit, grupo=word)


def assign_transposed(work: Work) -> None:
    """Take columns headed by ids beside a column of dates or months as one usuario each."""
    rows_are_times = any(work.column(word) is not None for word in ("ciclo", "hasta", "anio"))
    if has_measure(list(work.done.values())) or not rows_are_times:
        return
    series = [
        head for head in work.heads.values() if head.text and not head.mark.foreign and _is_open_to_series(work, head)
    ]
    if len(series) < 2:
        return
    for head in series:
        reason = Reason(clave="grupo", evidencia={"grupo": head.text})
        if "total" in head.mark.concepts:
            work.put(head.index, IGNORE, 0.9, Reason(clave="total"), grupo="consumo_kwh")
        else:
            work.put(head.index, "consumo_kwh", 0.75, reason, grupo=head.text, unidad=head.mark.unit)
    _registers_down(work, [head.index for head in series if "total" not in head.mark.concepts])


def _registers_down(work: Work, indices: list[int]) -> None:
    """Take the series for registers where nearly all rise from row to row, as they do along months in a wide sheet."""
    if work.subject.energy or work.corner or any(work.heads[index].mark.sure_of("consumo_kwh") for index in indices):
        return
    series = np.vstack([work.profiles[index].values for index in indices])
    if not rises_along_rows(series):
        return
    sure = 0.8 if series.shape[1] >= MONTHS_TO_BE_SURE else 0.5
    work.put_rising([work.done[index] for index in indices], series, sure)


def _is_open_to_series(work: Work, head: Head) -> bool:
    column = work.done.get(head.index)
    names = {"usuario", "bateria", "nombre", "medidor", "categoria", "entregado_kwh"}
    return work.profiles[head.index].is_figure and (column is None or column.significado in names)
