"""How far a reading is trusted: in doubt while a finding about its value is open, validated once a person accepts it.

Marks are put after judging, so that they change neither what is found nor the identity of what was found.
"""

from collections.abc import Iterable
from typing import Final

from consumo.critica.draft import Draft
from consumo.critica.effect import places_by_finding
from consumo.domain.decision import Standing, TipoDecision
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.panel_edits import edited
from consumo.domain.vocabulary import Calidad, Severidad

__all__ = ["is_doubt", "mark_trust"]

_AS_READ: Final = frozenset({Calidad.VALIDA, Calidad.CRUDA})
"""What may be marked: a value that a person put, or that was estimated, keeps saying so."""


def mark_trust(panel: Panel, found: Iterable[Hallazgo], standing: Standing) -> Panel:
    """Return the Panel with VALIDADA where a reading was accepted, CUESTIONABLE where its value is in doubt.

    What is in doubt is not used to train (`Panel.is_measured`).

    Args:
        panel: with the decisions in force applied.
        found: what the critique found in it.
        standing: which decisions hold.
    """
    open_ones = [h for h in found if is_doubt(h) and _is_open(h, standing)]
    accepted = [d.hallazgo for d in standing.vigentes if d.tipo is TipoDecision.ACEPTAR and d.hallazgo.usuario]
    draft = Draft(panel)
    places = places_by_finding(panel, [*accepted, *open_ones])
    marks = [Calidad.VALIDADA] * len(accepted) + [Calidad.CUESTIONABLE] * len(open_ones)
    for place, mark in zip(places, marks, strict=True):
        if place is None:
            continue
        now = int(draft.raw("calidad", place))
        if now in _AS_READ or (now == Calidad.CUESTIONABLE and mark == Calidad.VALIDADA):
            draft.put("calidad", place, mark)
    return edited(panel, draft.changes)


def is_doubt(finding: Hallazgo) -> bool:
    """Whether a finding says that the consumption of a usuario in a ciclo may be wrong."""
    at_stake = finding.kwh_en_riesgo is not None and finding.kwh_en_riesgo > 0
    return (at_stake or finding.blocks) and finding.usuario is not None and finding.severidad is not Severidad.INFORMA


def _is_open(finding: Hallazgo, standing: Standing) -> bool:
    made = standing.on(finding)
    return made is None or made.tipo is TipoDecision.RELEER
