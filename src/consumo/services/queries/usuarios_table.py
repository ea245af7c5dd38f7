"""The usuarios of a version as columns: latest figures, searchable text and the orders they can be listed in."""

from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.natural_order import natural_order
from consumo.domain.panel import Panel
from consumo.services.queries.folding import fold, fold_all
from consumo.services.queries.numbers import relative_change
from consumo.services.queries.per_version import once_per_version
from consumo.services.queries.presence import presence_of

__all__ = ["ORDENES", "UsuariosTable", "usuarios_table"]

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

_BY_NUMBER: Final = {
    "kwh": "kwh",
    "kwh_dia": "kwh_dia",
    "variacion": "variacion_ciclo_anterior",
    "variacion_anio": "variacion_anio_anterior",
}
ORDENES: Final = ("usuario", "nombre", "bateria", *_BY_NUMBER, *(f"-{key}" for key in _BY_NUMBER))
"""The orders of a list of usuarios; '-' = from highest to lowest. What is missing comes last in either."""


@dataclass(frozen=True, eq=False)
class UsuariosTable:
    """Columns of shape (n_usuarios,), in the Panel's order.

    Attributes:
        panel: the version.
        column: the latest ciclo with a consumption, −1 if none.
        figures: kwh [kWh], kwh_dia [kWh/d] and both variations [fraction] of that ciclo; NaN = not computable.
    """

    panel: Panel
    column: NDArray[np.int64]
    figures: dict[str, Floats]
    _texts: list[str]
    _orders: dict[str, Rows] = field(default_factory=dict)
    _lock: Any = field(default_factory=RLock)

    def matches(self, q: str) -> NDArray[np.bool_]:
        """Return where every word of `q` is part of the id, name or meter, without accents or case."""
        found = list(range(len(self._texts)))
        for word in fold(q).split():
            found = [k for k in found if word in self._texts[k]]
        mask = np.zeros(len(self._texts), np.bool_)
        mask[found] = True
        return mask

    def order(self, orden: str) -> Rows:
        """Return the rows in the order `orden` (one of ORDENES), shape (n_usuarios,)."""
        with self._lock:
            if orden not in self._orders:
                self._orders[orden] = self._sort(orden)
            return self._orders[orden]

    def _sort(self, orden: str) -> Rows:
        if orden == "usuario":
            return natural_order(self.panel.usuarios)
        by_id = self.order("usuario")
        if orden == "bateria":
            return by_id[np.argsort(self.panel.bateria_of[by_id], kind="stable")]
        if orden == "nombre":
            names = np.asarray(fold_all(self.panel.nombres[by_id].tolist()), dtype=np.str_)
            return by_id[np.lexsort((names, names == ""))]
        values = self.figures[_BY_NUMBER[orden.removeprefix("-")]][by_id]
        return by_id[np.argsort(-values if orden.startswith("-") else values, kind="stable")]


@once_per_version
def usuarios_table(panel: Panel) -> UsuariosTable:
    """Work out the columns of a version."""
    column = presence_of(panel).last_column
    rows = np.arange(panel.n_usuarios)

    def per_day(at: NDArray[np.int64]) -> Floats:
        return np.where(at >= 0, panel.kwh[rows, at] / panel.dias[rows, at], np.nan)

    if panel.n_ciclos == 0:
        missing = np.full(panel.n_usuarios, np.nan)
        figures = dict.fromkeys(("kwh", *_BY_NUMBER.values()), missing)
    else:
        now = per_day(column)
        year_before = np.where(column >= 0, panel.calendar.year_before[column], -1)
        figures = {
            "kwh": np.where(column >= 0, panel.kwh[rows, column], np.nan),
            "kwh_dia": now,
            "variacion_ciclo_anterior": relative_change(now, per_day(column - 1)),
            "variacion_anio_anterior": relative_change(now, per_day(year_before)),
        }
    texts = zip(panel.usuarios.tolist(), panel.nombres.tolist(), panel.medidores.tolist(), strict=True)
    # The tab keeps a word from matching the end of one field and the start of the next.
    return UsuariosTable(panel, column, figures, fold_all(["\t".join(t) for t in texts]))
