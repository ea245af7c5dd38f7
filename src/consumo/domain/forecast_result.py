"""What a forecast is, whoever makes, stores or serves it: values, bands and an honest account of the model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.ciclo import Calendar

__all__ = ["SERVED", "TRACKED", "Forecast", "ModelCard", "Motivo", "Track", "Tracked", "is_served"]

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
"""Of the usuarios, of whom there may be a million: seven digits are more than a meter has."""


class Motivo(IntEnum):
    """Why a usuario has, or has not, a forecast; what each means is said in `refusal.py`."""

    CON_PRONOSTICO = 0
    HISTORIA_CORTA = 1
    INACTIVO = 2
    DESOCUPADO = 3
    POCOS_CICLOS = 4


SERVED: Final = frozenset({Motivo.CON_PRONOSTICO, Motivo.DESOCUPADO})
"""What a usuario with a forecast has; one of 0 is one."""


def is_served(motivos: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return whether each usuario has a forecast, of motivos's shape."""
    return np.isin(motivos, list(SERVED))


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """The account that is served with every forecast (`modelo` of DESIGN §5).

    Attributes:
        nombre: name of the model, or `ninguno`.
        version: version of the method; changes when its results may.
        usuarios, ciclos: what it was trained with.
        wape, mase: backtest error of the model served [–]; None where no backtest was possible.
        ingenuo_wape, ingenuo_mase: seasonal-naive's errors on the same windows [–].
        motivo: why there is no forecast, or why this model was chosen; '' if there is nothing to say.
        motivo_en: the same in English.
        codigo: `modelo.datos_insuficientes` where there is no forecast, else ''.
        insumos: fingerprint of what it was made with beside the readings (calendar, series); '' = nothing.
        detalles: choices written down (weights, seed, members, windows).
    """

    nombre: str
    version: str
    usuarios: int
    ciclos: int
    wape: float | None = None
    mase: float | None = None
    ingenuo_wape: float | None = None
    ingenuo_mase: float | None = None
    motivo: str = ""
    motivo_en: str = ""
    codigo: str = ""
    insumos: str = ""
    detalles: Mapping[str, Any] = field(default_factory=dict)


TRACKED: Final = ("n", "pronosticado", "real", "error", "error_ingenuo", "con_banda", "dentro_80", "dentro_95")
"""What is summed over the forecasts that a Track compares: how many, kWh forecast and measured, Σ|error| of ours and
of seasonal-naive [kWh], how many of them have bands, and how many outcomes lie within."""


@dataclass(frozen=True, kw_only=True)
class Tracked:
    """One ciclo of a Track.

    Attributes:
        ciclo: its id.
        horizonte: steps ahead from which it was forecast, 1 = the ciclo before it was the last one known.
        version: the version whose forecast it is; '' where it comes from the backtest.
    """

    ciclo: str
    horizonte: int
    version: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Track:
    """What earlier forecasts said, and what was measured then; in the last row of each array, of all usuarios.

    Attributes:
        ciclos: the ciclos compared, oldest first, each with its latest forecast.
        by_ciclo: sums (TRACKED) by bateria, shape (n_baterias + 1, len(ciclos), len(TRACKED)).
        by_horizon: sums (TRACKED) over all comparisons at each step ahead, shape (n_baterias + 1, n_steps,
            len(TRACKED)).
    """

    ciclos: tuple[Tracked, ...]
    by_ciclo: Floats
    by_horizon: Floats

    @classmethod
    def empty(cls, n_baterias: int) -> "Track":
        """Return the track of a data set in which nothing can be compared."""
        return cls(
            ciclos=(),
            by_ciclo=np.zeros((n_baterias + 1, 0, len(TRACKED))),
            by_horizon=np.zeros((n_baterias + 1, 0, len(TRACKED))),
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Forecast:
    """Forecasts of every usuario, and of the baterias and the total as their sums.

    Attributes:
        calendar: the future ciclos, length horizonte.
        niveles: nominal coverages of the bands in percent, e.g. (80, 95).
        kwh: expected consumption [kWh], NaN where there is no forecast, shape (n_usuarios, horizonte).
        inferior, superior: limits [kWh], shape (n_niveles, n_usuarios, horizonte).
        bateria_inferior, bateria_superior: limits of the baterias' sums, shape (n_niveles, n_baterias, horizonte).
        total_inferior, total_superior: limits of the total, shape (n_niveles, horizonte).
        motivos: `Motivo` of each usuario, uint8, shape (n_usuarios,).
        modelo: the model's account.
        medido_kwh: what was measured so far in the first ciclo, where that is under way; NaN = not read, shape
            (n_usuarios,) [kWh]; None where the first ciclo has not begun.
        medido_dias: days that this is of, 0 = not read, shape (n_usuarios,).
        track: how earlier forecasts, or those of the backtest, turned out.
    """

    calendar: Calendar
    niveles: tuple[int, ...]
    kwh: Singles
    inferior: Singles
    superior: Singles
    bateria_inferior: Floats
    bateria_superior: Floats
    total_inferior: Floats
    total_superior: Floats
    motivos: NDArray[np.uint8]
    modelo: ModelCard
    track: Track
    medido_kwh: Singles | None = None
    medido_dias: NDArray[np.int16] | None = None
