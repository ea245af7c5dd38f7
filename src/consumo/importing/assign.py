"""Headers and values → what each column means, why, how sure that is, and what else it could mean."""

from collections.abc import Mapping, Sequence
from typing import Final

from consumo.importing.assign_figures import (
    assign_by_difference,
    assign_derived,
    assign_parts,
    settle_previous_and_current,
)
from consumo.importing.assign_groups import assign_groups, assign_transposed
from consumo.importing.assign_times import assign_serial_days, assign_times
from consumo.importing.assign_work import LEAST, MEASURES, Work, alias, best, is_wide
from consumo.importing.gates import fits
from consumo.importing.heads import Head
from consumo.importing.mapping import IGNORE
from consumo.importing.profiles import Profile
from consumo.importing.proposal import ColumnProposal, Reason
from consumo.importing.subject import Subject

__all__ = ["assign_columns"]

_CLOSE: Final = 0.12  # two columns that are as sure as this of one meaning are in doubt
_FILLED: Final = 0.6  # share of the rows that a column of names fills


def assign_columns(
    heads: Sequence[Head], profiles: Mapping[int, Profile], subject: Subject
) -> tuple[ColumnProposal, ...]:
    """Return what each column means.

    Args:
        heads: of all columns of the table.
        profiles: of the same columns, over the same rows.
        subject: what is said outside the table.
    """
    work = Work({head.index: head for head in heads}, profiles, subject)
    assign_services(work)
    assign_serial_days(work)
    assign_times(work)
    assign_groups(work)
    assign_parts(work)
    _by_header(work)
    assign_by_difference(work)
    settle_previous_and_current(work)
    assign_transposed(work)
    _names(work)
    assign_derived(work)
    for head in work.open():
        work.put(head.index, IGNORE, 0.8, _why_ignored(work, head))
    return tuple(column for _, column in sorted(work.done.items()))


def assign_services(work: Work) -> None:
    """Take a column whose texts tell electricity from gas, water or reactive energy for what each row measures."""
    for head in work.open():
        profile = work.profiles[head.index]
        if profile.foreign > 0 and profile.electric + profile.foreign >= 0.8 and not profile.units >= 0.99:
            reason = (
                alias(head, "energetico", 1.0)
                if head.mark.sure_of("energetico")
                else Reason(clave="valores", evidencia={"significado": "energetico"})
            )
            work.put(head.index, "energetico", 0.9, reason)
            return


def _by_header(work: Work) -> None:
    """Give each meaning to the column that is surest of it, the surest first."""
    pairs = sorted(
        (
            (sure * fits(word, head, work.profiles[head.index]), -head.index, word, head)
            for head in work.open()
            if not head.mark.foreign
            for word, sure in head.mark.meanings
        ),
        key=lambda item: (-item[0], -item[1]),
    )
    wide = is_wide(list(work.done.values()))
    taken = {column.significado for column in work.done.values() if not column.mes}
    for sure, _, word, head in pairs:
        if sure < LEAST or head.index in work.done or word in taken:
            continue
        if word == "consumo_kwh" and wide and not _stands_beside_months(work):
            continue
        taken.add(word)
        work.put(head.index, word, sure, alias(head, word, sure), unidad=head.mark.unit if word in MEASURES else "")


def _stands_beside_months(work: Work) -> bool:
    """Whether readings of the open ciclo stand beside the months; then a consumption beside them is theirs."""
    return any(best(work, head)[0] in {"lectura_actual", "lectura_anterior"} for head in work.open()) or any(
        column.significado == "lectura_actual" and not column.mes for column in work.done.values()
    )


def _names(work: Work) -> None:
    """Without any column that says whose the rows are, take the first column of texts."""
    who = {"usuario", "nombre", "medidor", "bateria", "categoria"}
    if who & {column.significado for column in work.done.values()} or any(c.grupo for c in work.done.values()):
        return
    open_ones = sorted(work.open(), key=lambda head: head.index)
    for texts in (True, False):
        for head in open_ones:
            profile = work.profiles[head.index]
            named = profile.filled >= _FILLED * profile.rows and profile.dated < 0.5 and profile.distinct > 1
            ids = profile.numeric < 0.5 if texts else not head.text and profile.whole == 1 == profile.numeric
            if named and ids and not head.mark.foreign:
                work.put(head.index, "usuario", 0.7 if not head.text else 0.65, Reason(clave="primera_columna"))
                return


def _why_ignored(work: Work, head: Head) -> Reason:
    profile = work.profiles[head.index]
    if profile.empty:
        return Reason(clave="vacia")
    if head.mark.foreign:
        return Reason(clave="otra_magnitud", evidencia={"magnitud": head.mark.foreign})
    word, sure = best(work, head)
    if word and sure >= LEAST:
        holder = next((c for c in work.done.values() if c.significado == word), None)
        close = holder is not None and holder.confianza - sure <= _CLOSE
        if profile.counts_up:
            return Reason(clave="numeracion")
        return Reason(clave="repetida" if close else "sin_significado", evidencia={"significado": word})
    return Reason(clave="sin_significado")
