"""The thresholds of the checks, with their units and sources; one frozen record, so that a run can be repeated."""

from dataclasses import dataclass

__all__ = ["GENERAL", "Profile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Thresholds.

    Attributes:
        ventana: ciclos of history that a reading is compared with.
        minimo_historia: known ciclos below which a consumption is not judged.
        desvios: distance from the median in MAD (5: ORNL VERIFI, `meterDataQualityStatistics.ts`).
        cambio: smallest relative change from the median that matters [fraction] (0.30: coop-service-backend).
        piso_kwh_30d: smallest change that matters [kWh per 30 days]; ours, so that tiny homes do not fill the queue.
        repetidos: identical non-zero consumptions in a row that look like a reading made at the desk.
        dias: shortest and longest ciclo [days] for a monthly calendar (CalTRACK 2.2.3.4).
        cobertura_minima: share of usuarios read below which no loss is published (OSE Uruguay, balance hídrico).
        perdida_alta, perdida_negativa: loss that calls for a look [fraction of the energy delivered].
    """

    ventana: int = 12
    minimo_historia: int = 4
    desvios: float = 5.0
    cambio: float = 0.30
    piso_kwh_30d: float = 20.0
    repetidos: int = 3
    dias: tuple[int, int] = (25, 35)
    cobertura_minima: float = 0.80
    perdida_alta: float = 0.10
    perdida_negativa: float = -0.02


GENERAL = Profile()
"""The default, for no country in particular."""
