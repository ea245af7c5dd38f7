"""Columns told by their figures: readings and their difference, sums, averages, parts of a whole."""

from dataclasses import replace
from typing import Final

import numpy as np

from consumo.importing.assign_work import LEAST, MEASURES, Work, best, is_wide
from consumo.importing.evidence import Difference, adds_up, averages, find_difference
from consumo.importing.mapping import IGNORE
from consumo.importing.proposal import Reason

__all__ = ["assign_by_difference", "assign_derived", "assign_parts", "settle_previous_and_current"]

_RISING: Final = 0.95  # share of the rows in which a register rises
_ROWS_TO_BE_SURE: Final = 5  # fewer rows rise by chance


def assign_parts(work: Work) -> None:
    """Take the column that adds up several of consumption for the consumption; else the bands of hours, to be added."""
    same = [h for h in work.open() if best(work, h)[0] == "consumo_kwh" and not h.mark.foreign and h.time is None]
    if len(same) < 2 or is_wide(list(work.done.values())):
        return
    for whole in same if len(same) > 2 else ():
        others = [head for head in same if head is not whole]
        if adds_up(np.column_stack([work.profiles[h.index].values for h in others]), work.profiles[whole.index].values):
            work.put(whole.index, "consumo_kwh", 0.95, Reason(clave="suma"), unidad=whole.mark.unit)
            for head in others:
                work.put(head.index, IGNORE, 0.9, Reason(clave="parte"))
            return
    bands = [head for head in same if "franja" in head.mark.concepts]
    if len(bands) == len(same):
        for head in bands:
            work.put(head.index, "consumo_parcial", best(work, head)[1], Reason(clave="parte"), unidad=head.mark.unit)


def assign_by_difference(work: Work) -> None:
    """Let the figures decide which columns are readings and which is their difference."""
    if any(column.grupo for column in work.done.values()):
        return
    candidates = {
        index: work.profiles[index].values
        for index, head in work.heads.items()
        if work.profiles[index].is_figure
        and not head.mark.foreign
        and not work.profiles[index].counts_up
        and not _is_settled(work, index)
    }
    factor = work.column("factor")
    if factor is not None:
        candidates[factor] = work.profiles[factor].values
    found = find_difference(candidates, factor)
    if found is None or not _may_be_readings(work, found):
        return
    reason = Reason(clave="diferencia", evidencia={"porcentaje": round(found.share * 100)})
    roles = {"lectura_anterior": found.before, "lectura_actual": found.after, "consumo_kwh": found.consumption}
    if factor is None and found.factor is not None:
        work.put(found.factor, "factor", 0.75, reason)
    for word in MEASURES:
        holder = work.column(word)
        if holder is not None and holder not in roles.values():
            del work.done[holder]
    for word, index in roles.items():
        head = work.heads[index]
        sure = max(0.97 if head.mark.sure_of(word) >= LEAST else 0.75, 0.0)
        work.put(index, word, sure, reason, unidad=head.mark.unit)


def _may_be_readings(work: Work, found: Difference) -> bool:
    """Whether two columns of which a third is the difference are readings: a total less a part is no reading.

    Their headers say so, or say nothing at all and the figures stand well above their difference.
    """
    heads = [work.heads[found.before], work.heads[found.after]]
    if any(max(head.mark.sure_of("lectura_anterior"), head.mark.sure_of("lectura_actual")) >= LEAST for head in heads):
        return True
    level = np.nanmedian(work.profiles[found.before].values)
    step = np.nanmedian(work.profiles[found.consumption].values)
    return not any(head.mark.meanings or head.mark.concepts for head in heads) and bool(level > step)


def _is_settled(work: Work, index: int) -> bool:
    column = work.done.get(index)
    if column is None:
        return False
    dated = column.significado in {"desde", "hasta"} and "fecha" not in work.heads[index].mark.concepts
    return bool(column.mes) or not (column.significado in MEASURES or column.significado == "anio" or dated)


def settle_previous_and_current(work: Work) -> None:
    """Decide what «consumo anterior» and «consumo actual» are where no third column is their difference.

    They are readings where nearly every row rises from one to the other by little; else two consumptions, of which
    the current one counts.
    """
    before, after = work.column("lectura_anterior"), work.column("lectura_actual")
    current = work.column("consumo_kwh")
    if before is None or after is not None or current is None:
        return
    first, second = work.profiles[before].values, work.profiles[current].values
    known = np.isfinite(first) & np.isfinite(second)
    step = (second - first)[known]
    said = "ahora" in work.heads[current].mark.concepts
    rises = len(step) > 0 and (step >= 0).mean() >= _RISING and np.median(step) < np.median(first[known]) / 2
    reason = Reason(clave="valores", evidencia={"significado": "lectura_actual"})
    if said and rises:
        del work.done[current]
        work.put(current, "lectura_actual", 0.75 if len(step) >= _ROWS_TO_BE_SURE else 0.5, reason)
        return
    del work.done[before]
    work.put(before, IGNORE, 0.8, Reason(clave="sin_significado"))
    if said and len(step) < _ROWS_TO_BE_SURE:
        work.done[current] = replace(work.done[current], confianza=0.5)


def assign_derived(work: Work) -> None:
    """Tell the columns that add up or average the months or the groups."""
    parts = [c.indice for c in work.done.values() if c.significado == "consumo_kwh" and (c.mes or c.grupo)]
    if len(parts) < 2:
        return
    figures = np.column_stack([work.profiles[index].values for index in parts])
    for head in work.open():
        profile = work.profiles[head.index]
        if not profile.is_figure or head.mark.foreign not in {"", "promedio"}:
            continue
        if "total" in head.mark.concepts or adds_up(figures, profile.values):
            work.put(head.index, IGNORE, 0.9, Reason(clave="total"), grupo="consumo_kwh", unidad=head.mark.unit)
        elif averages(figures, profile.values):
            work.put(head.index, IGNORE, 0.9, Reason(clave="promedio"))
