"""Checks of a register against the one before it: does the count go on where it stopped."""

import numpy as np
from numpy.typing import NDArray

from consumo.critica.flags import Flags
from consumo.critica.subject import Subject
from consumo.critica.supply import active
from consumo.domain.panel import Panel

__all__ = [
    "find_copied",
    "find_discontinuity",
    "find_fallen",
    "find_inactive_advance",
    "find_not_read_lately",
    "find_sentinel",
]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
_TOLERANCE = 1e-6  # registers are read in whole steps or hundredths; less is the last bit of a float


def find_fallen(subject: Subject) -> Flags:
    """Flag a register below the previous one, of which no consumption could be taken."""
    panel = subject.panel
    if panel.lectura_anterior is None or panel.lectura_actual is None:
        return _none("lectura.menor_que_anterior")
    cells = subject.cells((panel.lectura_actual < panel.lectura_anterior) & ~np.isfinite(panel.kwh))
    expected = subject.esperado.quantile(0.0, cells) * panel.dias[cells]
    evidence = {"anterior": panel.lectura_anterior[cells], "actual": panel.lectura_actual[cells]}
    ends = [subject.esperado.quantile(z, cells) * panel.dias[cells] for z in (-3.0, 3.0)]
    factor = _factor(panel)[cells]
    return Flags(
        "lectura.menor_que_anterior", *cells, {**evidence, "factor": factor}, riesgo=expected, rango=(ends[0], ends[1])
    )


def find_discontinuity(subject: Subject) -> Flags:
    """Flag a previous reading that is not the current one of the ciclo before, the meter being the same.

    Energy between the two registers is in no ciclo, or in both. After a row that was written down again that is what
    the copy did, and the copy is the finding.
    """
    panel = subject.panel
    if panel.lectura_anterior is None or panel.lectura_actual is None:
        return _none("continuidad.lectura_anterior")
    before = _shifted(panel.lectura_actual)
    jump = panel.lectura_anterior - before
    broken = abs(jump) > _TOLERANCE
    if panel.medidor_nuevo is not None:
        broken &= ~panel.medidor_nuevo
    estimated = _shifted_mask(~panel.is_measured & np.isfinite(panel.kwh))
    cells = subject.cells(broken & ~estimated & ~_shifted_mask(_copied(panel)))
    size = jump[cells]
    evidence = {"anterior": panel.lectura_anterior[cells], "actual_previa": before[cells], "diferencia": size}
    return Flags("continuidad.lectura_anterior", *cells, evidence, riesgo=abs(size) * _factor(panel)[cells])


def find_copied(subject: Subject) -> Flags:
    """Flag a row whose two registers are those of the ciclo before: it was written down again."""
    panel = subject.panel
    if panel.lectura_anterior is None or panel.lectura_actual is None:
        return _none("lectura.copiada")
    cells = subject.cells(_copied(panel))
    evidence = {"anterior": panel.lectura_anterior[cells], "actual": panel.lectura_actual[cells]}
    return Flags("lectura.copiada", *cells, {**evidence, "kwh": panel.kwh[cells]}, riesgo=panel.kwh[cells])


def find_sentinel(subject: Subject) -> Flags:
    """Flag a register that a device sends for "no reading", where what it gives was not expected."""
    panel, profile = subject.panel, subject.perfil
    if panel.lectura_actual is None:
        return _none("lectura.valor_centinela")
    sent = np.isin(panel.lectura_actual, profile.centinelas)
    odd = ~np.isfinite(panel.kwh) | (abs(subject.esperado.z) > profile.desvios)
    cells = subject.cells(sent & odd)
    return Flags(
        "lectura.valor_centinela", *cells, {"actual": panel.lectura_actual[cells], "kwh": panel.kwh[cells]},
        riesgo=abs(panel.kwh[cells] - subject.esperado.quantile(0.0, cells) * panel.dias[cells]),
    )  # fmt: skip


def find_inactive_advance(subject: Subject) -> Flags:
    """Flag a register that moved on while its usuario had no reading for two ciclos or more: used, and in no ciclo."""
    panel = subject.panel
    if panel.lectura_anterior is None or panel.lectura_actual is None:
        return _none("medidor.inactivo_con_consumo")
    last, since = _last_known(panel.lectura_actual)
    advance = panel.lectura_anterior - last
    mask = (since > 2) & (advance > _TOLERANCE) & np.isfinite(panel.kwh)
    if panel.medidor_nuevo is not None:
        mask &= ~panel.medidor_nuevo
    cells = subject.cells(mask)
    lost = advance[cells] * _factor(panel)[cells]
    evidence = {"ultima": last[cells], "anterior": panel.lectura_anterior[cells], "ciclos": since[cells] - 1}
    return Flags("medidor.inactivo_con_consumo", *cells, {**evidence, "kwh_perdidos": lost}, riesgo=lost)


def find_not_read_lately(subject: Subject) -> Flags:
    """Flag, in the last ciclo, usuarios supplied whose last real reading is longer ago than the profile allows."""
    panel = subject.panel
    if panel.n_ciclos == 0:
        return _none("medidor.sin_lectura_reciente")
    real = panel.is_measured
    last = panel.n_ciclos - 1 - np.argmax(real[:, ::-1], axis=1)
    days = np.where(real.any(axis=1), (panel.hasta[-1] - panel.hasta[last]).astype(np.int64), 0)
    late = days > subject.perfil.dias_sin_lectura * subject.scale
    mask = np.zeros(panel.kwh.shape, np.bool_)
    mask[:, -1] = late & active(panel)[:, -1]
    cells = subject.cells(mask)
    expected = subject.esperado.quantile(0.0, cells) * days[cells[0]]
    return Flags("medidor.sin_lectura_reciente", *cells, {"dias": days[cells[0]]}, riesgo=expected)


def _copied(panel: Panel) -> Mask:
    """Where both registers are those of the ciclo before, and something was used between them."""
    start, end = panel.lectura_anterior, panel.lectura_actual
    if start is None or end is None:
        return np.zeros(panel.kwh.shape, np.bool_)
    copied: Mask = (start == _shifted(start)) & (end == _shifted(end)) & (end > start)
    return copied


def _shifted(matrix: Floats) -> Floats:
    """Return the value of the ciclo before each, NaN for the first."""
    out = np.full(matrix.shape, np.nan)
    out[:, 1:] = matrix[:, :-1]
    return out


def _shifted_mask(mask: Mask) -> Mask:
    out = np.zeros(mask.shape, np.bool_)
    out[:, 1:] = mask[:, :-1]
    return out


def _factor(panel: Panel) -> Floats:
    return np.ones(panel.kwh.shape) if panel.factor is None else np.where(panel.factor > 0, panel.factor, 1.0)


def _last_known(matrix: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Return the last known value before each ciclo, and how many ciclos ago it was; NaN and 0 where there is none."""
    columns = np.arange(matrix.shape[1])
    place = np.where(np.isfinite(matrix), columns, -1)
    place = np.maximum.accumulate(place, axis=1)
    before = np.full(place.shape, -1)
    before[:, 1:] = place[:, :-1]
    known = before >= 0
    value = np.take_along_axis(matrix, before.clip(min=0), axis=1)
    return np.where(known, value, np.nan), np.where(known, columns - before, 0)


def _none(codigo: str) -> Flags:
    return Flags(codigo, np.empty(0, np.intp), np.empty(0, np.intp), {})
