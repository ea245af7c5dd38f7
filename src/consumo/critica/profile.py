"""The parameters of the checks, with their units and sources; one frozen record, so that a run can be repeated."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from consumo.domain.vocabulary import Severidad

__all__ = ["GENERAL", "BateriaProfile", "Citation", "Profile"]


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
class Citation:
    """A rule of law behind a profile.

    Attributes:
        norma: its name.
        dice: what it says, as it was read.
        leido_en: where it was read; not always the legal text itself.
        confirmar: what a lawyer must confirm before anyone bills on it.
    """

    norma: str
    dice: str
    leido_en: str
    confirmar: str


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Parameters.

    Attributes:
        nombre: id of the profile.
        titulo: what people call it.
        citas: the rules of law behind it.
        apagadas: codes of the rules that do not run.
        gravedades: by code, the severity where it is not the catalogue's.
        ventana: ciclos of history that a reading is compared with.
        minimo_historia: known ciclos below which a consumption is not judged.
        desvios: distance from what was expected [robust standard deviations of the logarithm]; 4 of them are 6 MAD of
            a normal sample, somewhat more than the 5 MAD of ORNL VERIFI, because the expectation follows the season.
        cambio: smallest relative change from it that matters [fraction] (0.30: coop-service-backend).
        piso_kwh_30d: smallest change that matters [kWh per 30 days]; ours, so that tiny homes do not fill the queue.
        repetidos: identical non-zero consumptions in a row that look like a reading made at the desk [ciclos].
        nulo_kwh, nulo_ciclos: what counts as next to nothing [kWh], and for how long in a row [ciclos] (ValoApp).
        caida, caida_ciclos: a sustained drop: the mean of the last `caida_ciclos` below `caida` of the level before
            [fraction, ciclos]; ours.
        anio: change from the same ciclo of last year that is said [fraction]; ours.
        iqr: quartile ranges beyond the quartiles (3: opendsm, CalTRACK 2.3.6).
        media_desvios, media_ciclos: limits of the mean ± sd test [sd, ciclos] (3 and 12: CREG 105 007 of 2024).
        kw_maximo: power that a usuario can draw [kW]; None = not known, the rule does not run (MyEMS
            `hourly_high_limit`).
        factores: multiplication factors that meters have [–] (domain study §2.1).
        factor_tolerancia: how near to one of them a quotient counts as it [fraction]; ours.
        centinelas: numbers that a reader sends for "no reading" (n3rgy/data issues 1 and 11).
        estimados_seguidos: estimated ciclos in a row that are allowed (2: SEC Chile).
        dias_sin_lectura: days since the last real reading that are allowed, for a monthly calendar [d]
            (45: coop-service-backend).
        dias: shortest and longest ciclo [d] for a monthly calendar (CalTRACK 2.2.3.4).
        hueco_dias: days between the end of a reading and the start of the next that are let pass [d].
        cobertura_minima: share of usuarios read below which no loss is published (OSE Uruguay, balance hídrico).
        perdida_alta, perdida_negativa: loss that calls for a look [fraction of the energy delivered].
        estimacion: the rungs of the estimation ladder, in order (see `estimation.py`).
        estimacion_ciclos: real ciclos that the mean takes (6: Chile, Peru; 12: Brazil, Colombia).
        baterias: what holds of single baterias, by id.
    """

    nombre: str = "general"
    titulo: str = "General, de ningún país"
    citas: tuple[Citation, ...] = ()
    apagadas: frozenset[str] = frozenset(
        {"consumo.vs_mismo_ciclo_anio_anterior", "consumo.extremo_iqr", "consumo.desviacion_significativa"}
    )
    gravedades: Mapping[str, Severidad] = field(default_factory=dict)
    ventana: int = 12
    minimo_historia: int = 4
    desvios: float = 4.0
    cambio: float = 0.30
    piso_kwh_30d: float = 20.0
    repetidos: int = 3
    nulo_kwh: float = 1.0
    nulo_ciclos: int = 2
    caida: float = 0.5
    caida_ciclos: int = 3
    anio: float = 0.5
    iqr: float = 3.0
    media_desvios: float = 3.0
    media_ciclos: int = 12
    kw_maximo: float | None = None
    factores: tuple[float, ...] = (10, 20, 30, 40, 60, 80, 120)
    factor_tolerancia: float = 0.10
    centinelas: tuple[float, ...] = (16777.215, 4294967.295, 99999.0, 999999.0)
    estimados_seguidos: int = 2
    dias_sin_lectura: int = 45
    dias: tuple[int, int] = (25, 35)
    hueco_dias: int = 0
    cobertura_minima: float = 0.80
    perdida_alta: float = 0.10
    perdida_negativa: float = -0.02
    estimacion: tuple[str, ...] = ("anio_anterior", "promedio", "grupo")
    estimacion_ciclos: int = 6
    baterias: Mapping[str, BateriaProfile] = field(default_factory=dict)

    @cached_property
    def huella(self) -> str:
        """What stands for every parameter, in any process: two profiles with the same one judge alike."""
        values = [(one.name, _ordered(getattr(self, one.name))) for one in fields(self)]
        return hashlib.blake2b(repr(values).encode(), digest_size=8).hexdigest()

    def of_bateria(self, bateria: str) -> BateriaProfile:
        """Return what holds of `bateria`; nothing of its own where the profile does not name it."""
        return self.baterias.get(bateria) or BateriaProfile()


def _ordered(value: Any) -> Any:
    """Return `value` with an order of its own: that of a set, and so its text, is another one in each process."""
    if isinstance(value, frozenset):
        return sorted(value)
    return sorted(value.items()) if isinstance(value, Mapping) else value


GENERAL = Profile()
"""The default, for no country in particular."""
