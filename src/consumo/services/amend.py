"""A raw Panel → the Panel with the decisions in force, judged."""

from collections.abc import Sequence

from consumo.critica.critique import critique
from consumo.critica.effect import apply_decisions
from consumo.critica.standing import standing
from consumo.domain.decision import Decision
from consumo.domain.panel import Panel
from consumo.storage.outcome import Amended

__all__ = ["amend"]


def amend(raw: Panel, decisions: Sequence[Decision]) -> Amended:
    """Apply the decisions that hold on `raw`, and judge the outcome.

    Args:
        raw: the Panel as imported.
        decisions: all that the version counts, in order.
    """
    holding = standing(raw, decisions)
    panel = apply_decisions(raw, holding.vigentes)
    return Amended(panel, critique(panel), {d.numero for d in holding.caducadas})
