"""Checks of the reading itself: is it there, are its dates credible, and do they follow on the ones before."""

import numpy as np
from numpy.typing import NDArray

from consumo.critica.flags import Flags
from consumo.critica.subject import Subject
from consumo.domain.panel import Panel
from consumo.domain.under_way import is_under_way

__all__ = ["find_days_out_of_range", "find_future", "find_gap", "find_missing", "find_overlap"]

Mask = NDArray[np.bool_]
_FEW_DAYS = 0.1
"""Share of a ciclo's days by which a date may be off where the register goes on; ours, half of what makes it odd."""


def find_missing(subject: Subject) -> Flags:
    """Flag a usuario without a reading in a ciclo between two known ones, or in the last after a known one."""
    panel = subject.panel
    known = np.isfinite(panel.kwh)
    before = np.zeros_like(known)
    before[:, 1:] = np.logical_or.accumulate(known, axis=1)[:, :-1]
    after = np.zeros_like(known)
    after[:, :-1] = np.logical_or.accumulate(known[:, ::-1], axis=1)[:, ::-1][:, 1:]
    if panel.n_ciclos > 1:
        after[:, -1] = known[:, -2]
    # A register that fell is there; that its consumption is missing is another finding.
    missing = ~known if panel.lectura_actual is None else ~known & ~np.isfinite(panel.lectura_actual)
    cells = subject.cells(missing & before & after)
    expected = subject.esperado.quantile(0.0, cells) * panel.dias[cells]
    return Flags("lectura.faltante", *cells, {"esperado_kwh": expected}, riesgo=expected)


def find_days_out_of_range(subject: Subject) -> Flags:
    """Flag readings whose days are outside the credible range; scaled for calendars that are not monthly.

    The days of a ciclo under way are few because it is not over.
    """
    panel = subject.panel
    shortest, longest = (round(days * subject.scale) for days in subject.perfil.dias)
    short = panel.dias < shortest
    if is_under_way(panel):
        short[:, -1] = False
    mask = np.isfinite(panel.kwh) & (short | (panel.dias > longest))
    if panel.calendar.period > 13:
        mask &= False  # weekly calendars have no billing rule to break
    cells = subject.cells(mask)
    ends = {"minimo": np.full(len(cells[0]), shortest), "maximo": np.full(len(cells[0]), longest)}
    return Flags("ciclo.dias_fuera_de_rango", *cells, {"dias": panel.dias[cells], **ends})


def find_gap(subject: Subject) -> Flags:
    """Flag a reading that begins days after the one before ended: what was used in between is in neither."""
    return _find_break(subject, "ciclo.hueco", 1)


def find_overlap(subject: Subject) -> Flags:
    """Flag a reading that begins before the one before ended: some days are in both."""
    return _find_break(subject, "ciclo.solape", -1)


def _find_break(subject: Subject, codigo: str, sign: int) -> Flags:
    panel = subject.panel
    # Where the register goes on from where it stopped, no energy is in neither or in both: only a date is off, as where
    # the sheet has the first of the month for every reading. That is a finding where the use per day is off by much.
    harmless = np.where(_register_goes_on(panel), _FEW_DAYS * panel.dias, 0)
    cells = subject.cells(sign * _days_between(panel) > subject.perfil.hueco_dias + harmless)
    days = abs(_days_between(panel)[cells])
    return Flags(codigo, *cells, {"dias": days}, riesgo=days * panel.kwh_dia[cells])


def _register_goes_on(panel: Panel) -> Mask:
    """Where the previous register is the current one of the ciclo before."""
    goes_on = np.zeros(panel.kwh.shape, np.bool_)
    if panel.lectura_anterior is not None and panel.lectura_actual is not None:
        goes_on[:, 1:] = panel.lectura_anterior[:, 1:] == panel.lectura_actual[:, :-1]
    return goes_on


def _days_between(panel: Panel) -> NDArray[np.int64]:
    """Return the days from the end of the reading before to the start of each; 0 where one of both is missing."""
    between = np.zeros(panel.kwh.shape, np.int64)
    end = panel.hasta.astype(np.int64) + (0 if panel.desfase is None else panel.desfase.astype(np.int64))
    end = np.broadcast_to(end, panel.kwh.shape)
    known = panel.is_measured  # an estimate has no date of its own
    both = known[:, 1:] & known[:, :-1]
    between[:, 1:] = np.where(both, end[:, 1:] - panel.dias[:, 1:] - end[:, :-1], 0)
    return between


def find_future(subject: Subject) -> Flags:
    """Flag a reading that is dated after today."""
    panel = subject.panel
    if subject.hoy is None or panel.n_ciclos == 0:
        return Flags("lectura.fecha_futura", np.empty(0, np.intp), np.empty(0, np.intp), {"dias": np.empty(0)})
    late = panel.hasta - np.datetime64(subject.hoy)
    days = late.astype(np.int64) + (0 if panel.desfase is None else panel.desfase.astype(np.int64))
    cells = subject.cells(np.isfinite(panel.kwh) & (days > 0))
    return Flags("lectura.fecha_futura", *cells, {"dias": np.broadcast_to(days, panel.kwh.shape)[cells]})
