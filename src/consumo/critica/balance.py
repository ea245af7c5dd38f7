"""The energy balance of each bateria: delivered through its totalizador against measured by its usuarios."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consumo.critica.alignment import date_adjustment
from consumo.critica.estimation import estimate
from consumo.critica.profile import GENERAL, Profile
from consumo.critica.supply import active
from consumo.domain.aggregate import sum_known_by_group
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import ESTIMATED, NORMAL_DAYS

__all__ = ["Balance", "balance_of"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Balance:
    """Energy balance, all of shape (n_baterias, n_ciclos); NaN where there is no totalizador.

    perdida_kwh = entregado − medido − ajuste_fechas − autorizado.

    Attributes:
        entregado: through the totalizador [kWh].
        medido: sum of the usuarios [kWh].
        estimado: the part of `medido` that is estimates [kWh].
        ajuste_fechas: what the usuarios used in the days that only the totalizador's readings cover, minus the
            reverse [kWh].
        autorizado: unmetered by agreement, as street lights [kWh].
        sin_leer: what is expected of the usuarios that were not read [kWh].
        perdida_kwh: what no meter explains [kWh]; NaN below the coverage gate.
        perdida: perdida_kwh / entregado [fraction].
        neta_kwh: perdida_kwh − sin_leer [kWh]: what is left if those not read used what is expected of them.
        neta: neta_kwh / entregado [fraction].
        leidos, activos: usuarios with a consumption, and supplied.
        cobertura: leidos / activos [fraction].
        dias: days between the totalizador's readings [d].
    """

    entregado: Floats
    medido: Floats
    estimado: Floats
    ajuste_fechas: Floats
    autorizado: Floats
    sin_leer: Floats
    perdida_kwh: Floats
    perdida: Floats
    neta_kwh: Floats
    neta: Floats
    leidos: Counts
    activos: Counts
    cobertura: Floats
    dias: Counts


def balance_of(panel: Panel, profile: Profile = GENERAL) -> Balance:
    """Compute the balance; no loss is stated where fewer than `profile.cobertura_minima` of the usuarios were read."""
    known, supplied = np.isfinite(panel.kwh), active(panel)
    metered = np.isfinite(panel.entregado)
    measured = _sum(panel, panel.kwh)
    estimated = np.isin(panel.calidad, [int(c) for c in ESTIMATED])
    days = _delivery_days(panel)
    allowed = np.array([profile.of_bateria(str(b)).autorizado_kwh_30d for b in panel.baterias])
    authorised = np.where(metered, allowed[:, None] / NORMAL_DAYS * days, np.nan)
    adjustment = np.where(metered, date_adjustment(panel), np.nan)
    unread = np.where(metered, _expected_of(panel, supplied & ~known, metered, profile), np.nan)
    read, supposed = _count(panel, known), _count(panel, supplied)
    coverage = np.divide(read, supposed, out=np.full(measured.shape, np.nan), where=supposed > 0)
    stated = metered & (coverage >= profile.cobertura_minima)
    lost = np.where(stated, panel.entregado - measured - adjustment - authorised, np.nan)
    return Balance(
        entregado=panel.entregado,
        medido=measured,
        estimado=np.nan_to_num(_sum(panel, np.where(estimated, panel.kwh, np.nan))),
        ajuste_fechas=adjustment,
        autorizado=authorised,
        sin_leer=unread,
        perdida_kwh=lost,
        perdida=_share(lost, panel.entregado),
        neta_kwh=lost - unread,
        neta=_share(lost - unread, panel.entregado),
        leidos=read,
        activos=supposed,
        cobertura=coverage,
        dias=days,
    )


def _sum(panel: Panel, values: Floats) -> Floats:
    return sum_known_by_group(values, panel.bateria_of, panel.n_baterias)


def _count(panel: Panel, mask: NDArray[np.bool_]) -> Counts:
    out = np.zeros((panel.n_baterias, panel.n_ciclos), np.int64)
    for column in range(panel.n_ciclos):
        out[:, column] = np.bincount(panel.bateria_of[mask[:, column]], minlength=panel.n_baterias)
    return out


def _delivery_days(panel: Panel) -> Counts:
    if panel.entregado_fechas is None:
        return np.repeat(panel.calendar.dias[None], panel.n_baterias, axis=0)
    spans = panel.entregado_fechas[..., 1] - panel.entregado_fechas[..., 0]
    return spans.astype("timedelta64[D]").astype(np.int64)


def _expected_of(panel: Panel, unread: NDArray[np.bool_], metered: NDArray[np.bool_], profile: Profile) -> Floats:
    """Return what those not read are expected to have used, by bateria and ciclo; nothing where nothing is known."""
    rows, columns = np.nonzero(unread & metered[panel.bateria_of])
    found = estimate(panel, rows, columns, profile)
    out = np.zeros((panel.n_baterias, panel.n_ciclos))
    np.add.at(out, (panel.bateria_of[rows], columns), np.nan_to_num(found.kwh))
    return out


def _share(part: Floats, whole: Floats) -> Floats:
    share: Floats = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return share
