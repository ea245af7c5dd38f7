"""All checks over a Panel: the findings of its latest ciclos."""

import numpy as np

from consumo.critica.balance_rules import find_loss
from consumo.critica.consumption_rules import find_high_and_low, find_repeated, find_zero
from consumo.critica.flags import Flags
from consumo.critica.history import history_before
from consumo.critica.profile import GENERAL, Profile
from consumo.critica.reading_rules import find_days_out_of_range, find_missing
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel

__all__ = ["critique", "flag_readings"]


def flag_readings(panel: Panel, profile: Profile = GENERAL) -> list[Flags]:
    """Run every check of a lectura over the whole Panel; one Flags per code."""
    history = history_before(np.where(panel.is_measured, panel.kwh_dia, np.nan), profile.ventana)
    return [
        find_missing(panel),
        find_days_out_of_range(panel, profile),
        *find_high_and_low(panel, history, profile),
        find_zero(panel, history, profile),
        find_repeated(panel, profile),
    ]


def critique(panel: Panel, profile: Profile = GENERAL, *, ultimos: int = 13) -> tuple[Hallazgo, ...]:
    """Find the readings that look wrong in the `ultimos` ciclos, and the balances that do not hold.

    Older ciclos have been billed and decided on; they are what the latest are compared with.

    Returns:
        Findings, the latest ciclo first.
    """
    first = max(0, panel.n_ciclos - ultimos)
    found = find_loss(panel, profile)
    for flags in flag_readings(panel, profile):
        recent = flags.columns >= first
        kept = Flags(
            flags.codigo,
            flags.rows[recent],
            flags.columns[recent],
            {name: values[recent] for name, values in flags.evidencia.items()},
        )
        found += kept.hallazgos(panel)
    place = {ciclo: k for k, ciclo in enumerate(panel.ciclos)}
    recent_ones = [h for h in found if place[h.ciclo or panel.ciclos[-1]] >= first]
    return tuple(sorted(recent_ones, key=lambda h: -place[h.ciclo or panel.ciclos[-1]]))
