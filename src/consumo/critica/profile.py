"""The thresholds of the checks, with their units and sources; one frozen record, so that a run can be repeated."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["GENERAL", "BateriaProfile", "Profile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BateriaProfile:
    """What holds of one bateria only.

    Attributes:
        autorizado_kwh_30d: energy used without a meter by agreement, as street lights [kWh per 30 days].
        perdida_alta, perdida_negativa: its own limits [fraction of the energy delivered]; None = the profile's.
            The technical loss depends on the feeder, so no one limit fits every bateria.
    """

    autorizado_kwh_30d: float = 0.0
    perdida_alta: float | None = None
    perdida_negativa: float | None = None


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
        estimacion: the rungs of the estimation ladder, in order (see `estimation.py`).
        baterias: what holds of single baterias, by id.
        estimacion_ciclos: real ciclos that the mean takes (6: Chile, Peru; 12: Brazil, Colombia).
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
    estimacion: tuple[str, ...] = ("anio_anterior", "promedio", "grupo")
    estimacion_ciclos: int = 6
    baterias: Mapping[str, BateriaProfile] = field(default_factory=dict)

    def of_bateria(self, bateria: str) -> BateriaProfile:
        """Return what holds of `bateria`; nothing of its own where the profile does not name it."""
        return self.baterias.get(bateria) or BateriaProfile()


GENERAL = Profile()
"""The default, for no country in particular."""
