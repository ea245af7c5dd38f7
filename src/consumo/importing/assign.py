"""Headers and values → what each column means, why, how sure that is, and what else it could mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from consumo.importing.evidence import adds_up, averages, find_difference, rises_along_rows
from consumo.importing.gates import fits
from consumo.importing.heads import Head
from consumo.importing.mapping import IGNORE
from consumo.importing.profiles import Profile
from consumo.importing.proposal import Alternative, ColumnProposal, Reason
from consumo.importing.subject import Subject

__all__ = ["MEASURES", "assign_columns", "has_measure", "is_wide"]

MEASURES: Final = ("consumo_kwh", "lectura_actual", "lectura_anterior")
_EXACT: Final = 0.9  # a header is an alias as a whole from here on
_LEAST: Final = 0.45  # below this a header says nothing
_CLOSE: Final = 0.12  # two columns that are as sure as this of one meaning are in doubt
_FILLED: Final = 0.6  # share of the rows that a column of names fills

Columns = dict[int, ColumnProposal]


@dataclass
class _Work:
    """What is known while the columns of one table are assigned."""

    heads: dict[int, Head]
    profiles: Mapping[int, Profile]
    subject: Subject
    done: Columns = field(default_factory=dict)

    def put(self, index: int, word: str, sure: float, reason: Reason, **more: str) -> None:
        head = self.heads[index]
        others = [
            Alternative(significado=other, confianza=round(found, 2), porque=_alias(head, other, found))
            for other, found in head.mark.meanings
            if other != word and found >= _LEAST and fits(other, head, self.profiles[index]) > 0
        ]
        self.done[index] = ColumnProposal(
            indice=index,
            encabezado=head.text,
            significado=word,
            porque=reason,
            confianza=sure,
            alternativas=tuple(others[:3]),
            unidad=more.get("unidad", ""),
            mes=more.get("mes", ""),
            grupo=more.get("grupo", ""),
        )

    def open(self) -> list[Head]:
        return [head for index, head in self.heads.items() if index not in self.done]

    def column(self, word: str) -> int | None:
        return next((k for k, c in self.done.items() if c.significado == word and not c.mes and not c.grupo), None)


def assign_columns(
    heads: Sequence[Head], profiles: Mapping[int, Profile], subject: Subject
) -> tuple[ColumnProposal, ...]:
    """Return what each column means.

    Args:
        heads: of all columns of the table.
        profiles: of the same columns, over the same rows.
        subject: what is said outside the table.
    """
    work = _Work({head.index: head for head in heads}, profiles, subject)
    _services(work)
    _times(work)
    _groups(work)
    _by_header(work)
    _by_difference(work)
    _unpaired_reading(work)
    _transposed(work)
    _names(work)
    _derived(work)
    for head in work.open():
        work.put(head.index, IGNORE, 0.8, _why_ignored(work, head))
    return tuple(column for _, column in sorted(work.done.items()))


def is_wide(columns: Sequence[ColumnProposal]) -> bool:
    """Whether some columns are figures of one month each."""
    return any(column.mes for column in columns)


def has_measure(columns: Sequence[ColumnProposal]) -> bool:
    """Whether there is a column of consumption or of readings."""
    return any(column.significado in {"consumo_kwh", "lectura_actual"} for column in columns)


def _alias(head: Head, word: str, sure: float) -> Reason:
    evidence = {"encabezado": head.text, "significado": word}
    return Reason(clave="alias" if sure >= _EXACT else "alias_parcial", evidencia=evidence)


def _measure_of(head: Head, subject: Subject) -> str:
    """Return which measure the figures of a month column are."""
    sure = {word: head.mark.sure_of(word) for word in MEASURES}
    word = max(sure, key=lambda name: sure[name])
    if sure[word] >= _LEAST:
        return word
    return "lectura_actual" if subject.readings and not subject.energy else "consumo_kwh"


def _times(work: _Work) -> None:
    """Take the columns that are headed by a month, a day, or a year where no month is said at all."""
    timed = [head for head in work.open() if head.time is not None]
    months = [head for head in timed if head.time is not None and not head.time.is_year]
    chosen = [head for head in (months or timed) if _can_measure(work, head)]
    if len(chosen) < 2 and not (chosen and work.column("consumo_kwh") is None and chosen[0].mark.meanings):
        return
    for head in chosen:
        time = head.time
        if time is None:
            continue
        said = str(time.day) if time.day is not None else str(time.start() or f"{time.year or '????'}-{time.month:02d}")
        said = str(time.year) if time.is_year else said
        work.put(
            head.index,
            _measure_of(head, work.subject),
            0.95 if time.day is None or not time.bare else 0.8,
            Reason(clave="mes", evidencia={"mes": said}),
            mes=said,
            unidad=head.mark.unit,
            grupo=head.group if len({other.group for other in chosen}) > 1 else "",
        )
    _registers(work)


def _services(work: _Work) -> None:
    """Take a column whose texts tell electricity from gas, water or reactive energy for what each row measures."""
    for head in work.open():
        profile = work.profiles[head.index]
        if profile.foreign > 0 and profile.electric + profile.foreign >= 0.8 and not profile.units >= 0.99:
            reason = (
                _alias(head, "energetico", 1.0)
                if head.mark.sure_of("energetico")
                else Reason(clave="valores", evidencia={"significado": "energetico"})
            )
            work.put(head.index, "energetico", 0.9, reason)
            return


def _can_measure(work: _Work, head: Head) -> bool:
    profile = work.profiles[head.index]
    derived = head.mark.concepts & {"total", "promedio"}
    return not head.mark.foreign and not derived and (profile.is_figure or profile.empty)


def _registers(work: _Work) -> None:
    """Take month columns without a word for registers where the figures of each row rise along the months."""
    wordless = [c for c in work.done.values() if c.mes and not work.heads[c.indice].mark.meanings and not c.grupo]
    ordered = sorted(wordless, key=lambda column: column.mes)
    if len(ordered) < 3:
        return
    series = np.column_stack([work.profiles[column.indice].values for column in ordered])
    if rises_along_rows(series):
        for column in ordered:
            work.done[column.indice] = replace(
                column, significado="lectura_actual", confianza=0.8, porque=Reason(clave="crece")
            )


def _groups(work: _Work) -> None:
    """Take the same measure under several groups (classes of customers, feeders) as one series per group."""
    for word in MEASURES:
        same = [head for head in work.open() if _best(work, head)[0] == word and not head.mark.foreign]
        totals = [head for head in same if "total" in head.mark.concepts]
        parts = [head for head in same if head.group and "total" not in head.mark.concepts]
        if len(parts) < 2 or len({head.group for head in parts}) < len(parts):
            continue
        for head in parts:
            reason = Reason(clave="grupo", evidencia={"grupo": head.group})
            work.put(head.index, word, _best(work, head)[1], reason, grupo=head.group, unidad=head.mark.unit)
        for head in totals:
            work.put(head.index, IGNORE, 0.9, Reason(clave="total"), unidad=head.mark.unit, grupo=word)


def _best(work: _Work, head: Head) -> tuple[str, float]:
    """Return the surest meaning that the values of a column allow, and how sure it is."""
    profile = work.profiles[head.index]
    gated = [(word, sure * fits(word, head, profile)) for word, sure in head.mark.meanings]
    return max(gated, key=lambda pair: pair[1], default=("", 0.0))


def _by_header(work: _Work) -> None:
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
        if sure < _LEAST or head.index in work.done or word in taken:
            continue
        if word == "consumo_kwh" and wide and not _stands_beside_months(work):
            continue
        taken.add(word)
        work.put(head.index, word, sure, _alias(head, word, sure), unidad=head.mark.unit if word in MEASURES else "")


def _stands_beside_months(work: _Work) -> bool:
    """Whether readings of the open ciclo stand beside the months; then a consumption beside them is theirs."""
    return any(_best(work, head)[0] in {"lectura_actual", "lectura_anterior"} for head in work.open()) or any(
        column.significado == "lectura_actual" and not column.mes for column in work.done.values()
    )


def _by_difference(work: _Work) -> None:
    """Let the figures decide which columns are readings and which is their difference."""
    if any(column.grupo for column in work.done.values()):
        return
    candidates = {
        index: work.profiles[index].values
        for index, head in work.heads.items()
        if work.profiles[index].is_figure and not head.mark.foreign and not _is_settled(work, index)
    }
    factor = work.column("factor")
    found = find_difference(candidates, None if factor is None else work.profiles[factor].values)
    if found is None:
        return
    reason = Reason(clave="diferencia", evidencia={"porcentaje": round(found.share * 100)})
    roles = {"lectura_anterior": found.before, "lectura_actual": found.after, "consumo_kwh": found.consumption}
    for word in MEASURES:
        holder = work.column(word)
        if holder is not None and holder not in roles.values():
            del work.done[holder]
    for word, index in roles.items():
        head = work.heads[index]
        sure = max(0.97 if head.mark.sure_of(word) >= _LEAST else 0.75, 0.0)
        work.put(index, word, sure, reason, unidad=head.mark.unit)


def _is_settled(work: _Work, index: int) -> bool:
    column = work.done.get(index)
    return column is not None and (column.mes != "" or column.significado not in {*MEASURES, "desde", "hasta", "anio"})


def _unpaired_reading(work: _Work) -> None:
    """Take «consumo anterior» for what it says where no current reading goes with it."""
    before, after = work.column("lectura_anterior"), work.column("lectura_actual")
    consumption = work.column("consumo_kwh")
    if before is not None and after is None and consumption is not None:
        del work.done[before]
        work.put(before, IGNORE, 0.5, Reason(clave="sin_significado"))


def _transposed(work: _Work) -> None:
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


def _is_open_to_series(work: _Work, head: Head) -> bool:
    column = work.done.get(head.index)
    names = {"usuario", "bateria", "nombre", "medidor", "categoria", "entregado_kwh"}
    return work.profiles[head.index].is_figure and (column is None or column.significado in names)


def _names(work: _Work) -> None:
    """Without any column that says whose the rows are, take the first column of texts."""
    who = {"usuario", "nombre", "medidor", "bateria", "categoria"}
    if who & {column.significado for column in work.done.values()} or any(c.grupo for c in work.done.values()):
        return
    for head in sorted(work.open(), key=lambda head: head.index):
        profile = work.profiles[head.index]
        named = profile.filled >= _FILLED * profile.rows and profile.numeric < 0.5 and profile.dated < 0.5
        if named and not head.mark.foreign and profile.distinct > 1:
            work.put(head.index, "usuario", 0.7 if not head.text else 0.65, Reason(clave="primera_columna"))
            return


def _derived(work: _Work) -> None:
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


def _why_ignored(work: _Work, head: Head) -> Reason:
    profile = work.profiles[head.index]
    if profile.empty:
        return Reason(clave="vacia")
    if head.mark.foreign:
        return Reason(clave="otra_magnitud", evidencia={"magnitud": head.mark.foreign})
    best, sure = _best(work, head)
    if best and sure >= _LEAST:
        holder = next((c for c in work.done.values() if c.significado == best), None)
        close = holder is not None and holder.confianza - sure <= _CLOSE
        if profile.counts_up:
            return Reason(clave="numeracion")
        return Reason(clave="repetida" if close else "sin_significado", evidencia={"significado": best})
    return Reason(clave="sin_significado")
