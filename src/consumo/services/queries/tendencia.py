"""The polynomial trend of a usuario, and of baterias and the whole as sums of it."""

from typing import Any, Literal

from consumo.domain.panel import Panel
from consumo.services.queries.scope import Scope

__all__ = ["trend_of"]


def trend_of(panel: Panel, scope: Scope, *, grado: int | Literal["auto"], horizonte: int) -> dict[str, Any]:
    return {"grado": None, "coeficientes": [], "r2": None, "valores": [], "proyeccion": []}
