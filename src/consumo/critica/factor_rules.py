"""Checks of the multiplication factor: did it change, or was it forgotten or applied twice."""

import numpy as np

from consumo.critica.consumption_rules import judged
from consumo.critica.flags import Flags
from consumo.critica.subject import Subject

__all__ = ["find_factor_change", "find_factor_ratio"]


def find_factor_change(subject: Subject) -> Flags:
    """Flag a factor that is not that of the ciclo before, the meter being the same (Oracle MDM, Multiplier Check).

    Going back to what it was after one ciclo is the end of a trouble that was flagged then.
    """
    panel = subject.panel
    if panel.factor is None:
        return Flags("factor.cambio_no_declarado", np.empty(0, np.intp), np.empty(0, np.intp), {})
    before = np.full(panel.kwh.shape, np.nan)
    before[:, 1:] = panel.factor[:, :-1]
    earlier = np.full(panel.kwh.shape, np.nan)
    earlier[:, 2:] = panel.factor[:, :-2]
    changed = (panel.factor != earlier) & np.isfinite(panel.factor) & np.isfinite(before) & (panel.factor != before)
    if panel.medidor_nuevo is not None:
        changed &= ~panel.medidor_nuevo
    cells = subject.cells(changed)
    evidence = {"factor": panel.factor[cells], "factor_previo": before[cells], "kwh": panel.kwh[cells]}
    # The difference that the change makes, whichever of the two factors is right.
    share = 1 - before[cells] / panel.factor[cells]
    return Flags("factor.cambio_no_declarado", *cells, evidence, riesgo=abs(panel.kwh[cells] * share))


def find_factor_ratio(subject: Subject) -> Flags:
    """Flag a consumption that is about a usual factor times what was expected, or that part of it.

    Only where no registers are known: else the consumption follows from them, and the factor is beside it.
    """
    panel, profile = subject.panel, subject.perfil
    mask = judged(subject) & (abs(subject.esperado.z) > profile.desvios) & (panel.kwh > 0)
    if panel.factor is not None:
        mask &= ~np.isfinite(panel.factor)
    rows, columns = subject.cells(mask)
    usual = subject.esperado.quantile(0.0, (rows, columns)) * panel.dias[rows, columns]
    quotient = panel.kwh[rows, columns] / np.maximum(usual, 1e-9)
    times = np.maximum(quotient, 1 / np.maximum(quotient, 1e-9))
    factors = np.array(profile.factores)
    nearest = factors[np.argmin(abs(np.log(times[:, None] / factors)), axis=1)] if len(rows) else np.empty(0)
    near = abs(times / nearest - 1) <= profile.factor_tolerancia if len(rows) else np.empty(0, np.bool_)
    evidence = {"kwh": panel.kwh[rows, columns], "esperado_kwh": usual, "veces": quotient, "factor": nearest}
    limits = (-profile.desvios, profile.desvios)
    low, high = (subject.esperado.quantile(z, (rows, columns)) * panel.dias[rows, columns] for z in limits)
    risk = abs(panel.kwh[rows, columns] - usual)
    found = Flags("factor.olvidado_o_doble", rows, columns, evidence, riesgo=risk, rango=(low, high))
    return found.take(near)
