"""Time and memory of forecasts, and where the time goes.

    python benchmarks/bench_forecast_speed.py [--usuarios 10000 1000000] [--sin-boosting] [--fresco]

Each size runs in a process of its own: 36 ciclos, 12 ahead, 2 % missing, a bateria per 300 usuarios; bands of 80 and
95 %, the trend of every usuario and the sums of the baterias and the total included. Printed: wall and CPU seconds, the
peak memory of the process (of which the imports), seconds per million usuarios, and the floor: reading the matrix
once, and writing what comes out of it.

`--fresco`: 60 usuarios published in a data folder; a new process opens the version, forecasts and stores it.
Seconds of `AutoETS` (statsforecast, one thread) on a sample of 100 of the same usuarios are measured in the same run
where it is installed.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from consumo.domain.aggregate import sum_known, sum_known_by_group
from consumo.domain.panel import Panel
from consumo.forecast import model
from consumo.forecast.panel_forecast import forecast_panel
from consumo.trend.panel_fit import fit_panel_trend

CICLOS, AHEAD = 36, 12
BLOCK = 4_096


def main() -> int:
    """Run each size in its own process and print a line for it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--usuarios", type=int, nargs="*", default=[60, 10_000, 1_000_000])
    options.add_argument("--sin-boosting", action="store_true")
    options.add_argument("--fresco", action="store_true")
    options.add_argument("--uno", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.uno:
        print(json.dumps(measure(given.uno, boosting=not given.sin_boosting)))
        return 0
    cpu = {}
    for n in given.usuarios:
        command = [sys.executable, __file__, "--uno", str(n)] + ["--sin-boosting"] * given.sin_boosting
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(f"{n:>9} usuarios: {found}", flush=True)
        cpu[n] = found["s_cpu"]
    ets = autoets_seconds()
    if ets is not None:
        print(f"AutoETS: {ets * 1000:.1f} s of CPU per 1000 usuarios")
        for n, ours in cpu.items():
            print(f"{n:>9} usuarios: {ets * n / ours:,.0f} × as fast as AutoETS (CPU; target 1,000 × at 10,000)")
    if given.fresco:
        fresh()
    return 0


def panel_of(n: int) -> Panel:
    """Return n usuarios with a season, noise and gaps."""
    rng = np.random.default_rng(0)
    season = 1 + 0.2 * np.sin(2 * np.pi * np.arange(CICLOS) / 12)
    kwh = rng.gamma(2.0, 80.0, (n, 1)) * season
    for rows in range(0, n, 100_000):
        part = kwh[rows : rows + 100_000]
        part *= rng.normal(1, 0.1, part.shape).clip(0.1)
        part[rng.random(part.shape) < 0.02] = np.nan
    edges = (np.datetime64("2022-01") + np.arange(CICLOS + 1)).astype("datetime64[D]")
    ids = np.arange(n)
    return Panel.from_matrix(
        usuarios=np.char.mod("%07d", ids),
        baterias=np.char.mod("B%05d", ids // 300),
        desde=edges[:-1],
        hasta=edges[1:],
        kwh=kwh,
    )


def measure(n: int, *, boosting: bool) -> dict[str, float]:
    """Forecast n usuarios once and return what it took."""
    if not boosting:
        model._BOOSTING_USUARIOS = sys.maxsize
    imports = peak()
    panel = panel_of(n)
    data = peak()
    forecast_panel(panel_of(300), AHEAD)  # what is loaded on first use is not the matter here: --fresco
    start, cpu = time.perf_counter(), time.process_time()
    forecast = forecast_panel(panel, AHEAD)
    middle = time.perf_counter()
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        trends = list(pool.map(lambda at: trend_of(panel, at), range(0, n, BLOCK)))
    sums = sum_known_by_group(forecast.kwh, panel.bateria_of, panel.n_baterias)
    total = sum_known(sums)
    end = time.perf_counter()
    floor = time.perf_counter()
    read = float(np.nansum(panel.kwh))
    written = [np.full_like(forecast.kwh, read) for _ in range(5)]
    floor = time.perf_counter() - floor
    return {
        "s": round(end - start, 2),
        "s_pronostico": round(middle - start, 2),
        "s_cpu": round(time.process_time() - cpu, 2),
        "s_por_millon": round((end - start) * 1e6 / n, 2),
        "mb_pico": peak(),
        "mb_panel": data,
        "mb_importar": imports,
        "s_piso": round(floor, 3),
        "kwh": round(float(total.sum())),
        "kwh_tendencia": round(float(np.sum(trends))),
        "miembros": len(forecast.modelo.detalles["pesos"]),
        "matrices_de_piso": len(written),
    }


def trend_of(panel: Panel, start: int) -> float:
    """Return what the trend of a block of usuarios says of the first ciclo to come [kWh/d]."""
    rows = slice(start, start + BLOCK)
    trend = fit_panel_trend(panel.kwh[rows] / panel.dias[rows], horizonte=AHEAD)
    return float(np.nansum(trend.proyeccion[:, 0]))


def peak() -> int:
    """Return the process's peak memory [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def autoets_seconds() -> float | None:
    """Return CPU seconds of AutoETS per usuario; None where it is not installed."""
    try:
        from statsforecast.models import AutoETS  # noqa: PLC0415 - compiles for seconds, where it is installed
    except ImportError:
        print("AutoETS: statsforecast is not installed (pip install analisis-consumo[pares])")
        return None
    kwh = panel_of(101).kwh_dia
    filled = np.where(np.isfinite(kwh), kwh, np.nanmean(kwh, axis=1, keepdims=True))
    AutoETS(season_length=12).forecast(y=filled[100], h=AHEAD, level=[80, 95])  # compile
    cpu = time.process_time()
    for row in filled[:100]:
        AutoETS(season_length=12).forecast(y=row, h=AHEAD, level=[80, 95])
    return (time.process_time() - cpu) / 100


def fresh() -> None:
    """Publish 60 usuarios, then time a new process from its start to the stored forecast."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        environment = {**os.environ, "CONSUMO_DATOS": str(data / "datos")}
        book = data / "lecturas.xlsx"
        consumo = [sys.executable, "-m", "consumo"]

        def run(*arguments: str) -> None:
            subprocess.run([*consumo, *arguments], check=True, env=environment, capture_output=True)

        run("ejemplo", str(book), "--usuarios", "60", "--ciclos", "36")
        run("importar", str(book))
        for _ in range(3):
            shutil.rmtree(data / "datos" / "pronosticos", ignore_errors=True)
            start, cpu = time.perf_counter(), os.times()
            run("pronosticar")
            spent = os.times()
            used = spent.children_user + spent.children_system - cpu.children_user - cpu.children_system
            print(f"60 usuarios, fresh process: {time.perf_counter() - start:.2f} s, {used:.2f} s of CPU")


if __name__ == "__main__":
    sys.exit(main())
