"""A raw Panel → the Panel with the decisions in force, judged."""

from collections.abc import Iterable, Sequence

from consumo.critica.critique import critique
from consumo.critica.effect import apply_decisions
from consumo.critica.standing import standing
from consumo.critica.trust import mark_trust
from consumo.domain.decision import Decision
from consumo.domain.panel import Panel
from consumo.storage.outcome import Amended, Judged

__all__ = ["amend"]


def amend(raw: Panel, decisions: Sequence[Decision], known: Judged | None = None) -> Amended:
    """Apply the decisions that hold on `raw`, judge the outcome, and mark what is in doubt and what was accepted.

    Args:
        raw: the Panel as imported.
        decisions: all that the version counts, in order.
        known: what was found in the same `raw` with other decisions; it stands where no value changes.
    """
    holding = standing(raw, decisions)
    panel = apply_decisions(raw, holding.vigentes)
    same = known is not None and _numbers(known.vigentes) == _numbers(holding.vigentes)
    found = known.hallazgos if known is not None and same else critique(panel)
    return Amended(mark_trust(panel, found, holding), found, {d.numero for d in holding.caducadas})


def _numbers(decisions: Iterable[Decision]) -> list[int]:
    """Return which of these decisions change values."""
    return [d.numero for d in decisions if d.tipo.changes_values]
