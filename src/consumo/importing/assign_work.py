"""What is known while the columns of one table are being assigned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from consumo.importing.evidence import Floats, stands_above_its_steps
from consumo.importing.gates import fits
from consumo.importing.heads import Head
from consumo.importing.marks import Mark
from consumo.importing.profiles import Profile
from consumo.importing.proposal import Alternative, ColumnProposal, Reason
from consumo.importing.subject import Subject

__all__ = ["LEAST", "MEASURES", "MONTHS_TO_BE_SURE", "Work", "alias", "best", "has_measure", "is_wide"]

MEASURES: Final = ("consumo_kwh", "lectura_actual", "lectura_anterior")
"""Words of the figures that a table is read for."""

MONTHS_TO_BE_SURE: Final = 5
"""Months along which figures rise, for them to be registers; fewer are a question."""

LEAST: Final = 0.45
"""Below this a header says nothing."""

_EXACT: Final = 0.9  # a header is an alias as a whole from here on

Columns = dict[int, ColumnProposal]


@dataclass
class Work:
    """What is known while the columns of one table are assigned."""

    heads: dict[int, Head]
    profiles: Mapping[int, Profile]
    subject: Subject
    done: Columns = field(default_factory=dict)

    @cached_property
    def corner(self) -> Mark | None:
        """What the header of the first column says of the figures beside it: `Consumo (MWh)` over the names."""
        first = min(self.heads, default=None)
        if first is None or self.profiles[first].is_figure or self.profiles[first].empty:
            return None
        mark = self.heads[first].mark
        return mark if mark.unit or mark.sure_of("consumo_kwh") >= LEAST else None

    def put(self, index: int, word: str, sure: float, reason: Reason, **more: str) -> None:
        """Give a column its meaning; `more` is `unidad`, `mes`, `grupo`."""
        head = self.heads[index]
        others = [
            Alternative(significado=other, confianza=round(found, 2), porque=alias(head, other, found))
            for other, found in head.mark.meanings
            if other != word and found >= LEAST and fits(other, head, self.profiles[index]) > 0
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
            meses=head.time.months if head.time is not None and head.time.months > 1 and more.get("mes") else 1,
            grupo=more.get("grupo", ""),
        )

    def put_rising(self, columns: Iterable[ColumnProposal], series: Floats, sure: float) -> None:
        """Take columns whose figures rise in time for registers; unless that is sure, where they look like them.

        Args:
            columns: assigned already, as figures of one time or one usuario each.
            series: their figures, shape (n, k), in order of time along the rows.
            sure: up to 0.5 a person is asked.
        """
        word = "lectura_actual" if sure > 0.5 or stands_above_its_steps(series) else "consumo_kwh"
        for column in columns:
            self.done[column.indice] = replace(column, significado=word, confianza=sure, porque=Reason(clave="crece"))

    def open(self) -> list[Head]:
        """Return the heads of the columns without a meaning so far."""
        return [head for index, head in self.heads.items() if index not in self.done]

    def column(self, word: str) -> int | None:
        """Return the column that means `word` for all rows, or None."""
        return next((k for k, c in self.done.items() if c.significado == word and not c.mes and not c.grupo), None)


def is_wide(columns: Sequence[ColumnProposal]) -> bool:
    """Whether some columns are figures of one month each."""
    return any(column.mes for column in columns)


def has_measure(columns: Sequence[ColumnProposal]) -> bool:
    """Whether there is a column of consumption or of readings."""
    return any(column.significado in {"consumo_kwh", "consumo_parcial", "lectura_actual"} for column in columns)


def alias(head: Head, word: str, sure: float) -> Reason:
    """Return that a header is used for a word, as a whole or in part."""
    evidence = {"encabezado": head.text, "significado": word}
    return Reason(clave="alias" if sure >= _EXACT else "alias_parcial", evidencia=evidence)


def best(work: Work, head: Head) -> tuple[str, float]:
    """Return the surest meaning that the values of a column allow, and how sure it is."""
    profile = work.profiles[head.index]
    gated = [(word, sure * fits(word, head, profile)) for word, sure in head.mark.meanings]
    return max(gated, key=lambda pair: pair[1], default=("", 0.0))
