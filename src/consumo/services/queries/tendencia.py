"""`tendencia` of an answer: the polynomial trend of a usuario, or the sum of those of a group."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from consumo.domain.panel import Panel
from consumo.services.queries.numbers import FRACTION_DECIMALS, known, known_one
from consumo.services.queries.scope import Scope
from consumo.services.queries.trend_book import Grado, future_of, trend_book

__all__ = ["trend_of"]

_SIGNIFICANT = 6
"""Decimals of the coefficients [kWh/d]."""


def trend_of(panel: Panel, scope: Scope, *, grado: Grado, horizonte: int) -> dict[str, Any]:
    """Return the trend of `scope` and its damped projection over `horizonte` ciclos.

    The polynomial is fitted on kwh_dia; values are given in kWh, kwh_dia × days of each ciclo. `valores` is null
    outside a usuario's first and last known consumption; `proyeccion` is null for an inactive usuario. Coefficients
    are those of (t − centro) / escala, t = 0 for the first ciclo, centro and escala half the span of all ciclos;
    sums have none, for their usuarios differ in degree.
    """
    future = future_of(panel)
    if scope.tipo == "usuario":
        block, at = trend_book(panel).of_usuario(scope.index, grado)
        degree = int(block.grado[at])
        coefficients = known(block.coeficientes[at, : degree + 1], _SIGNIFICANT)
        values = block.valores[at] * panel.dias[scope.index]
        ahead = block.proyeccion[at, :horizonte] * future.dias[:horizonte]
        return _record(panel, degree, coefficients, float(block.r2[at]), values, ahead)
    groups = trend_book(panel).of_groups(grado)
    trend = groups.total if scope.tipo == "total" else groups.baterias[scope.index]
    degree = -1 if trend.grado is None else trend.grado
    return _record(panel, degree, [], trend.r2, trend.valores, trend.proyeccion[:horizonte])


def _record(
    panel: Panel,
    degree: int,
    coefficients: list[float],
    r2: float,
    values: NDArray[np.float64],
    ahead: NDArray[np.float64],
) -> dict[str, Any]:
    return {
        "grado": degree if degree >= 0 else None,
        "coeficientes": coefficients,
        "r2": known_one(r2, FRACTION_DECIMALS),
        "valores": [{"ciclo": c, "kwh": v} for c, v in zip(panel.ciclos, known(values), strict=True)],
        "proyeccion": [{"ciclo": c, "kwh": v} for c, v in zip(future_of(panel).ids, known(ahead), strict=False)],
    }
