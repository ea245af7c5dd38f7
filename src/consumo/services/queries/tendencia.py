"""`tendencia` of an answer: the polynomial trend of a usuario, or the sum of those of a group."""

from itertools import zip_longest
from typing import Any

from consumo.domain.panel import Panel
from consumo.services.queries.numbers import FRACTION_DECIMALS, known, known_one, or_none
from consumo.services.queries.scope import Scope
from consumo.services.queries.trend_book import Grado, future_of, trend_book

__all__ = ["trend_of"]

Kwh = list[float | None]


def trend_of(panel: Panel, scope: Scope, *, grado: Grado, horizonte: int) -> dict[str, Any]:
    """Return the trend of `scope` and its damped projection over `horizonte` ciclos.

    The polynomial is fitted on kwh_dia of the ciclos that are over; values are given in kWh, kwh_dia × days of each
    ciclo. `valores` is null outside a usuario's first and last known consumption, and in a ciclo under way: that is the
    first of `proyeccion`, whole. `proyeccion` is null for an inactive usuario. Coefficients are those of
    (t − centro) / escala, t = 0 for the first ciclo, centro and escala half the span of the ciclos; sums have none,
    for their usuarios differ in degree.
    """
    book = trend_book(panel)
    width = book.n_closed
    if scope.tipo == "usuario":
        block, at = book.of_usuario(scope.index, grado)
        degree = int(block.grado[at])
        kwh = or_none(block.kwh[at].tolist())
        coefficients = block.coeficientes[at, : degree + 1].tolist()
        r2 = known_one(block.r2[at], FRACTION_DECIMALS)
        return _record(panel, degree, coefficients, r2, kwh[:width], kwh[width : width + horizonte])
    groups = book.of_groups(grado)
    trend = groups.total if scope.tipo == "total" else groups.baterias[scope.index]
    degree = -1 if trend.grado is None else trend.grado
    ahead = known(trend.proyeccion[:horizonte])
    return _record(panel, degree, [], known_one(trend.r2, FRACTION_DECIMALS), known(trend.valores), ahead)


def _record(
    panel: Panel, degree: int, coefficients: list[float], r2: float | None, values: Kwh, ahead: Kwh
) -> dict[str, Any]:
    return {
        "grado": degree if degree >= 0 else None,
        "coeficientes": coefficients,
        "r2": r2,
        "valores": [{"ciclo": c, "kwh": v} for c, v in zip_longest(panel.ciclos, values)],
        "proyeccion": [{"ciclo": c, "kwh": v} for c, v in zip(future_of(panel).ids, ahead, strict=False)],
    }
