"""Accuracy on eight real panels, rolling origin, beside the peers that are installed (the extra `pares`).

    python benchmarks/bench_accuracy.py [--datos ../shared/data] [--panel NAME …] [--origenes 3] [--muestra 100]
        [--muestra-lentos 20] [--conjunto reporte diseno] [--salida reports/accuracy.json]

Two sets of origins, none of whose windows overlap: `diseno`, early ones, on which the design was chosen (their outcomes
all lie before the first `reporte` origin of the panel), and `reporte`, late ones, on which it is judged. At each origin
the forecast is made by `forecast_panel` from what was known, 12 ciclos ahead, and scored in kWh/d over 1–6 and 1–12.
MASE (m = ciclos in a year), WAPE and RMSSE are given relative to seasonal-naive on the same cells, the pinball loss of
the 80 and 95 % limits scaled like MASE: geometric means over the origins of a panel, then over the panels.

Peers forecast a sample of the usuarios at each origin, the slow ones a smaller one, and ours is shown on the same
samples. Bands: share of outcomes inside, by horizon, and for the thirds of usuarios that were quiet, middling and
volatile (by their yearly changes relative to their level).

Targets: MASE ≤ 0.82 for 1–6 and ≤ 0.90 for 1–12, below 1 on every panel, nowhere more than 2 % over the best peer.
"""

import argparse
import json
import os
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # threads of two libraries wait for each other

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from consumo import metrics  # noqa: E402
from consumo.domain.panel import Panel  # noqa: E402
from consumo.forecast.cut import first_ciclos  # noqa: E402
from consumo.forecast.panel_forecast import forecast_panel  # noqa: E402
from consumo.services.panel_file import panel_of_file  # noqa: E402
from consumo.services.peers import INSTALL, PEERS, SLOW, Forecasts, forecast_peer, is_installed, seasonal_naive  # noqa: E402

Floats = NDArray[np.float64]
ROOT = Path(__file__).parents[1]
AHEAD, HORIZONS, LEVELS, LONGEST = 12, (6, 12), (80, 95), 60
LEAST_KNOWN = {6: 6, 12: 9}
METRICS = ("mase", "wape", "rmsse", "pinball")
THIRDS = ("quietos", "medios", "volátiles")
OURS = "servido"


@dataclass(frozen=True)
class Source:
    """A panel's file, filters, and origins (ciclos known)."""

    file: str
    diseno: tuple[int, ...]
    reporte: tuple[int, ...]
    options: tuple[tuple[str, Any], ...] = ()


PANELS = {
    "pge_zip": Source(
        "pge_zip/tidy.csv.gz", (24, 27, 30, 33), (42, 45, 48, 51, 54), (("completas", True), ("donde", "combined=N"))
    ),
    "uci_28_dias": Source("uci_electricity_weekly/tidy_28day_cycles.csv.gz", (15, 17, 19, 21), (24, 27, 30, 33)),
    "uci_meses": Source("uci_electricity_weekly/tidy_calendar_months_prorated.csv.gz", (14, 16, 18), (23, 26, 29)),
    "singapur": Source(
        "singapore_planning_area/tidy.csv.gz", (48, 66, 84, 102, 120, 138, 156), (174, 180, 186, 192, 198)
    ),
    "colombia_sui": Source("colombia_sui/tidy.csv.gz", (48, 67, 86, 105, 124, 143, 162), (183, 189, 195, 201, 207)),
    "eia861m": Source("eia861m_states/tidy.csv.gz", (48, 118, 188, 258, 328, 353), (371, 377, 383, 389, 395)),
    "brasil_epe": Source("brazil_epe/tidy.csv.gz", (48, 71, 94, 117, 140, 163, 182), (197, 203, 209, 215, 221)),
    "taiwan": Source("taiwan_counties/tidy.csv.gz", (26, 31, 36, 42, 48), (61, 64, 67, 70, 73)),
}


def main() -> int:
    """Measure, print and save; return 1 if a target of the served forecast is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--datos", type=Path, default=ROOT.parent / "shared" / "data")
    options.add_argument("--panel", nargs="*", default=list(PANELS), choices=list(PANELS))
    options.add_argument("--conjunto", nargs="*", default=["reporte"], choices=["diseno", "reporte"])
    options.add_argument("--origenes", type=int, default=3, help="origins of each panel, spread over its list")
    options.add_argument("--muestra", type=int, default=100, help="usuarios that the peers forecast at each origin")
    options.add_argument("--muestra-lentos", type=int, default=20, help="the same for AutoARIMA")
    options.add_argument("--sin-pares", action="store_true", help="ours and seasonal-naive only")
    options.add_argument("--salida", type=Path, help="JSON of everything measured, written anew after each panel")
    given = options.parse_args()
    peers = [] if given.sin_pares else [name for name in PEERS if is_installed(name)]
    for name in () if given.sin_pares else PEERS:
        if name not in peers:
            print(f"{name}: not installed ({INSTALL})")
    missed, saved = 0, dict[str, dict[str, list[dict[str, Any]]]]()
    for kind in given.conjunto:
        results: dict[str, list[Case]] = {}
        saved[kind] = {}
        for name in given.panel:
            panel = _load(given.datos, PANELS[name])
            if panel is not None:
                results[name] = [_case(panel, PANELS[name], kind, T, peers, given) for T in _origins(name, kind, given)]
                print(f"{kind} {name}: {len(results[name])} origins, {time.process_time():.0f} s of CPU", flush=True)
                saved[kind][name] = [_plain(case) for case in results[name]]
                _save(given.salida, saved)
        missed += _report(kind, results)
    return int(missed > 0)


def _save(path: Path | None, saved: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    """Write what is measured so far: a run that is cut keeps the panels that it finished."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.parte")
    draft.write_text(json.dumps(saved, indent=1))
    draft.replace(path)


def _load(data: Path, source: Source) -> Panel | None:
    path = data / "panels" / source.file
    if not path.exists():
        print(f"skipped, {path} is not there")
        return None
    return panel_of_file(path, **dict(source.options))


def _origins(name: str, kind: str, given: argparse.Namespace) -> list[int]:
    every = getattr(PANELS[name], kind)
    return [every[k] for k in np.unique(np.linspace(0, len(every) - 1, given.origenes).round().astype(int))]


@dataclass(frozen=True, eq=False)
class Case:
    """What was measured at one origin.

    Attributes:
        relative: by method, metric and horizon, over seasonal-naive's on the same cells.
        inside: hits and outcomes of our bands by level, third and step ahead, shape (2, n_levels, 3, AHEAD).
        origin: ciclos known.
    """

    relative: dict[tuple[str, str, int], float]
    inside: Floats
    origin: int


def _case(panel: Panel, source: Source, kind: str, origin: int, peers: list[str], given: argparse.Namespace) -> Case:
    limit = panel.n_ciclos if kind == "reporte" else source.reporte[0]
    seen = first_ciclos(panel, origin)
    measured = np.where(panel.is_measured, panel.kwh_dia, np.nan)
    known = measured[:, max(origin - LONGEST, 0) : origin]
    actual = np.full((panel.n_usuarios, AHEAD), np.nan)
    stop = min(origin + AHEAD, limit)
    actual[:, : stop - origin] = measured[:, origin:stop]
    ours = _ours(seen)
    actual[~np.isfinite(ours.point[:, 0])] = np.nan
    scale = metrics.seasonal_scale(known, panel.calendar.period)
    usable = np.flatnonzero(np.isfinite(actual).any(axis=1) & np.isfinite(scale))
    judge = _Judge(actual, known, panel.calendar.period)
    draw = np.random.default_rng(origin)
    some = np.sort(draw.permutation(usable)[: given.muestra])
    few = np.sort(draw.permutation(some)[: given.muestra_lentos])
    relative = judge.relative(OURS, ours, usable)
    if peers:
        relative |= judge.relative(f"{OURS} (muestra)", ours, some)
    for peer in peers:
        rows = few if peer in SLOW else some
        made = forecast_peer(peer, known, rows, period=panel.calendar.period, horizon=AHEAD, niveles=LEVELS)
        relative |= judge.relative(peer, made, rows)
        if peer in SLOW:
            relative |= judge.relative(f"{OURS} (muestra de {peer})", ours, rows)
    return Case(relative, _inside(actual, ours, scale, known), origin)


def _ours(seen: Panel) -> Forecasts:
    made = forecast_panel(seen, AHEAD, niveles=LEVELS)
    days = made.calendar.dias
    return Forecasts(*(np.asarray(part, np.float64) / days for part in (made.kwh, made.inferior, made.superior)))


class _Judge:
    """Scores forecasts of one origin relative to seasonal-naive."""

    def __init__(self, actual: Floats, known: Floats, period: int) -> None:
        self._actual, self._known, self._period = actual, known, period
        self._naive = seasonal_naive(known, period, AHEAD)

    def relative(self, name: str, made: Forecasts, rows: NDArray[np.int64]) -> dict[tuple[str, str, int], float]:
        """Return each metric over seasonal-naive's, but for the pinball loss."""
        out = {}
        for horizon in HORIZONS:
            actual = self._actual[rows, :horizon]
            if np.isfinite(actual).any(axis=0).sum() < LEAST_KNOWN[horizon]:
                continue
            point, known = made.point[rows, :horizon], self._known[rows]
            actual = np.where(np.isfinite(point), actual, np.nan)
            naive = self._naive[rows, :horizon]
            for metric in ("mase", "rmsse"):
                measure = getattr(metrics, metric)
                out[name, metric, horizon] = measure(actual, point, known, self._period) / measure(
                    actual, naive, known, self._period
                )
            out[name, "wape", horizon] = float(metrics.wape(actual, point) / metrics.wape(actual, naive))
            out[name, "pinball", horizon] = self._pinball(actual, made, rows, horizon)
        return out

    def _pinball(self, actual: Floats, made: Forecasts, rows: NDArray[np.int64], horizon: int) -> float:
        """Return the mean scaled pinball loss of all limits [–], not relative: seasonal-naive has no bands here."""
        scale = metrics.seasonal_scale(self._known[rows], self._period)
        losses = []
        for k, level in enumerate(LEVELS):
            for limit, q in ((made.low, (100 - level) / 200), (made.high, (100 + level) / 200)):
                loss = metrics.pinball(actual, limit[k][rows, :horizon], q, axis=1) / scale
                losses.append(np.mean(loss[np.isfinite(loss)]) if np.isfinite(loss).any() else np.nan)
        return float(np.mean(losses))


def _inside(actual: Floats, made: Forecasts, scale: Floats, known: Floats) -> Floats:
    """Return hits and outcomes of our bands, by level, third and step ahead."""
    with np.errstate(invalid="ignore", divide="ignore"):
        wild = scale / np.where(np.isfinite(known).any(axis=1), np.nanmean(np.nan_to_num(known), axis=1), np.nan)
    order = np.full(len(wild), -1)
    fit = np.flatnonzero(np.isfinite(wild) & np.isfinite(actual).any(axis=1))
    order[fit[np.argsort(wild[fit])]] = np.arange(len(fit)) * 3 // max(len(fit), 1)
    out = np.zeros((2, len(LEVELS), 3, AHEAD))
    for k in range(len(LEVELS)):
        seen = np.isfinite(actual) & np.isfinite(made.low[k])
        hit = seen & (actual >= made.low[k]) & (actual <= made.high[k])
        for third in range(3):
            out[0, k, third] = hit[order == third].sum(axis=0)
            out[1, k, third] = seen[order == third].sum(axis=0)
    return out


def _report(kind: str, results: dict[str, list[Case]]) -> int:
    """Print the tables of a set of origins; return how many targets the served forecast misses."""
    by_panel: dict[str, dict[tuple[str, str, int], float]] = {}
    for name, cases in results.items():
        logs = defaultdict(list)
        for case in cases:
            for key, value in case.relative.items():
                if np.isfinite(value) and value > 0:
                    logs[key].append(np.log(value))
        by_panel[name] = {key: float(np.exp(np.mean(values))) for key, values in logs.items()}
    methods = list(dict.fromkeys(key[0] for found in by_panel.values() for key in found))
    for metric in METRICS:
        print(f"\n{kind}, {metric.upper()}" + (" (scaled)" if metric == "pinball" else " relative to seasonal-naive"))
        print(f"| panel | {' | '.join(methods)} |\n|---|{'---|' * len(methods)}")
        for name, found in by_panel.items():
            print(f"| {name} | {' | '.join(_pair(found, method, metric) for method in methods)} |")
        means = {
            (method, metric, h): float(np.exp(np.mean([np.log(f[method, metric, h]) for f in found])))
            for method in methods
            for h in HORIZONS
            if (found := [f for f in by_panel.values() if (method, metric, h) in f])
        }
        print(f"| geometric mean | {' | '.join(_pair(means, method, metric) for method in methods)} |")
        if metric == "mase":
            mean = means
    _print_bands(kind, results)
    return _targets(by_panel, mean, methods)


def _pair(found: dict[tuple[str, str, int], float], method: str, metric: str) -> str:
    return " / ".join(f"{found[method, metric, h]:.3f}" if (method, metric, h) in found else "–" for h in HORIZONS)


def _print_bands(kind: str, results: dict[str, list[Case]]) -> None:
    for k, level in enumerate(LEVELS):
        print(f"\n{kind}, share of outcomes in the {level} % band [%]")
        print(f"| panel | all | {' | '.join(THIRDS)} | {' | '.join(f'h{h}' for h in range(1, AHEAD + 1))} |")
        print(f"|---|{'---|' * (4 + AHEAD)}")
        lines = []
        for name, cases in results.items():
            hits, seen = sum(case.inside for case in cases)[:, k]
            by = [hits.sum() / seen.sum(), *(hits.sum(axis=1) / seen.sum(axis=1))]
            reached = seen.sum(axis=0)  # by none, where the outcomes of `diseno` would lie within `reporte`
            by += [*(hits.sum(axis=0) / np.where(reached > 0, reached, np.nan))]
            lines.append(by)
            print(f"| {name} | {' | '.join(f'{100 * v:.1f}' if np.isfinite(v) else '–' for v in by)} |")
        print(f"| mean | {' | '.join(f'{100 * v:.1f}' for v in np.nanmean(lines, axis=0))} |")


def _targets(
    by_panel: dict[str, dict[tuple[str, str, int], float]], mean: dict[tuple[str, str, int], float], methods: list[str]
) -> int:
    missed = []
    for horizon, most in ((6, 0.82), (12, 0.90)):
        value = mean.get((OURS, "mase", horizon), np.nan)
        print(f"MASE 1–{horizon}, geometric mean: {value:.3f} (target ≤ {most})")
        missed += [f"mean 1–{horizon}"] * (not value <= most)
        for name, found in by_panel.items():
            for metric in ("mase", "wape"):
                if found.get((OURS, metric, horizon), 0) >= 1:
                    missed.append(
                        f"{name} {metric} 1–{horizon} is {found[OURS, metric, horizon]:.3f} of seasonal-naive"
                    )
            for peer in methods:
                same = f"{OURS} (muestra de {peer})" if peer in SLOW else f"{OURS} (muestra)"
                if peer in PEERS and (same, "mase", horizon) in found and (peer, "mase", horizon) in found:
                    ratio = found[same, "mase", horizon] / found[peer, "mase", horizon]
                    missed += [f"{name} 1–{horizon}: {ratio:.3f} of {peer}"] * (ratio > 1.02)
    print("missed: " + ("; ".join(missed) if missed else "none"))
    return len(missed)


def _plain(case: Case) -> dict[str, Any]:
    return {
        "origen": case.origin,
        "relativo": {f"{name}|{metric}|1-{h}": value for (name, metric, h), value in case.relative.items()},
        "dentro": case.inside.tolist(),
    }


if __name__ == "__main__":
    sys.exit(main())
