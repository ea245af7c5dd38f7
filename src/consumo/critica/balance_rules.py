"""Findings about the energy balance: a loss that is high, negative, or cannot be told for lack of readings."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.balance import Balance, balance_of
from consumo.critica.profile import Profile
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel

__all__ = ["BALANCE_CODES", "find_loss"]

BALANCE_CODES: Final = ("balance.cobertura_insuficiente", "balance.perdida_alta", "balance.perdida_negativa")

_SHOWN: Final = {
    "entregado_kwh": "entregado",
    "medido_kwh": "medido",
    "estimado_kwh": "estimado",
    "autorizado_kwh": "autorizado",
    "ajuste_fechas_kwh": "ajuste_fechas",
    "sin_leer_kwh": "sin_leer",
}

Floats = NDArray[np.float64]


def find_loss(panel: Panel, profile: Profile) -> list[Hallazgo]:
    """Find the baterias whose loss calls for a look.

    What is judged high is the net loss, from which the expected consumption of the usuarios that were not read is
    taken off: else a bateria read at nine in ten would always lose a tenth. What is judged negative is the loss
    before that: an expectation is no proof that more was measured than came in. The limits are those of the bateria.
    """
    if not np.isfinite(panel.entregado).any():
        return []
    balance = balance_of(panel, profile)
    own = [profile.of_bateria(str(bateria)) for bateria in panel.baterias]
    high = np.array([profile.perdida_alta if b.perdida_alta is None else b.perdida_alta for b in own])
    low = np.array([profile.perdida_negativa if b.perdida_negativa is None else b.perdida_negativa for b in own])
    known = np.isfinite(panel.entregado)
    masks = (
        known & (balance.cobertura < profile.cobertura_minima),
        balance.neta > high[:, None],
        balance.perdida < low[:, None],
    )
    judged = (balance.neta_kwh, balance.neta_kwh, balance.perdida_kwh)
    return [
        _finding(panel, balance, codigo, (int(row), int(column)), lost, 100 * float(high[row]), profile)
        for codigo, mask, lost in zip(BALANCE_CODES, masks, judged, strict=True)
        if codigo not in profile.apagadas
        for row, column in np.argwhere(mask)
    ]


def _finding(
    panel: Panel, balance: Balance, codigo: str, place: tuple[int, int], judged: Floats, limit: float, profile: Profile
) -> Hallazgo:
    raised_on = {name: _plain(getattr(balance, part)[place]) for name, part in _SHOWN.items()}
    lost = _plain(judged[place])
    evidence: dict[str, Any] = {
        **raised_on,
        "perdida_kwh": lost,
        "sobra_kwh": None if lost is None else -lost,
        "perdida_pct": _plain(100 * judged[place] / panel.entregado[place]),
        "limite_pct": round(limit, 1),
        "cobertura_pct": _plain(100 * balance.cobertura[place]),
    }
    return Hallazgo(
        codigo=codigo,
        bateria=str(panel.baterias[place[0]]),
        ciclo=panel.ciclos[place[1]],
        evidencia=evidence,
        gravedad=profile.gravedades.get(codigo),
        kwh_en_riesgo=abs(lost) if lost is not None else None,
        sobre={"entregado_kwh": raised_on["entregado_kwh"], "medido_kwh": raised_on["medido_kwh"]},
    )


def _plain(value: float) -> float | None:
    return round(float(value), 1) if np.isfinite(value) else None
