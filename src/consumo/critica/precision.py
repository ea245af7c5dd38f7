"""How often each rule was right, from what people decided about its findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final

from consumo.domain.decision import Decision, TipoDecision

__all__ = ["RulePrecision", "precision_by_rule"]

_NORMAL_95: Final = 1.96
_RIGHT: Final = frozenset({TipoDecision.CORREGIR, TipoDecision.ESTIMAR, TipoDecision.CAMBIO_DE_MEDIDOR})


@dataclass(frozen=True, slots=True)
class RulePrecision:
    """What became of the findings of a code.

    Attributes:
        ciertas: corrected, estimated, or a change of meter: something was wrong.
        falsas: accepted as they were read.
        pendientes: sent to be read again.
    """

    ciertas: int = 0
    falsas: int = 0
    pendientes: int = 0

    @property
    def precision(self) -> float | None:
        """Share of the decided findings that were right; None if none was decided."""
        decided = self.ciertas + self.falsas
        return self.ciertas / decided if decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval of the precision, which few decisions leave wide (Wilson 1927, doi:10.2307/2276774)."""
        n = self.ciertas + self.falsas
        if n == 0:
            return None
        share, z = self.ciertas / n, _NORMAL_95
        middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
        return max(0.0, middle - half), min(1.0, middle + half)


def precision_by_rule(decisions: Iterable[Decision]) -> dict[str, RulePrecision]:
    """Count by code; a finding that the solver explained counts for the rule that fired, too.

    Args:
        decisions: those in force, one per finding.
    """
    counts: dict[str, list[int]] = {}
    for decision in decisions:
        if decision.tipo is TipoDecision.DESHACER:
            continue
        place = 0 if decision.tipo in _RIGHT else 1 if decision.tipo is TipoDecision.ACEPTAR else 2
        finding = decision.hallazgo
        for codigo in {finding.codigo, str(finding.evidencia.get("regla", finding.codigo))}:
            counts.setdefault(codigo, [0, 0, 0])[place] += 1
    return {codigo: RulePrecision(*count) for codigo, count in counts.items()}
