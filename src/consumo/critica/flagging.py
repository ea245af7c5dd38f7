"""Every rule over a whole Panel, some thousands of usuarios at a time, so that memory does not grow with them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.expectation import expect, or_like_the_others
from consumo.critica.flags import Flags
from consumo.critica.movement import Movement, common_movement
from consumo.critica.profile import Profile
from consumo.critica.rules import RULES, Rule
from consumo.critica.solver.gather import Doubtful
from consumo.critica.subject import Subject
from consumo.domain.panel import Panel
from consumo.domain.panel_rows import take_rows

__all__ = ["Flagged", "active_rules", "flag_readings", "flags_of"]

_ROWS: Final = 4096
"""Usuarios at a time: their matrices of a few years fit in the processor's cache."""
_DOUBTFUL: Final = 3.0
"""Deviations from which a reading may be the other half of a swap."""


@dataclass(frozen=True, eq=False)
class Flagged:
    """What the rules found.

    Attributes:
        flags: those of each rule that runs, in its order; only the first of a run where the rule lasts.
        doubtful: the cells that the solver may look at.
    """

    flags: tuple[Flags, ...]
    doubtful: Doubtful


def active_rules(profile: Profile) -> tuple[Rule, ...]:
    """Return the rules that the profile does not switch off."""
    return tuple(rule for rule in RULES if rule.codigo not in profile.apagadas)


def flag_readings(
    panel: Panel, profile: Profile, *, desde: int = 0, hoy: date | None = None, hilos: int = 1
) -> Flagged:
    """Run every rule of the profile.

    Args:
        panel: the readings.
        profile: parameters and switches.
        desde: first column that is judged; what is before is history.
        hoy: today; None = no reading is called a future one.
        hilos: threads that share the work: NumPy lets go of the interpreter while it counts.
    """
    rules = active_rules(profile)
    movement = common_movement(panel, ventana=profile.ventana, piso_kwh_30d=profile.piso_kwh_30d)

    def judge(start: int) -> tuple[list[Flags], Doubtful]:
        # One ciclo more, to tell whether a run began before.
        subject = _subject(panel, profile, movement, start, desde=max(0, desde - 1), hoy=hoy)
        return [rule.find(subject).moved(start) for rule in rules], _doubtful(subject, movement, start, desde)

    with ThreadPoolExecutor(hilos) as pool:
        judged = list(pool.map(judge, _starts(panel)))
    flags = [_whole([found[k] for found, _ in judged], rule, desde) for k, rule in enumerate(rules)]
    return Flagged(tuple(flags), _joined([doubtful for _, doubtful in judged]))


def flags_of(panel: Panel, profile: Profile, rule: Rule, *, desde: int = 0) -> Flags:
    """Run one rule over a whole Panel, whether or not the profile switches it off."""
    movement = common_movement(panel, ventana=profile.ventana, piso_kwh_30d=profile.piso_kwh_30d)
    first = max(0, desde - 1)
    parts = (rule.find(_subject(panel, profile, movement, start, desde=first)).moved(start) for start in _starts(panel))
    return _whole(list(parts), rule, desde)


def _starts(panel: Panel) -> range:
    """Return the first rows of slices of some thousands of usuarios; one slice at least."""
    return range(0, max(panel.n_usuarios, 1), _ROWS)


def _subject(
    panel: Panel, profile: Profile, movement: Movement, start: int, *, desde: int = 0, hoy: date | None = None
) -> Subject:
    part = take_rows(panel, slice(start, start + _ROWS))
    return Subject(part, expect(part, movement, profile.ventana, desde), profile, desde, hoy)


def _whole(parts: Sequence[Flags], rule: Rule, desde: int) -> Flags:
    flags = parts[0].joined(list(parts[1:]))
    if rule.dura and len(flags):
        order = np.lexsort((flags.columns, flags.rows))
        rows, columns = flags.rows[order], flags.columns[order]
        goes_on = np.append(False, (rows[1:] == rows[:-1]) & (columns[1:] == columns[:-1] + 1))
        flags = flags.take(order[~goes_on])
    return flags.take(flags.columns >= desde)


def _doubtful(subject: Subject, movement: Movement, start: int, desde: int) -> Doubtful:
    """Return the cells of a slice that have registers and are far from what was expected, or cannot be."""
    panel, expected = subject.panel, subject.esperado
    if panel.lectura_anterior is None or panel.lectura_actual is None:
        none = np.empty(0, np.intp)
        return Doubtful(none, none, np.empty((0, 3)), np.empty((0, 3)), expected.piso)
    with np.errstate(invalid="ignore"):
        odd = (panel.lectura_actual < panel.lectura_anterior) | (abs(expected.z) > _DOUBTFUL)
    odd[:, 1:] |= panel.lectura_anterior[:, 1:] != panel.lectura_actual[:, :-1]
    if panel.factor is not None:
        odd[:, 1:] |= panel.factor[:, 1:] != panel.factor[:, :-1]
    odd &= np.isfinite(panel.lectura_actual) & np.isfinite(panel.lectura_anterior)
    odd[:, :desde] = False
    rows, columns = np.nonzero(odd)
    centre, spread = or_like_the_others(expected, panel, movement)
    return Doubtful(
        rows + start, columns, _around(centre, rows, columns), _around(spread, rows, columns), expected.piso
    )


def _around(matrix: NDArray[np.float64], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the values of the ciclo before, the cell's and the next, NaN beyond the ends, shape (n_cells, 3)."""
    near = columns[:, None] + np.array([-1, 0, 1])
    inside = (near >= 0) & (near < matrix.shape[1])
    return np.where(inside, matrix[rows[:, None], near.clip(0, matrix.shape[1] - 1)], np.nan)


def _joined(parts: Sequence[Doubtful]) -> Doubtful:
    rows, columns, centre, spread = (
        np.concatenate([getattr(p, name) for p in parts]) for name in ("rows", "columns", "centro", "desvio")
    )
    return Doubtful(rows, columns, centre, spread, parts[0].piso)
