"""Is the total that adds up as accurate as forecasting it alone? The panels and rolling origins of bench_accuracy.

    python benchmarks/bench_coherence.py [--datos ../shared/data] [--panel NAME …] [--conjunto diseno|reporte]
        [--origenes 3]

Usuarios measured in every ciclo are forecast 12 ciclos ahead and added up (`suma`), as they are served; their sums by
bateria and in total are forecast as if they were usuarios (`sola`); and both are averaged (`mitad`), which would be
reconciled by scaling the usuarios. WAPE relative to seasonal-naive of the same sums: geometric means over the origins
of a panel, then over the panels.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from bench_accuracy import AHEAD, LONGEST, PANELS, ROOT, _load, _origins
from numpy.typing import NDArray

from consumo import metrics
from consumo.domain.panel import Panel
from consumo.forecast.cut import first_ciclos
from consumo.forecast.panel_forecast import forecast_panel
from consumo.services.peers import seasonal_naive

Floats = NDArray[np.float64]
WAYS = ("suma", "sola", "mitad")


def main() -> int:
    """Measure and print; return 1 if the sums are less accurate than the totals forecast alone by more than 2 %."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--datos", type=Path, default=ROOT.parent / "shared" / "data")
    options.add_argument("--panel", nargs="*", default=list(PANELS), choices=list(PANELS))
    options.add_argument("--conjunto", default="reporte", choices=["diseno", "reporte"])
    options.add_argument("--origenes", type=int, default=3)
    given = options.parse_args()
    means: dict[str, list[Floats]] = defaultdict(list)
    for name in given.panel:
        panel = _load(given.datos, PANELS[name])
        if panel is None:
            continue
        limit = panel.n_ciclos if given.conjunto == "reporte" else PANELS[name].reporte[0]
        for what, part in (("total", np.zeros(panel.n_usuarios, np.int64)), ("bateria", panel.bateria_of)):
            if what == "bateria" and panel.n_baterias == 1:
                continue
            cases = [_case(panel, part, T, limit) for T in _origins(name, given.conjunto, given)]
            mean = np.exp(np.log(np.array(cases)).mean(axis=0))
            means[what].append(mean)
            print(
                f"{name:14} {what:8}" + "".join(f" {way} {v:.3f}" for way, v in zip(WAYS, mean, strict=True)),
                flush=True,
            )
    overall = {what: np.exp(np.log(np.array(rows)).mean(axis=0)) for what, rows in means.items()}
    for what, mean in overall.items():
        print(f"{'todos':14} {what:8}" + "".join(f" {way} {v:.3f}" for way, v in zip(WAYS, mean, strict=True)))
    return int(any(mean[0] > 1.02 * mean[1] for mean in overall.values()))


def _case(panel: Panel, part: NDArray[np.integer], origin: int, limit: int) -> list[float]:
    """Return the WAPE of each way over that of seasonal-naive."""
    stop = min(origin + AHEAD, limit)
    measured = np.where(panel.is_measured, panel.kwh, np.nan)
    rows = np.flatnonzero(np.isfinite(measured[:, max(origin - LONGEST, 0) : stop]).all(axis=1))
    groups, part = np.unique(part[rows], return_inverse=True)
    seen = first_ciclos(panel, origin)
    parts = _panel(seen, panel.kwh[rows, :origin], panel.dias[rows, :origin], panel.bateria_of[rows])
    sums = np.stack([panel.kwh[rows[part == k]].sum(axis=0) for k in range(len(groups))])
    days = np.stack([panel.dias[rows[part == k]][0] for k in range(len(groups))])
    whole = _panel(seen, sums[:, :origin], days[:, :origin], np.zeros(len(groups), np.int64))
    ahead = slice(0, stop - origin)
    made = forecast_panel(parts, AHEAD)
    alone = forecast_panel(whole, AHEAD).kwh[:, ahead].astype(np.float64)
    added = np.stack([made.kwh[part == k].sum(axis=0, dtype=np.float64) for k in range(len(groups))])[:, ahead]
    naive = seasonal_naive(sums[:, :origin] / days[:, :origin], panel.calendar.period, AHEAD)[:, ahead]
    future = made.calendar.dias[ahead]
    real = sums[:, origin:stop] / days[:, origin:stop]
    base = metrics.wape(real, naive)
    return [metrics.wape(real, way / future) / base for way in (added, alone, (added + alone) / 2)]


def _panel(like: Panel, kwh: Floats, dias: NDArray[np.integer], part: NDArray[np.integer]) -> Panel:
    return Panel.from_matrix(
        usuarios=[f"U{k:06d}" for k in range(len(kwh))],
        baterias=[f"B{k}" for k in part.tolist()],
        desde=like.desde,
        hasta=like.hasta,
        ciclos=like.ciclos,
        kwh=kwh,
        dias=dias,
    )


if __name__ == "__main__":
    sys.exit(main())
