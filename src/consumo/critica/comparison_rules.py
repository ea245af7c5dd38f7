"""Checks that some countries or habits ask for: last year, quartiles, mean ± sd, and what a supply can carry at all."""

import numpy as np
from numpy.typing import NDArray

from consumo.critica.consumption_rules import judged
from consumo.critica.flags import Flags
from consumo.critica.rolling import mean_and_sd_before
from consumo.critica.subject import Subject
from consumo.domain.vocabulary import NORMAL_DAYS

__all__ = ["find_beyond_physical", "find_extreme", "find_significant_deviation", "find_unlike_last_year"]

Floats = NDArray[np.float64]


def find_unlike_last_year(subject: Subject) -> Flags:
    """Flag kwh_dia far from that of the same ciclo of last year (Oracle MDM, Usage High/Low)."""
    panel, profile = subject.panel, subject.perfil
    before = panel.calendar.year_before
    then = np.where(before >= 0, panel.kwh_dia[:, before], np.nan)
    gap = panel.kwh_dia - then
    far = (abs(gap) > profile.anio * then) & (abs(gap) * NORMAL_DAYS > profile.piso_kwh_30d) & panel.is_measured
    cells = subject.cells(far)
    evidence = {"kwh_dia": panel.kwh_dia[cells], "hace_un_anio_kwh_dia": then[cells]}
    return Flags("consumo.vs_mismo_ciclo_anio_anterior", *cells, evidence, riesgo=abs(gap[cells]) * panel.dias[cells])


def find_extreme(subject: Subject) -> Flags:
    """Flag kwh_dia beyond `iqr` quartile ranges from the quartiles of the history (opendsm, CalTRACK 2.3.6)."""
    panel, profile = subject.panel, subject.perfil
    real = np.where(panel.is_measured, panel.kwh_dia, np.nan)
    low, high = _fences(real, profile.ventana, profile.iqr)
    outside = ((panel.kwh_dia < low) | (panel.kwh_dia > high)) & judged(subject)
    cells = subject.cells(outside)
    ends = low[cells] * panel.dias[cells], high[cells] * panel.dias[cells]
    evidence = {"kwh": panel.kwh[cells], "minimo_kwh": ends[0], "maximo_kwh": ends[1]}
    kwh = panel.kwh[cells]
    return Flags(
        "consumo.extremo_iqr",
        *cells,
        evidence,
        riesgo=np.where(kwh > ends[1], kwh - ends[1], ends[0] - kwh),
        rango=(ends[0].clip(min=0), ends[1]),
    )


def _fences(values: Floats, ventana: int, iqr: float) -> tuple[Floats, Floats]:
    """Return Q1 − iqr × IQR and Q3 + iqr × IQR of the ciclos before each, by linear interpolation."""
    low, high = np.full(values.shape, np.nan), np.full(values.shape, np.nan)
    for column in range(1, values.shape[1]):
        ordered = np.sort(values[:, max(0, column - ventana) : column], axis=1)
        known = np.isfinite(ordered).sum(axis=1)
        first, third = (_quantile(ordered, known, share) for share in (0.25, 0.75))
        low[:, column], high[:, column] = first - iqr * (third - first), third + iqr * (third - first)
    return low, high


def _quantile(ordered: Floats, known: NDArray[np.int64], share: float) -> Floats:
    rows = np.arange(len(ordered))
    place = share * (known - 1).clip(min=0)
    below = place.astype(np.int64)
    above = np.minimum(below + 1, (known - 1).clip(min=0))
    weight = place - below
    return np.where(known > 0, ordered[rows, below] * (1 - weight) + ordered[rows, above] * weight, np.nan)


def find_significant_deviation(subject: Subject) -> Flags:
    """Flag kWh normalised to 30 days outside mean ± `media_desvios` sd of `media_ciclos` (CREG 105 007 of 2024).

    The lower limit is 0 or less once the sd is over a third of the mean: this test alone cannot see a zero there.
    """
    panel, profile = subject.panel, subject.perfil
    normal = np.where(panel.is_measured, panel.kwh_dia, np.nan) * NORMAL_DAYS
    mean, sd = mean_and_sd_before(normal, profile.media_ciclos)
    low, high = np.maximum(mean - profile.media_desvios * sd, 0), mean + profile.media_desvios * sd
    now = panel.kwh_dia * NORMAL_DAYS
    enough = subject.esperado.conocidos >= min(profile.media_ciclos, profile.ventana)
    cells = subject.cells(((now < low) | (now > high)) & enough & panel.is_measured)
    evidence = {
        "kwh_30d": now[cells],
        "media_30d": mean[cells],
        "sd_30d": sd[cells],
        "minimo_30d": low[cells],
        "maximo_30d": high[cells],
    }
    days = panel.dias[cells] / NORMAL_DAYS
    return Flags(
        "consumo.desviacion_significativa",
        *cells,
        evidence,
        riesgo=abs(now[cells] - mean[cells]) * days,
        rango=(low[cells] * days, high[cells] * days),
    )


def find_beyond_physical(subject: Subject) -> Flags:
    """Flag more than the supply can carry: kW × 24 h × days; does not run where no power is given."""
    panel, power = subject.panel, subject.perfil.kw_maximo
    most = np.full(panel.kwh.shape, np.inf) if power is None else power * 24.0 * panel.dias
    cells = subject.cells(panel.kwh > most)
    over = panel.kwh[cells] - most[cells]
    evidence = {"kwh": panel.kwh[cells], "maximo_kwh": most[cells]}
    return Flags("consumo.maximo_fisico", *cells, evidence, riesgo=over)
