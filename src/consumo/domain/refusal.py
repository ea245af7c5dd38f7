"""Why there is no forecast, or one of 0: the finding `modelo.datos_insuficientes` and its sentences."""

from typing import Final

import numpy as np

from consumo.domain.forecast_result import Motivo
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import ACTIVE_CICLOS, MIN_CICLOS, MIN_KNOWN

__all__ = ["DATOS_INSUFICIENTES", "refusal", "why", "why_no_data"]

DATOS_INSUFICIENTES: Final = "modelo.datos_insuficientes"

_WHY: Final = {
    Motivo.HISTORIA_CORTA: (
        f"La historia es demasiado corta para un pronóstico: tiene menos de {MIN_KNOWN} consumos medidos.",
        f"The history is too short for a forecast: it has fewer than {MIN_KNOWN} measured consumptions.",
    ),
    Motivo.INACTIVO: (
        f"Sin consumo en los últimos {ACTIVE_CICLOS} ciclos: no se pronostica un usuario inactivo.",
        f"No consumption in the last {ACTIVE_CICLOS} ciclos: an inactive usuario is not forecast.",
    ),
    Motivo.DESOCUPADO: (
        f"Los últimos {ACTIVE_CICLOS} ciclos o más fueron de 0 kWh: se pronostica 0 mientras siga así.",
        f"The last {ACTIVE_CICLOS} ciclos or more were of 0 kWh: 0 is forecast as long as it stays so.",
    ),
    Motivo.POCOS_CICLOS: (
        f"Los datos tienen menos de {MIN_CICLOS} ciclos cerrados: no alcanzan para un pronóstico.",
        f"The data have fewer than {MIN_CICLOS} closed ciclos: not enough for a forecast.",
    ),
}


def why(motivo: Motivo) -> tuple[str, str] | None:
    """Return the reason in Spanish and English; None where there is nothing to explain."""
    return _WHY.get(motivo)


def refusal(panel: Panel, row: int | None = None) -> Hallazgo:
    """Return the finding that a usuario, or the whole data set, has no forecast.

    Args:
        panel: the closed ciclos.
        row: of the usuario; None for the data set, of which the evidence is that of its best known usuario.
    """
    rows = np.arange(panel.n_usuarios) if row is None else np.array([row])
    measured = panel.is_measured[rows]
    recent = np.isfinite(panel.kwh[rows, -ACTIVE_CICLOS:])
    return Hallazgo(
        codigo=DATOS_INSUFICIENTES,
        usuario=None if row is None else str(panel.usuarios[row]),
        evidencia={
            "ciclos": panel.n_ciclos,
            "medidos": int(measured.sum(axis=1).max(initial=0)),
            "recientes": int(recent.sum(axis=1).max(initial=0)),
            "ventana": ACTIVE_CICLOS,
            "minimo_ciclos": MIN_CICLOS,
            "minimo_medidos": MIN_KNOWN,
        },
    )


def why_no_data(n_ciclos: int) -> tuple[str, str]:
    """Say in Spanish and English why a data set of so many closed ciclos supports no forecast."""
    if n_ciclos >= MIN_CICLOS:
        return (
            "Ningún usuario activo tiene historia medida suficiente para un pronóstico.",
            "No active usuario has enough measured history for a forecast.",
        )
    ciclos = "ciclo" if n_ciclos == 1 else "ciclos"
    there = "There is" if n_ciclos == 1 else "There are"
    return (
        f"Hay {n_ciclos} {ciclos}; un pronóstico necesita al menos {MIN_CICLOS}.",
        f"{there} {n_ciclos} {ciclos}; a forecast needs at least {MIN_CICLOS}.",
    )
