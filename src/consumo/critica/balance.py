"""The energy balance of each bateria: delivered through its totalizador against measured by its usuarios."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consumo.critica.profile import Profile
from consumo.critica.supply import active
from consumo.domain.aggregate import sum_known_by_group
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel

__all__ = ["Balance", "balance_of", "find_loss"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Balance:
    """Energy balance, all of shape (n_baterias, n_ciclos).

    Attributes:
        entregado: through the totalizador [kWh]; NaN where there is none.
        medido: sum of the usuarios [kWh].
        perdida_kwh: entregado − medido [kWh]; NaN below the coverage gate.
        perdida: perdida_kwh / entregado [fraction].
        cobertura: usuarios with a consumption / usuarios active in the ciclo [fraction].
    """

    entregado: Floats
    medido: Floats
    perdida_kwh: Floats
    perdida: Floats
    cobertura: Floats


def balance_of(panel: Panel, cobertura_minima: float) -> Balance:
    """Compute the balance; no loss is stated where fewer than `cobertura_minima` of the usuarios were read."""
    measured = sum_known_by_group(panel.kwh, panel.bateria_of, panel.n_baterias)
    counts = [
        sum_known_by_group(np.where(mask, 1.0, 0.0), panel.bateria_of, panel.n_baterias)
        for mask in (np.isfinite(panel.kwh), active(panel))
    ]
    coverage = np.divide(counts[0], counts[1], out=np.full(measured.shape, np.nan), where=counts[1] > 0)
    lost = np.where(coverage >= cobertura_minima, panel.entregado - measured, np.nan)
    share = np.divide(lost, panel.entregado, out=np.full(lost.shape, np.nan), where=panel.entregado > 0)
    return Balance(panel.entregado, measured, lost, share, coverage)


def find_loss(panel: Panel, profile: Profile) -> list[Hallazgo]:
    """Find baterias whose loss is high, negative, or cannot be told for lack of readings."""
    balance = balance_of(panel, profile.cobertura_minima)
    known = np.isfinite(panel.entregado)
    cases = (
        ("balance.cobertura_insuficiente", known & (balance.cobertura < profile.cobertura_minima)),
        ("balance.perdida_alta", balance.perdida > profile.perdida_alta),
        ("balance.perdida_negativa", balance.perdida < profile.perdida_negativa),
    )
    return [
        _finding(panel, balance, codigo, int(row), int(column))
        for codigo, mask in cases
        for row, column in np.argwhere(mask)
    ]


def _finding(panel: Panel, balance: Balance, codigo: str, row: int, column: int) -> Hallazgo:
    numbers = {
        "entregado_kwh": balance.entregado[row, column],
        "medido_kwh": balance.medido[row, column],
        "perdida_kwh": balance.perdida_kwh[row, column],
        "perdida_pct": 100 * balance.perdida[row, column],
        "cobertura_pct": 100 * balance.cobertura[row, column],
    }
    evidence = {name: round(float(value), 1) if np.isfinite(value) else None for name, value in numbers.items()}
    return Hallazgo(codigo=codigo, bateria=str(panel.baterias[row]), ciclo=panel.ciclos[column], evidencia=evidence)
