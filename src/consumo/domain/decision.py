"""A decision: what a person did about a hallazgo, with who, when and why; recorded once and never changed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from consumo.domain.hallazgo import Hallazgo

__all__ = ["Decision", "Standing", "TipoDecision", "overruled"]


class TipoDecision(StrEnum):
    """What was decided.

    The value stands (aceptar), is estimated (estimar) or corrected (corregir), is to be read again (releer), comes
    from two meters (cambio_de_medidor); or an earlier decision no longer counts (deshacer).
    """

    ACEPTAR = "aceptar"
    ESTIMAR = "estimar"
    CORREGIR = "corregir"
    RELEER = "releer"
    CAMBIO_DE_MEDIDOR = "cambio_de_medidor"
    DESHACER = "deshacer"

    @property
    def changes_values(self) -> bool:
        """Whether it puts another kWh in the place of the raw one."""
        return self in {TipoDecision.ESTIMAR, TipoDecision.CORREGIR, TipoDecision.CAMBIO_DE_MEDIDOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision.

    Attributes:
        numero: its place in the record, from 1.
        cuando: moment, ISO with offset.
        quien: who decided.
        motivo: why.
        tipo: what.
        hallazgo: the finding as it was when it was decided on.
        huella: fingerprint of the raw data of its usuario (or bateria) and ciclo; while they are the same, it holds.
        datos: what the person gave: `kwh`, registers, `factor`, …
        antes, despues: consumption before and after [kWh]; None where there is none.
        anula: numero of the decision that no longer counts because of this one.
    """

    numero: int
    cuando: str
    quien: str
    motivo: str
    tipo: TipoDecision
    hallazgo: Hallazgo
    huella: str = ""
    datos: Mapping[str, Any] = field(default_factory=dict)
    antes: float | None = None
    despues: float | None = None
    anula: int | None = None


@dataclass(frozen=True)
class Standing:
    """Which decisions of a version hold.

    Attributes:
        vigentes: those in force, in order.
        caducadas: those whose data changed since, in order; neither undone nor replaced.
    """

    vigentes: tuple[Decision, ...] = ()
    caducadas: tuple[Decision, ...] = ()

    @classmethod
    def of(cls, decisions: Iterable[Decision], lapsed: Collection[int] = ()) -> "Standing":
        """Sort the decisions of a version, given the numbers of those whose data changed."""
        known = list(decisions)
        gone = overruled(known)
        counting = [d for d in known if d.tipo is not TipoDecision.DESHACER and d.numero not in gone]
        return cls(
            tuple(d for d in counting if d.numero not in lapsed), tuple(d for d in counting if d.numero in lapsed)
        )

    def on(self, finding: Hallazgo) -> Decision | None:
        """Return the decision in force on a finding, None if it is open.

        It is the one made on that finding; or, of a finding about what was read, the one that put another value in
        its place. What the critique finds in the new value is open: somebody may have corrected it wrongly.
        """
        made = self._by_finding.get(finding.identidad)
        return self.instead_of(finding) if made is None else made

    def instead_of(self, finding: Hallazgo) -> Decision | None:
        """Return the decision that put another value in the place of what a finding of reading is about."""
        # What judging finds says on which data (`sobre`); what reading finds is about the cell as it was written.
        if finding.sobre or finding.usuario is None:
            return None
        return self._by_cell.get((finding.usuario, finding.ciclo))

    def parted(self, findings: Iterable[Hallazgo]) -> tuple[tuple[Hallazgo, ...], tuple[Decision, ...]]:
        """Return the findings that are open, and the decisions on the others, one for each of these."""
        # Working an identidad out is most of the work: only where something was decided.
        places = {_about(d.hallazgo) for d in self.vigentes}
        found = list(findings)
        made = [self.on(finding) if _about(finding) in places else None for finding in found]
        still = tuple(finding for finding, decision in zip(found, made, strict=True) if decision is None)
        return still, tuple(decision for decision in made if decision is not None)

    def lapsed_on(self, finding: Hallazgo) -> Decision | None:
        """Return the last decision made on the same usuario (or bateria) and ciclo, when the data were others."""
        return self._lapsed.get(_about(finding))

    @cached_property
    def _by_finding(self) -> dict[str, Decision]:
        return {d.hallazgo.identidad: d for d in self.vigentes}

    @cached_property
    def _by_cell(self) -> dict[tuple[str | None, str | None], Decision]:
        return {(d.hallazgo.usuario, d.hallazgo.ciclo): d for d in self.vigentes if d.tipo.changes_values}

    @cached_property
    def _lapsed(self) -> dict[tuple[str | None, ...], Decision]:
        return {_about(d.hallazgo): d for d in self.caducadas}


def overruled(decisions: Iterable[Decision]) -> dict[int, Decision]:
    """Return the decisions that no longer count, by numero, each with the one that undid or replaced it.

    One that was replaced counts again once the one that replaced it is undone.
    """
    gone: dict[int, Decision] = {}
    for decision in sorted(decisions, key=lambda d: -d.numero):
        if decision.anula is not None and decision.numero not in gone:
            gone[decision.anula] = decision
    return gone


def _about(finding: Hallazgo) -> tuple[str | None, ...]:
    return finding.usuario, finding.bateria if finding.usuario is None else None, finding.ciclo
