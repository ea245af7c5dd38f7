"""Whose consumption is asked for: a usuario, a bateria or the whole; and its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from consumo.domain.aggregate import sum_known, sum_known_by_group
from consumo.domain.errors import InputError
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import MISSING_CALIDAD
from consumo.services.dataset import Dataset
from consumo.services.queries.calendar_text import calendar_text, iso
from consumo.services.queries.findings import count_findings
from consumo.services.queries.numbers import known
from consumo.services.queries.per_version import once_per_version

__all__ = ["Scope", "history", "scope_of", "sums_of_all"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose consumption it is.

    Attributes:
        tipo: `usuario`, `bateria` or `total`.
        id: its id; None for the total.
        nombre: what people call it.
        index: row of the usuario or index of the bateria; 0 for the total.
    """

    tipo: Literal["usuario", "bateria", "total"]
    id: str | None
    nombre: str
    index: int

    def rows(self, panel: Panel) -> NDArray[np.intp]:
        """Return the rows of its usuarios."""
        if self.tipo == "usuario":
            return np.array([self.index], np.intp)
        if self.tipo == "bateria":
            return np.flatnonzero(panel.bateria_of == self.index)
        return np.arange(panel.n_usuarios)


def scope_of(panel: Panel, *, usuario: str | None, bateria: str | None) -> Scope:
    """Find what the two parameters name; neither = the whole.

    Raises:
        InputError: if both are given.
        NotFoundError: if there is no such usuario or bateria.
    """
    if usuario is not None and bateria is not None:
        raise InputError(
            f"Se dieron «usuario» ({usuario}) y «bateria» ({bateria}); se esperaba uno de los dos, o ninguno.",
            f"Both 'usuario' ({usuario}) and 'bateria' ({bateria}) were given; expected one of them, or neither.",
        )
    if usuario is not None:
        row = panel.row_of(usuario)
        return Scope("usuario", usuario, str(panel.nombres[row]) or usuario, row)
    if bateria is not None:
        return Scope("bateria", bateria, bateria, panel.bateria_row(bateria))
    return Scope("total", None, "Total", 0)


def history(dataset: Dataset, scope: Scope) -> list[dict[str, Any]]:
    """Return every ciclo of `scope`; sums where it is not one usuario, with the ciclo's own dates.

    The kwh_dia of a sum is that of its usuarios, each over its own days, which may differ from the ciclo's.
    """
    panel = dataset.panel
    both, dias, calidad = _series(panel, scope)
    found = _findings(dataset, scope)
    text = calendar_text(panel.calendar)
    own_days = scope.tipo == "usuario" and not _regular(panel)[scope.index]
    own_desde, own_hasta = map(iso, panel.fechas_of(scope.index)) if own_days else ([], [])
    totals, per_days = known(both)
    points = zip(
        panel.ciclos,
        own_desde if own_days else text.desde,
        own_hasta if own_days else text.hasta,
        dias.tolist() if own_days else text.dias,
        totals,
        per_days,
        calidad,
        strict=True,
    )
    return [
        {
            "ciclo": ciclo,
            "desde": desde,
            "hasta": hasta,
            "dias": days,
            "kwh": total,
            "kwh_dia": per_day,
            "calidad": quality,
            "hallazgos": found.get(k, 0),
        }
        for k, (ciclo, desde, hasta, days, total, per_day, quality) in enumerate(points)
    ]


def _series(panel: Panel, scope: Scope) -> tuple[Floats, NDArray[Any], list[int | None]]:
    """Return kwh and kwh_dia, shape (2, n_ciclos), the days and the calidad of each ciclo."""
    if scope.tipo == "usuario":
        codes: list[int | None] = panel.calidad[scope.index].tolist()
        if MISSING_CALIDAD in codes:
            codes = [None if code == MISSING_CALIDAD else code for code in codes]
        kwh, dias = panel.kwh[scope.index], panel.dias[scope.index]
        return np.stack([kwh, kwh / dias]), dias, codes
    sums = _sums_by_bateria(panel)[:, scope.index] if scope.tipo == "bateria" else sums_of_all(panel)
    return sums, panel.calendar.dias, [None] * panel.n_ciclos


def _findings(dataset: Dataset, scope: Scope) -> Mapping[int, int]:
    counts = count_findings(dataset)
    if scope.tipo == "usuario":
        return counts.by_usuario.get(scope.index, {})
    row = counts.by_bateria[scope.index] if scope.tipo == "bateria" else counts.by_ciclo
    return dict(enumerate(row.tolist()))


@once_per_version
def _regular(panel: Panel) -> NDArray[np.bool_]:
    """Return whose readings are all of the ciclo's own dates, shape (n_usuarios,)."""
    regular: NDArray[np.bool_] = (panel.dias == panel.calendar.dias).all(axis=1)
    if panel.desfase is not None:
        regular &= (panel.desfase == 0).all(axis=1)
    return regular


@once_per_version
def _sums_by_bateria(panel: Panel) -> Floats:
    return np.stack([sum_known_by_group(v, panel.bateria_of, panel.n_baterias) for v in (panel.kwh, panel.kwh_dia)])


@once_per_version
def sums_of_all(panel: Panel) -> Floats:
    """Return kwh [kWh] and kwh_dia [kWh/d] of all usuarios together, NaN where missing, shape (2, n_ciclos)."""
    return np.stack([sum_known(panel.kwh), sum_known(panel.kwh_dia)])
