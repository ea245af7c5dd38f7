"""A raw Panel → the Panel with the decisions in force, judged."""

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from consumo.critica.critique import critique
from consumo.critica.effect import apply_decisions
from consumo.critica.standing import standing
from consumo.critica.trust import mark_trust
from consumo.domain.decision import Decision
from consumo.domain.panel import Panel
from consumo.services.perfil import profile_of
from consumo.services.settings import Settings
from consumo.storage.outcome import Amend, Amended, Judged

__all__ = ["amender"]

_THREADS: Final = min(4, os.cpu_count() or 1)


def amender(settings: Settings) -> Amend:
    """Return what applies the decisions that hold on a raw Panel, and judges the outcome by the profile of `settings`.

    It marks what is in doubt and what was accepted. What is known already, found in the same raw Panel with other
    decisions and by the same profile, stands where no value changes.

    Raises:
        ParameterError: if the profile cannot be read, or says what cannot be.
    """
    profile = profile_of(settings)

    def amend(raw: Panel, decisions: Sequence[Decision], known: Judged | None = None) -> Amended:
        holding = standing(raw, decisions)
        panel = apply_decisions(raw, holding.vigentes)
        same_profile = known is not None and known.perfil == profile.huella
        if known is not None and same_profile and _numbers(known.vigentes) == _numbers(holding.vigentes):
            found = known.hallazgos
        else:
            found = critique(panel, profile, hoy=datetime.now().astimezone().date(), hilos=_THREADS)
        lapsed = {d.numero for d in holding.caducadas}
        return Amended(mark_trust(panel, found, holding), found, lapsed, profile.huella)

    return amend


def _numbers(decisions: Iterable[Decision]) -> list[int]:
    """Return which of these decisions change values."""
    return [d.numero for d in decisions if d.tipo.changes_values]
