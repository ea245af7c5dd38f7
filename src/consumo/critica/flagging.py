"""Every rule over a whole Panel, some thousands of usuarios at a time, so that memory does not grow with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

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

__all__ = ["Flagged", "active_rules", "flag_readings", "flags_of", "rows_of"]

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


def flag_readings(panel: Panel, profile: Profile, *, desde: int = 0, hoy: date | None = None) -> Flagged:
    """Run every rule of the profile.

    Args:
        panel: the readings.
        profile: parameters and switches.
        desde: first column that is judged; what is before is history.
        hoy: today; None = no reading is called a future one.
    """
    rules = active_rules(profile)
    parts: list[list[Flags]] = [[] for _ in rules]
    doubtful: list[Doubtful] = []
    movement = common_movement(panel, ventana=profile.ventana, piso_kwh_30d=profile.piso_kwh_30d)
    # One ciclo more, to tell whether a run began before.
    for start, subject in _subjects(panel, profile, movement, desde=max(0, desde - 1), hoy=hoy):
        for found, rule in zip(parts, rules, strict=True):
            found.append(rule.find(subject).moved(start))
        doubtful.append(_doubtful(subject, movement, start, desde))
    flags = [_whole(found, rule, desde) for found, rule in zip(parts, rules, strict=True)]
    return Flagged(tuple(flags), _joined(doubtful))


def flags_of(panel: Panel, profile: Profile, rule: Rule, *, desde: int = 0) -> Flags:
    """Run one rule over a whole Panel, whether or not the profile switches it off."""
    movement = common_movement(panel, ventana=profile.ventana, piso_kwh_30d=profile.piso_kwh_30d)
    chunks = _subjects(panel, profile, movement, desde=max(0, desde - 1))
    return _whole([rule.find(subject).moved(start) for start, subject in chunks], rule, desde)


def _subjects(
    panel: Panel, profile: Profile, movement: Movement, *, desde: int = 0, hoy: date | None = None
) -> Iterator[tuple[int, Subject]]:
    """Yield the first row and the Subject of some thousands of usuarios at a time."""
    for start in range(0, max(panel.n_usuarios, 1), _ROWS):
        part = rows_of(panel, slice(start, start + _ROWS))
        yield start, Subject(part, expect(part, movement, profile.ventana), profile, desde, hoy)


def rows_of(panel: Panel, rows: slice) -> Panel:
    """Return some usuarios of a Panel, with all of its baterias and ciclos; views, not copies."""
    optional = ("lectura_anterior", "lectura_actual", "factor", "desfase", "medidor_nuevo")
    always = ("usuarios", "nombres", "medidores", "bateria_of", "kwh", "dias", "calidad", "digitos")
    chosen: dict[str, Any] = {name: getattr(panel, name)[rows] for name in always}
    for name in optional:
        matrix = getattr(panel, name)
        chosen[name] = None if matrix is None else matrix[rows]
    return replace(panel, **chosen, crudo={})


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
