"""Checks of the reading itself: is it there, and does its ciclo have a credible length."""

import numpy as np

from consumo.critica.flags import Flags
from consumo.critica.profile import Profile
from consumo.domain.panel import Panel

__all__ = ["find_days_out_of_range", "find_missing"]


def find_missing(panel: Panel) -> Flags:
    """Flag a usuario without consumption in a ciclo between two known ones, or in the last after a known one."""
    known = np.isfinite(panel.kwh)
    before = np.zeros_like(known)
    before[:, 1:] = np.logical_or.accumulate(known, axis=1)[:, :-1]
    after = np.zeros_like(known)
    after[:, :-1] = np.logical_or.accumulate(known[:, ::-1], axis=1)[:, ::-1][:, 1:]
    if panel.n_ciclos > 1:
        after[:, -1] = known[:, -2]
    return Flags.where("lectura.faltante", ~known & before & after)


def find_days_out_of_range(panel: Panel, profile: Profile) -> Flags:
    """Flag readings whose days are outside the credible range; scaled for calendars that are not monthly."""
    scale = 12 / panel.calendar.period if panel.calendar.period <= 6 else 1.0
    shortest, longest = (round(days * scale) for days in profile.dias)
    mask = np.isfinite(panel.kwh) & ((panel.dias < shortest) | (panel.dias > longest))
    if panel.calendar.period > 13:
        mask &= False  # weekly calendars have no billing rule to break
    ends = {"minimo": np.full(mask.shape, shortest), "maximo": np.full(mask.shape, longest)}
    return Flags.where("ciclo.dias_fuera_de_rango", mask, dias=panel.dias, **ends)
