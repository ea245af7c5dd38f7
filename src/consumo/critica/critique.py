"""All checks over a Panel: the findings of its latest ciclos, with what may have happened where that can be said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.balance_rules import find_loss
from consumo.critica.explained import explained, settled_by
from consumo.critica.factor_proposal import RATIO, with_factor_proposal
from consumo.critica.flagging import Flagged, active_rules, flag_readings
from consumo.critica.flags import Flags
from consumo.critica.precedence import Common, common_causes, one_per_reading, worst_of_each
from consumo.critica.profile import GENERAL, Profile
from consumo.critica.rules import Rule
from consumo.critica.solver.verdict import Verdict, solve
from consumo.critica.supply import active
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel

__all__ = ["critique"]

_MOST_LISTED: Final = 500
"""Findings of one code in one ciclo; the rest is counted. A crew that visits more than these has other troubles."""
_SHOWN: Final = 10

Verdicts = Mapping[tuple[int, int], Verdict]


def critique(
    panel: Panel, profile: Profile = GENERAL, *, ultimos: int = 13, hoy: date | None = None, hilos: int = 1
) -> tuple[Hallazgo, ...]:
    """Find the readings that look wrong in the `ultimos` ciclos, and the balances that do not hold.

    Older ciclos have been billed and decided on; they are what the latest are compared with. A reading has one
    finding, of the first rule that fired at it; what many usuarios of a bateria have in common is one finding too.

    Args:
        panel: the readings.
        profile: parameters and switches.
        ultimos: how many ciclos are judged.
        hoy: today; None = no reading is called a future one.
        hilos: threads that share the work.

    Returns:
        Findings, the latest ciclo first, in it those with the most energy at risk.
    """
    first = max(0, panel.n_ciclos - ultimos)
    flagged = flag_readings(panel, profile, desde=first, hoy=hoy, hilos=hilos)
    rules = active_rules(profile)
    settled = one_per_reading(flagged.flags, panel.n_ciclos)
    supplied = _count(panel, active(panel))
    kept: list[Flags] = []
    found: list[Hallazgo] = []
    for rule, flags in zip(rules, settled.flags, strict=True):
        own, shared = common_causes(flags, panel, supplied)
        worst, more = worst_of_each(own, _MOST_LISTED)
        kept.append(worst)
        gravedad = profile.gravedades.get(rule.codigo)
        found += [replace(_common(panel, common, supplied), gravedad=gravedad) for common in shared]
        found += [_rest(panel, rule.codigo, column, count) for column, count in more.items()]
    verdicts = _verdicts(panel, flagged, rules, kept, hilos)
    echoes = settled_by(verdicts, panel)
    for rule, flags in zip(rules, kept, strict=True):
        found += _findings(panel, flags, rule, profile, verdicts, echoes, settled.tambien)
    found += [h for h in find_loss(panel, profile) if panel.ciclos.index(h.ciclo or "") >= first]
    place = {ciclo: k for k, ciclo in enumerate(panel.ciclos)}
    return tuple(sorted(found, key=lambda h: (-place[h.ciclo or ""], -(h.kwh_en_riesgo or 0.0))))


def _verdicts(panel: Panel, flagged: Flagged, rules: tuple[Rule, ...], kept: list[Flags], hilos: int) -> Verdicts:
    asked = {
        cell
        for rule, flags in zip(rules, kept, strict=True)
        if rule.explicable
        for cell in zip(flags.rows.tolist(), flags.columns.tolist(), strict=True)
    }
    cells = zip(flagged.doubtful.rows.tolist(), flagged.doubtful.columns.tolist(), strict=True)
    wanted = np.array([cell in asked for cell in cells], np.bool_)
    return solve(panel, flagged.doubtful, wanted, hilos=hilos)


def _findings(
    panel: Panel,
    flags: Flags,
    rule: Rule,
    profile: Profile,
    verdicts: Verdicts,
    echoes: set[tuple[int, int]],
    also: Mapping[tuple[int, int], list[str]],
) -> list[Hallazgo]:
    out = []
    cells = zip(flags.rows.tolist(), flags.columns.tolist(), strict=True)
    raised = flags.hallazgos(panel, profile.gravedades.get(rule.codigo), also)
    for cell, finding in zip(cells, raised, strict=True):
        if cell in echoes:
            continue
        if cell in verdicts:
            out.append(explained(finding, verdicts[cell], panel, cell))
        else:
            out.append(with_factor_proposal(finding) if finding.codigo == RATIO else finding)
    return out


def _common(panel: Panel, common: Common, supplied: NDArray[np.int64]) -> Hallazgo:
    ids = panel.usuarios[common.rows[:_SHOWN]].tolist()
    total = int(supplied[common.bateria, common.column])
    return Hallazgo(
        codigo="critica.causa_comun",
        bateria=str(panel.baterias[common.bateria]),
        ciclo=panel.ciclos[common.column],
        evidencia={
            "codigo": common.codigo,
            "usuarios": ", ".join(ids),
            "parte_pct": round(100 * len(common.rows) / total) if total else 100,
        },
        veces=len(common.rows),
        kwh_en_riesgo=round(common.riesgo, 2),
        sobre={"codigo": common.codigo, "usuarios": panel.usuarios[common.rows].tolist()},
    )


def _rest(panel: Panel, codigo: str, column: int, count: int) -> Hallazgo:
    evidence = {"codigo": codigo, "mostrados": _MOST_LISTED}
    return Hallazgo(codigo="critica.hay_mas", ciclo=panel.ciclos[column], evidencia=evidence, veces=count)


def _count(panel: Panel, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    out = np.zeros((panel.n_baterias, panel.n_ciclos), np.int64)
    for column in range(panel.n_ciclos):
        out[:, column] = np.bincount(panel.bateria_of[mask[:, column]], minlength=panel.n_baterias)
    return out
