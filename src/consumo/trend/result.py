"""What a trend is: the polynomial of one series, or of every usuario at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["PanelTrend", "Trend", "TrendSum"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Trend:
    """The polynomial trend of one series.

    Attributes:
        grado: degree used; None where nothing is known.
        coeficientes: of kwh_dia in powers of `(t − centro) / escala`, lowest first, shape (grado + 1,).
        centro, escala: of the time, in positions of the series (0 … n_ciclos − 1).
        r2: share of the variance explained, in [0, 1]; NaN where the values do not vary or nothing is known.
        valores: fitted values in the units given (kWh where `dias` was given, else kWh/d), NaN outside the
            first … last known value, shape (n_ciclos,).
        proyeccion: damped projection, ≥ 0, shape (horizonte,).
        motivo: why the degree is below the one asked for, Spanish; '' if it is not.
        motivo_en: the same in English.
    """

    grado: int | None
    coeficientes: Floats
    centro: float
    escala: float
    r2: float
    valores: Floats
    proyeccion: Floats
    motivo: str = ""
    motivo_en: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class PanelTrend:
    """The polynomial trends of all usuarios, in the units of what was fitted (kWh/d).

    Attributes:
        grado: degree of each usuario, −1 where nothing is known, int8, shape (n,).
        maximo: highest degree that each history supports, −1 where nothing is known, int8, shape (n,).
        coeficientes: powers of `(t − centro) / escala`, lowest first, 0 above the degree, shape (n, 6).
        centro, escala: of the time, common to all, in ciclos.
        r2: shape (n,), NaN where the values do not vary or nothing is known.
        valores: fitted values, NaN outside each usuario's first … last known value, shape (n, n_ciclos).
        proyeccion: damped, ≥ 0; NaN for usuarios without a value in the last ciclos, shape (n, horizonte).
    """

    grado: NDArray[np.int8]
    maximo: NDArray[np.int8]
    coeficientes: Floats
    centro: float
    escala: float
    r2: Floats
    valores: Floats
    proyeccion: Floats


@dataclass(frozen=True, eq=False, kw_only=True)
class TrendSum:
    """The trend of a group: the sums of its usuarios' values.

    Attributes:
        grado: highest degree among the usuarios, None where nothing is known.
        r2: of the summed trend against the summed consumption, NaN where it has no meaning.
        valores: [kWh], NaN where no usuario has a trend, shape (n_ciclos,).
        proyeccion: [kWh], NaN where no usuario is projected, shape (horizonte,).
    """

    grado: int | None
    r2: float
    valores: Floats
    proyeccion: Floats
