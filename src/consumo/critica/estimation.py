"""The estimation ladder: what a usuario is thought to have used where no real reading says so.

1. The same ciclo a year before × how the recent ciclos compare with theirs a year before.
2. The mean of the usuario's last real ciclos.
3. The median of the usuarios of its bateria in the same ciclo ("usuarios similares": Colombia, Ley 142/1994, art. 146).
4. Nothing: the consumption stays missing.

Estimates are made from real readings only, never from other estimates.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.profile import GENERAL, Profile
from consumo.domain.panel import Panel
from consumo.domain.propuesta import Propuesta, TipoPropuesta
from consumo.domain.vocabulary import Calidad

__all__ = ["METODOS", "NO_METHOD", "Estimates", "estimate"]

Floats = NDArray[np.float64]
Cells = NDArray[np.intp]

METODOS: Final = ("anio_anterior", "promedio", "grupo")
NO_METHOD: Final = 255
_KIND: Final = {
    "anio_anterior": TipoPropuesta.ESTIMAR_ANIO_ANTERIOR,
    "promedio": TipoPropuesta.ESTIMAR_PROMEDIO,
    "grupo": TipoPropuesta.ESTIMAR_GRUPO,
}
_LEAST_PAIRS: Final = 3  # ciclos with one a year before, for a ratio that one odd month does not make
_LEAST_GROUP: Final = 5  # usuarios whose median says something of another
_CHUNK: Final = 100_000  # cells at a time, so that memory stays bounded


@dataclass(frozen=True, eq=False)
class Estimates:
    """Estimates of some cells, all of shape (n_cells,).

    Attributes:
        rows, columns: the cells.
        metodo: index into METODOS, NO_METHOD where nothing can be said.
        kwh_dia: the estimate [kWh/d], NaN where there is none.
        kwh: over the days of each cell [kWh].
        base: what it starts from [kWh/d]: the value a year before, the mean or the median.
        razon: what `base` is multiplied by [–]; 1 except for `anio_anterior`.
        usados: how many real readings it rests on.
    """

    rows: Cells
    columns: Cells
    metodo: NDArray[np.uint8]
    kwh_dia: Floats
    kwh: Floats
    base: Floats
    razon: Floats
    usados: NDArray[np.int64]

    @property
    def calidad(self) -> NDArray[np.uint8]:
        """Quality that a consumption gets if the estimate is taken: estimated from reference days."""
        return np.full(len(self.rows), Calidad.ESTIMADA_DIA_REFERENCIA, np.uint8)

    def propuesta(self, panel: Panel, k: int) -> Propuesta | None:
        """Return estimate `k` with its arithmetic, None where there is none."""
        if self.metodo[k] == NO_METHOD:
            return None
        row, column = int(self.rows[k]), int(self.columns[k])
        metodo = METODOS[int(self.metodo[k])]
        before = int(panel.calendar.year_before[column])
        cuenta: dict[str, Any] = {
            "metodo": metodo,
            "base": round(float(self.base[k]), 3),
            "razon": round(float(self.razon[k]), 3),
            "usados": int(self.usados[k]),
            "dias": int(panel.dias[row, column]),
            "kwh_dia": round(float(self.kwh_dia[k]), 3),
            "calidad": int(self.calidad[k]),
            "bateria": str(panel.baterias[panel.bateria_of[row]]),
            "ciclo_base": panel.ciclos[before] if metodo == "anio_anterior" else None,
        }
        kwh = round(float(self.kwh[k]), 3)
        return Propuesta(tipo=_KIND[metodo], campo="kwh", a=kwh, kwh=kwh, cuenta=cuenta)


def estimate(panel: Panel, rows: Cells, columns: Cells, profile: Profile = GENERAL) -> Estimates:
    """Estimate cells by the first rung of `profile.estimacion` that can.

    What a cell itself holds is not used: the estimate of a doubtful reading does not lean on it.

    Args:
        panel: the readings.
        rows: usuario of each cell, shape (n_cells,).
        columns: ciclo of each cell.
        profile: order of the rungs, and how many ciclos the mean takes.
    """
    real = np.where(panel.is_measured, panel.kwh_dia, np.nan)
    parts = [
        _estimate(panel, real, rows[k : k + _CHUNK], columns[k : k + _CHUNK], profile)
        for k in range(0, max(len(rows), 1), _CHUNK)
    ]
    return parts[0] if len(parts) == 1 else _joined(parts)


def _estimate(panel: Panel, real: Floats, rows: Cells, columns: Cells, profile: Profile) -> Estimates:
    n = len(rows)
    method = np.full(n, NO_METHOD, np.uint8)
    base, ratio, used = np.full(n, np.nan), np.ones(n), np.zeros(n, np.int64)
    rungs = {"anio_anterior": _last_year, "promedio": _mean, "grupo": _group}
    for name in profile.estimacion:
        left = np.flatnonzero(method == NO_METHOD)
        found, times, count = rungs[name](panel, real, rows[left], columns[left], profile)
        usable = np.isfinite(found) & np.isfinite(times)
        where = left[usable]
        method[where] = METODOS.index(name)
        base[where], ratio[where], used[where] = found[usable], times[usable], count[usable]
    per_day = base * ratio
    return Estimates(rows, columns, method, per_day, per_day * panel.dias[rows, columns], base, ratio, used)


Rung = tuple[Floats, Floats, NDArray[np.int64]]


def _last_year(panel: Panel, real: Floats, rows: Cells, columns: Cells, profile: Profile) -> Rung:
    """The same ciclo a year before; recent ciclos over theirs a year before, as a quotient of sums."""
    year_before = panel.calendar.year_before
    then = np.zeros(len(rows)), np.zeros(len(rows))
    pairs = np.zeros(len(rows), np.int64)
    for back in range(1, profile.estimacion_ciclos + 1):
        near = (columns - back).clip(min=0)
        far = np.where(columns >= back, year_before[near], -1)
        one, other = real[rows, near], real[rows, far]
        both = (far >= 0) & np.isfinite(one) & np.isfinite(other)
        then[0][both] += one[both]
        then[1][both] += other[both]
        pairs += both
    enough = (pairs >= _LEAST_PAIRS) & (then[1] > 0)
    ratio = np.divide(then[0], then[1], out=np.full(len(rows), np.nan), where=enough)
    before = year_before[columns]
    return np.where(before >= 0, real[rows, before], np.nan), ratio, 1 + 2 * pairs


def _mean(panel: Panel, real: Floats, rows: Cells, columns: Cells, profile: Profile) -> Rung:  # noqa: ARG001 - one signature for every rung
    """The mean of the last real ciclos before, as many as the profile says and there are."""
    past = np.where(np.arange(real.shape[1]) < columns[:, None], real[rows], np.nan)
    known = np.isfinite(past)
    from_last = known[:, ::-1].cumsum(axis=1)[:, ::-1]
    taken = known & (from_last <= profile.estimacion_ciclos)
    count = taken.sum(axis=1)
    total = np.where(taken, past, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(len(rows), np.nan), where=count > 0), np.ones(len(rows)), count


def _group(panel: Panel, real: Floats, rows: Cells, columns: Cells, profile: Profile) -> Rung:  # noqa: ARG001 - one signature for every rung
    """The median of the real readings of the bateria in the same ciclo."""
    median, count = np.full(len(rows), np.nan), np.zeros(len(rows), np.int64)
    for column in np.unique(columns):
        values = real[:, column]
        known = np.flatnonzero(np.isfinite(values))
        order = known[np.lexsort((values[known], panel.bateria_of[known]))]
        edges = np.searchsorted(panel.bateria_of[order], np.arange(panel.n_baterias + 1))
        size = np.diff(edges)
        ordered = np.append(values[order], np.nan)
        middles = (ordered[edges[:-1] + (size - 1).clip(0) // 2] + ordered[edges[:-1] + size // 2]) / 2
        here = columns == column
        group = panel.bateria_of[rows[here]]
        median[here] = np.where(size[group] >= _LEAST_GROUP, middles[group], np.nan)
        count[here] = size[group]
    return median, np.ones(len(rows)), count


def _joined(parts: list[Estimates]) -> Estimates:
    names = ("rows", "columns", "metodo", "kwh_dia", "kwh", "base", "razon", "usados")
    return Estimates(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
