"""Small Panels, findings and forecasts with chosen values; everything else has a sensible default."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from consumo.domain.ciclo import Calendar
from consumo.domain.decision import Decision, TipoDecision
from consumo.domain.forecast_result import TRACKED, Forecast, ModelCard, Motivo, Track, Tracked
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel


def months(n: int, start: str = "2024-01") -> tuple[np.ndarray, np.ndarray]:
    """Return `desde, hasta` of `n` calendar months."""
    edges = (np.datetime64(start) + np.arange(n + 1)).astype("datetime64[D]")
    return edges[:-1], edges[1:]


def panel_of(
    kwh: ArrayLike,
    *,
    usuarios: Sequence[str] | None = None,
    baterias: Sequence[str] | None = None,
    start: str = "2024-01",
    **options: object,
) -> Panel:
    """Return the Panel of `kwh` (n_usuarios, n_ciclos) over calendar months from `start`."""
    values = np.asarray(kwh, dtype=float)
    desde, hasta = months(values.shape[1], start)
    return Panel.from_matrix(
        usuarios=usuarios or [f"U{k + 1}" for k in range(len(values))],
        baterias=baterias,
        desde=desde,
        hasta=hasta,
        kwh=values,
        **options,
    )


def random_panel(n: int, ciclos: int = 36, *, baterias: int = 3, seed: int = 0, missing: float = 0.02) -> Panel:
    """Return a Panel of `n` usuarios with names, meters, a season and some gaps."""
    rng = np.random.default_rng(seed)
    season = 1 + 0.2 * np.sin(2 * np.pi * np.arange(ciclos) / 12)
    kwh = rng.gamma(2.0, 80.0, (n, 1)) * season * rng.normal(1, 0.1, (n, ciclos)).clip(0.1)
    kwh[rng.random(kwh.shape) < missing] = np.nan
    return panel_of(
        kwh,
        usuarios=[f"{k + 1:06d}" for k in range(n)],
        baterias=[f"B{k % baterias + 1}" for k in range(n)],
        nombres=[f"José Núñez {k + 1}" for k in range(n)],
        medidores=[f"M-{7 * k}" for k in range(n)],
        start="2022-01",
    )


def decision_of(
    numero: int,
    tipo: str,
    *,
    usuario: str | None = None,
    bateria: str | None = None,
    ciclo: str | None = None,
    codigo: str = "consumo.alto",
    sobre: Mapping[str, object] | None = None,
    **options: object,
) -> Decision:
    """Return a decision by Ana on a finding about a usuario (or bateria) and ciclo."""
    finding = Hallazgo(codigo=codigo, usuario=usuario, bateria=bateria, ciclo=ciclo, sobre=sobre or {})
    return Decision(
        numero=numero,
        cuando="2026-01-02T03:04:05+00:00",
        quien="Ana",
        motivo="prueba",
        tipo=TipoDecision(tipo),
        hallazgo=finding,
        **options,
    )


def forecast_of(panel: Panel, horizonte: int = 13, *, niveles: tuple[int, ...] = (80, 95)) -> Forecast:
    """Return a forecast that repeats each usuario's last consumption, ±10 and ±20 %; none for unknown ones."""
    last = np.array([row[np.isfinite(row)][-1] if np.isfinite(row).any() else np.nan for row in panel.kwh])
    kwh = np.repeat(last[:, None], horizonte, axis=1)
    width = np.linspace(0.1, 0.2, len(niveles))[:, None, None]
    known = np.isfinite(last)
    sums = np.stack([np.nansum(kwh[panel.bateria_of == k], axis=0) for k in range(panel.n_baterias)])
    total = sums.sum(axis=0)
    return Forecast(
        calendar=Calendar(panel.ciclos, panel.desde, panel.hasta).extend(horizonte),
        niveles=niveles,
        kwh=kwh,
        inferior=kwh * (1 - width),
        superior=kwh * (1 + width),
        bateria_inferior=sums * (1 - width),
        bateria_superior=sums * (1 + width),
        total_inferior=total * (1 - width[:, 0]),
        total_superior=total * (1 + width[:, 0]),
        motivos=np.where(known, Motivo.CON_PRONOSTICO, Motivo.HISTORIA_CORTA).astype(np.uint8),
        track=track_over(panel),
        modelo=ModelCard(nombre="fijo", version="1", usuarios=int(known.sum()), ciclos=panel.n_ciclos, wape=0.1),
    )


def track_over(panel: Panel) -> Track:
    """Return a track of the last two ciclos: one that was served, one of the backtest; 10 % too much was forecast."""
    columns = range(max(panel.n_ciclos - 2, 0), panel.n_ciclos)
    by_ciclo = np.zeros((panel.n_baterias + 1, len(columns), len(TRACKED)))
    for k, column in enumerate(columns):
        for group in range(panel.n_baterias):
            real = panel.kwh[panel.bateria_of == group, column]
            real = real[np.isfinite(real)]
            n, kwh, bands = len(real), float(real.sum()), len(real) * (k == 1)
            by_ciclo[group, k] = (n, 1.1 * kwh, kwh, 0.1 * kwh, 0.2 * kwh, bands, 0.8 * bands, bands)
        by_ciclo[-1, k] = by_ciclo[:-1, k].sum(axis=0)
    versions = ["", "v-0"][-len(columns) :] if columns else []
    ciclos = tuple(
        Tracked(ciclo=panel.ciclos[column], horizonte=1, version=version)
        for column, version in zip(columns, versions, strict=True)
    )
    return Track(ciclos=ciclos, by_ciclo=by_ciclo, by_horizon=by_ciclo.sum(axis=1, keepdims=True))
