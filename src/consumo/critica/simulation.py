"""The alert budget: how many findings a rule would give at other thresholds, before anybody sets one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.flagging import flags_of
from consumo.critica.profile import GENERAL, Profile
from consumo.critica.rules import Rule
from consumo.domain.panel import Panel

__all__ = ["Simulated", "simulate", "steps_around", "threshold_of", "within_budget"]

_TIMES: Final = (0.5, 0.65, 0.8, 1.0, 1.25, 1.6, 2.0, 2.5, 3.2)
"""Around the value in force, evenly in its logarithm."""


@dataclass(frozen=True, eq=False)
class Simulated:
    """What a rule would give with one value of a parameter.

    Attributes:
        valor: the value.
        por_ciclo: findings in each of the judged ciclos, shape (n_judged,).
        kwh_en_riesgo: energy at risk in each [kWh], NaN where the rule has no size.
    """

    valor: float
    por_ciclo: NDArray[np.int64]
    kwh_en_riesgo: NDArray[np.float64]

    @property
    def mean(self) -> float:
        """Findings per ciclo."""
        return float(self.por_ciclo.mean()) if len(self.por_ciclo) else 0.0


def threshold_of(rule: Rule) -> str | None:
    """Return the parameter that a rule is tuned by: the first that is a number; None if it has none."""
    for name in rule.parametros:
        if isinstance(getattr(GENERAL, name), int | float):
            return name
    return None


def steps_around(profile: Profile, parametro: str) -> list[float]:
    """Return values to try around the one in force; whole ones where the parameter is."""
    now = getattr(profile, parametro)
    values = [now * times for times in _TIMES]
    return sorted({round(v) for v in values if round(v) > 0}) if isinstance(now, int) else [round(v, 3) for v in values]


def simulate(
    panel: Panel, profile: Profile, rule: Rule, parametro: str, valores: Sequence[float], *, ultimos: int = 13
) -> list[Simulated]:
    """Run one rule with several values of one of its parameters.

    What is counted is what the rule fires at by itself: in the queue, an earlier rule may have the same reading, and
    what many usuarios share is one finding.

    Args:
        panel: the readings.
        profile: the other parameters.
        rule: the rule, whether or not it is switched on.
        parametro: which parameter.
        valores: its values.
        ultimos: how many ciclos are judged.
    """
    first = max(0, panel.n_ciclos - ultimos)
    return [_simulated(panel, profile, rule, parametro, valor, first) for valor in valores]


def _simulated(panel: Panel, profile: Profile, rule: Rule, parametro: str, valor: float, first: int) -> Simulated:
    whole = isinstance(getattr(GENERAL, parametro), int)
    changed: dict[str, Any] = {parametro: int(valor) if whole else float(valor)}
    flags = flags_of(panel, replace(profile, **changed), rule, desde=first)
    n = panel.n_ciclos - first
    count = np.bincount(flags.columns - first, minlength=n)
    if flags.riesgo is None:
        return Simulated(valor, count, np.full(n, np.nan))
    risk = np.bincount(flags.columns - first, weights=np.nan_to_num(flags.riesgo), minlength=n)
    return Simulated(valor, count, risk.astype(np.float64))


def within_budget(found: Sequence[Simulated], presupuesto: float) -> Simulated | None:
    """Return the one that gives most findings per ciclo within the budget; None if all give more."""
    affordable = [one for one in found if one.mean <= presupuesto]
    return max(affordable, key=lambda one: one.mean, default=None)
