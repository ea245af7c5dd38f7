"""What a forecast is, whoever makes, stores or serves it: values, bands and an honest account of the model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consumo.domain.ciclo import Calendar

__all__ = ["Forecast", "ModelCard", "Motivo"]

Floats = NDArray[np.float64]


class Motivo(IntEnum):
    """Why a usuario has, or has not, a forecast."""

    CON_PRONOSTICO = 0
    HISTORIA_CORTA = 1
    INACTIVO = 2


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """The account that is served with every forecast (`modelo` of DESIGN §5).

    Attributes:
        nombre: name of the model, or `ninguno`.
        version: version of the method; changes when its results may.
        usuarios, ciclos: what it was trained with.
        wape, mase: backtest error of the model served [–]; None where no backtest was possible.
        ingenuo_wape: seasonal-naive's WAPE on the same windows [–].
        motivo: why there is no forecast, or why this model was chosen; '' if there is nothing to say.
        motivo_en: the same in English.
        detalles: choices written down (weights, seed, members, windows).
    """

    nombre: str
    version: str
    usuarios: int
    ciclos: int
    wape: float | None = None
    mase: float | None = None
    ingenuo_wape: float | None = None
    motivo: str = ""
    motivo_en: str = ""
    detalles: Mapping[str, Any] = field(default_factory=dict)


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
    """

    calendar: Calendar
    niveles: tuple[int, ...]
    kwh: Floats
    inferior: Floats
    superior: Floats
    bateria_inferior: Floats
    bateria_superior: Floats
    total_inferior: Floats
    total_superior: Floats
    motivos: NDArray[np.uint8]
    modelo: ModelCard
