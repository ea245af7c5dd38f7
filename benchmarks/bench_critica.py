"""How many injected faults the critique finds and repairs, against the two rules in common use; and how fast it is.

    python benchmarks/bench_critica.py [--datos ../shared/data] [--semillas 20] [--rendimiento 50000 1000000]

Faults of 13 kinds (`faults.py`, which shares no code with the detector) are put into 1 % of the readings of real
panels and of the project's own generator, after 12 ciclos of history. A fault counts as found if one of its ciclos,
or the one after it, has an alert of its usuario. The peers get as many alerts as the critique gave, their strongest.

Targets of the issue: at the same number of alerts twice the faults of the better peer; ≥ 95 % exact repairs of
rollovers and meter changes, ≥ 80 % of transposed digits, < 1 % wrong proposals on clean readings; 50,000 usuarios × 36
within 3 s, 1,000,000 × 36 within 60 s on two cores. Exit code 1 if a target of the solver is missed.
"""

import argparse
import resource
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.faults import KINDS, LASTING, Fault, Readings, arguments_of, inject, true_readings  # noqa: E402
from benchmarks.panels import NAMES, World, load_world  # noqa: E402
from benchmarks.rules_in_use import PEERS, in_order  # noqa: E402
from tests.builders import months  # noqa: E402

from consumo import Hallazgo, Panel  # noqa: E402
from consumo.critica.critique import critique  # noqa: E402
from consumo.domain.propuesta import TipoPropuesta  # noqa: E402

HISTORY = 12
THREADS = 2
SOLVED = ("digit", "transposed", "swapped", "rollover", "meter_change", "factor_forgotten", "factor_twice")
Cells = set[tuple[int, int]]


class Tally:
    """What was counted over the seeds of one world."""

    def __init__(self) -> None:
        self.faults: Counter[str] = Counter()
        self.found: dict[str, Counter[str]] = defaultdict(Counter)
        self.repaired: dict[str, Counter[str]] = defaultdict(Counter)
        self.ranks: dict[str, list[int]] = defaultdict(list)
        self.alerts: Counter[str] = Counter()
        self.first: Counter[str] = Counter()
        self.needed: Counter[str] = Counter()
        self.useful = self.readings = self.clean_alerts = self.clean_proposals = 0


def main() -> int:
    """Measure, print, and return 1 if a target of the solver is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--datos", type=Path, default=ROOT.parent / "shared" / "data")
    options.add_argument("--semillas", type=int, default=20)
    options.add_argument("--panel", nargs="*", default=NAMES, choices=NAMES)
    options.add_argument("--rendimiento", type=int, nargs="*", default=[50_000])
    given = options.parse_args()
    missed = 0
    for name in given.panel:
        world = load_world(name, given.datos)
        if world is None:
            print(f"{name}: skipped, its file is not in {given.datos}\n")
            continue
        tally = Tally()
        for seed in range(given.semillas):
            measure(world, seed, tally)
        missed += report(name, world, tally)
    for n in given.rendimiento:
        speed(n)
    return int(missed > 0)


def panel_of(world: World, readings: Readings) -> Panel:
    """Return the Panel that an importer would make of the readings."""
    ids = [str(k) for k in range(len(world.kwh))]
    dates = {"desde": world.desde, "hasta": world.hasta}
    return Panel.from_matrix(usuarios=ids, baterias=world.group, **dates, **arguments_of(readings))


def measure(world: World, seed: int, tally: Tally) -> None:
    """Put faults into a world and count what is found and repaired."""
    rng = np.random.default_rng(seed)
    readings = true_readings(world.kwh, world.days, rng)
    judged = len(world.days) - HISTORY
    clean = critique(panel_of(world, readings), ultimos=judged)
    tally.clean_alerts += len(clean)
    tally.clean_proposals += sum(h.propuesta is not None for h in clean)
    inject(readings, 0.01, rng, first=HISTORY)
    panel = panel_of(world, readings)
    found = [h for h in critique(panel, ultimos=judged) if h.usuario is not None]
    by_cell = {(int(h.usuario or ""), panel.ciclos.index(h.ciclo or "")): h for h in found}
    alerts: dict[str, Cells] = {"consumo": set(by_cell)}
    queue = sorted(by_cell, key=lambda cell: -(by_cell[cell].kwh_en_riesgo or 0.0))
    few = len(readings.faults)
    tally.first["consumo"] += _hits(readings.faults, set(queue[:few]))
    for peer, (strength, limit) in PEERS.items():
        score = strength(readings.difference / readings.days)
        ordered = in_order(score)
        alerts[peer] = set(ordered[: len(found)])
        alerts[f"{peer}, as it is"] = set(in_order(score, limit))
        tally.first[peer] += _hits(readings.faults, set(ordered[:few]))
        tally.needed[peer] += _needed(readings.faults, ordered, _hits(readings.faults, set(by_cell)))
    tally.readings += judged * len(world.kwh)
    rank = _ranks(by_cell)
    hit: Cells = set()
    for fault in readings.faults:
        tally.faults[fault.kind] += 1
        cells = _cells(fault)
        for who, own in alerts.items():
            tally.found[who][fault.kind] += bool(cells & own)
        mine = cells & alerts["consumo"]
        hit |= mine
        tally.ranks[fault.kind] += [min(rank[cell] for cell in mine)] if mine else []
        if fault.kind in SOLVED:
            tally.repaired[fault.kind][_repair(fault, [by_cell[cell] for cell in mine], readings, panel)] += 1
    for who, own in alerts.items():
        tally.alerts[who] += len(own)
    tally.useful += len(hit)


def _hits(faults: list[Fault], alerts: Cells) -> int:
    return sum(bool(_cells(fault) & alerts) for fault in faults)


def _needed(faults: list[Fault], ordered: list[tuple[int, int]], wanted: int) -> int:
    """Return how many of the alerts in order it takes to find `wanted` faults; all of them if they are not enough."""
    place = {cell: k for k, cell in enumerate(ordered, start=1)}
    first = sorted(min((place.get(cell, len(ordered)) for cell in _cells(fault)), default=0) for fault in faults)
    return first[wanted - 1] if wanted else 0


def _cells(fault: Fault) -> Cells:
    columns = set(fault.columns) if fault.kind in LASTING else {fault.columns[0], fault.columns[0] + 1}
    return {(row, column) for row in (fault.row, fault.other) if row is not None for column in columns}


def _ranks(by_cell: dict[tuple[int, int], Hallazgo]) -> dict[tuple[int, int], int]:
    """Return the place of each finding in the queue of its ciclo, by energy at risk."""
    queues: dict[int, list[tuple[float, tuple[int, int]]]] = defaultdict(list)
    for cell, finding in by_cell.items():
        queues[cell[1]].append((-(finding.kwh_en_riesgo or 0.0), cell))
    return {cell: k for queue in queues.values() for k, (_, cell) in enumerate(sorted(queue), start=1)}


def _repair(fault: Fault, found: list[Hallazgo], readings: Readings, panel: Panel) -> str:
    """Return `exact`, `wrong` or `none` for what was proposed for a fault."""
    proposed = [(h, h.propuesta) for h in found if h.propuesta is not None]
    if not proposed:
        return "none"
    for finding, one in proposed:
        row, column = int(finding.usuario or ""), panel.ciclos.index(finding.ciclo or "")
        if fault.kind == "meter_change":
            good = one.tipo is TipoPropuesta.CAMBIO_DE_MEDIDOR and column == fault.columns[0]
        elif fault.kind == "swapped":
            good = one.tipo is TipoPropuesta.LECTURAS_INTERCAMBIADAS and (row != fault.row or one.a == fault.repair)
        elif fault.repair is not None:
            edge = "lectura_actual" if column == fault.columns[0] else "lectura_anterior"
            good = (one.campo, one.a) == (edge, fault.repair)
        else:
            good = one.kwh is not None and abs(one.kwh - readings.truth[row, column]) < 1e-6 * one.kwh
        if good:
            return "exact"
    return "wrong"


def report(name: str, world: World, tally: Tally) -> int:
    """Print what was counted; return how many targets of the solver are missed."""
    total = sum(tally.faults.values())
    print(f"{name}: {world.kwh.shape[0]} usuarios × {world.kwh.shape[1]} ciclos, {total} faults")
    print(f"  {'':34}{'alerts':>8} {'found':>7}   " + " ".join(f"{kind[:8]:>8}" for kind in KINDS))
    shares = {}
    for who in ("consumo", *(w for w in tally.alerts if w != "consumo")):
        shares[who] = sum(tally.found[who].values()) / total
        each = (tally.found[who][kind] / max(tally.faults[kind], 1) for kind in KINDS)
        cells = " ".join(f"{share:8.2f}" for share in each)
        print(f"  {who:34}{tally.alerts[who] / tally.readings:8.2%} {shares[who]:7.1%}   {cells}")
    ranks = " ".join(f"{np.median(tally.ranks[kind]) if tally.ranks[kind] else float('nan'):8.0f}" for kind in KINDS)
    print(f"  {'median place in the queue':34}{'':16}   {ranks}")
    better = max(shares[peer] for peer in PEERS)
    ratio, most = shares["consumo"] / better, 1 / better
    print(f"  found / found by the better peer with as many alerts: {ratio:.2f} (target 2; all would be {most:.2f})")
    at_first = ", ".join(f"{who} {count / total:.1%}" for who, count in tally.first.items())
    print(f"  found by as many alerts as there are faults, the first of each queue: {at_first}")
    fewest = min(tally.needed.values())
    print(
        f"  alerts that the better peer needs to find as many: {fewest / tally.readings:.2%} of the readings,"
        f" {fewest / tally.alerts['consumo']:.1f} times ours"
    )
    left = (shares["consumo"] - better) / (1 - better) if better < 1 else 1.0
    print(f"  of the faults that the better peer misses with as many alerts, the critique finds, net: {left:.0%}")
    print(f"  missed: {1 - shares['consumo']:.1%}, by the better peer {1 - better:.1%}")
    useful, clean = tally.useful / tally.alerts["consumo"], tally.clean_alerts / tally.readings
    print(f"  alerts that are faults: {useful:.1%}; alerts on the same readings without faults: {clean:.2%} of them")
    missed = 0
    for kind in SOLVED:
        counts = tally.repaired[kind]
        exact = counts["exact"] / max(sum(counts.values()), 1)
        target = {"rollover": 0.95, "meter_change": 0.95, "transposed": 0.80}.get(kind)
        missed += target is not None and exact < target
        goal = f" (target {target:.0%})" if target else ""
        print(f"  {kind}: {exact:.1%} exact{goal}, {counts['wrong']} wrong, {counts['none']} left open")
    wrong = tally.clean_proposals / tally.readings
    print(f"  wrong proposals on clean readings: {wrong:.3%} (target < 1 %)\n")
    return missed + (wrong >= 0.01)


def speed(n: int) -> None:
    """Print what judging `n` usuarios × 36 ciclos takes: all of them, and the last 13."""
    rng = np.random.default_rng(0)
    desde, hasta = months(36, "2022-01")
    season = 1 + 0.2 * np.sin(2 * np.pi * np.arange(36) / 12)
    kwh = rng.gamma(4, 45, (n, 1)) * season * rng.lognormal(0, 0.1, (n, 36))
    readings = true_readings(kwh, (hasta - desde).astype(np.int64), rng)
    if n <= 100_000:
        inject(readings, 0.01, rng)
    world = World(kwh, desde, hasta, [f"B{k // 150}" for k in range(n)])
    panel = panel_of(world, readings)
    faults = len(readings.faults)
    del kwh, readings, world
    for ciclos in (36, 13):
        start, cpu, alone = time.perf_counter(), time.process_time(), time.thread_time()
        found = critique(panel, ultimos=ciclos, hilos=THREADS)
        wall, cpu, alone = time.perf_counter() - start, time.process_time() - cpu, time.thread_time() - alone
        # What it would take by the clock on cores that nobody else uses: what one thread does, and what all share.
        free = alone + (cpu - alone) / THREADS
        took = f"{wall:.1f} s, {cpu:.1f} s of CPU: {free:.1f} s on {THREADS} free cores"
        print(f"{n} usuarios × 36 with {faults} faults, {ciclos} ciclos judged: {took}, {len(found)} findings")
    print(f"  most memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
