"""Checks of a consumption against the usuario's own history, on kwh_dia so that long ciclos are not accused."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from consumo.critica.flags import Flags
from consumo.critica.history import History
from consumo.critica.profile import Profile
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import NORMAL_DAYS

__all__ = ["find_high_and_low", "find_repeated", "find_zero"]


def find_high_and_low(panel: Panel, history: History, profile: Profile) -> tuple[Flags, Flags]:
    """Flag kwh_dia far from the median of its past in all three senses: MADs, share and kWh.

    The conjunction keeps the queue short: ±30 % alone flags up to a third of good readings of variable homes
    (domain study §2.2).
    """
    gap = panel.kwh_dia - history.mediana
    size = abs(gap)
    far = (
        (size > profile.desvios * history.mad)
        & (size > profile.cambio * history.mediana)
        & (size * NORMAL_DAYS > profile.piso_kwh_30d)
        & (history.conocidos >= profile.minimo_historia)
        & panel.is_measured
    )
    evidence: dict[str, NDArray[Any]] = {
        "kwh": panel.kwh,
        "kwh_dia": panel.kwh_dia,
        "mediana_kwh_dia": history.mediana,
        "esperado_min": np.maximum(history.mediana - profile.desvios * history.mad, 0) * panel.dias,
        "esperado_max": (history.mediana + profile.desvios * history.mad) * panel.dias,
        "kwh_en_riesgo": size * panel.dias,
    }
    high = Flags.where("consumo.alto", far & (gap > 0), **evidence)
    low = Flags.where("consumo.bajo", far & (gap < 0) & (panel.kwh > 0), **evidence)
    return high, low


def find_zero(panel: Panel, history: History, profile: Profile) -> Flags:
    """Flag 0 kWh where the usuario's past median is above zero (Oracle MDM, Zero Consumption)."""
    mask = (panel.kwh == 0) & (history.mediana > 0) & (history.conocidos >= profile.minimo_historia)
    return Flags.where(
        "consumo.cero",
        mask & panel.is_measured,
        mediana_kwh_dia=history.mediana,
        kwh_en_riesgo=history.mediana * panel.dias,
    )


def find_repeated(panel: Panel, profile: Profile) -> Flags:
    """Flag the same non-zero kWh in `profile.repetidos` ciclos in a row or more: a reading made at the desk."""
    same = np.ones(panel.kwh.shape, dtype=np.bool_)
    for back in range(1, profile.repetidos):
        same[:, :back] = False
        same[:, back:] &= panel.kwh[:, back:] == panel.kwh[:, :-back] if back < panel.n_ciclos else False
    veces = np.full(panel.kwh.shape, profile.repetidos)
    return Flags.where("consumo.repetido", same & (panel.kwh > 0) & panel.is_measured, kwh=panel.kwh, seguidos=veces)
