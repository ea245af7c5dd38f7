"""Memory of N worker processes over one data set, against 1: what sharing the mapped Panel is worth.

    python benchmarks/bench_memory.py [USUARIOS] [CICLOS] [WORKERS]

Each process opens the published version as a worker does and touches every page of every array. What counts is PSS
(proportional set size): a page that four processes map counts a quarter in each, so that the sum is what the machine
gives up. It is read from Linux's /proc; elsewhere the benchmark says so and ends. The peer, in the same run: as many
processes that each hold a copy of their own.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from consumo.storage.durable import write_json
from consumo.storage.manifest import Version, write_manifest
from consumo.storage.panel_files import load_panel, save_panel

SELF = Path(__file__)
ROOT = SELF.parents[1]


def worker(datos: Path, mode: str) -> None:
    """Touch the whole data set, say so, and stay until standard input ends."""
    from consumo.services.dataset import DatasetHandle  # noqa: PLC0415 - the parent must not count it

    kept, total = [], 0.0
    if mode != "empty":
        panel = DatasetHandle(datos).current().panel
        for name in ("usuarios", "nombres", "medidores", "bateria_of", "kwh", "dias", "calidad", "lectura_anterior",
                     "lectura_actual", "factor"):  # fmt: skip
            array = getattr(panel, name)
            kept.append(array.copy() if mode == "copy" else array)
            total += float(kept[-1].view(np.uint8).sum())
    print("ready", total, flush=True)
    sys.stdin.read()


def pss_of(pid: int) -> float:
    """Return the proportional set size of a process [MB]."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1e3


def measure(datos: Path, n: int, mode: str) -> float:
    """Return the sum of the PSS [MB] of `n` workers that are open at the same time."""
    command = [sys.executable, str(SELF), "--worker", str(datos), mode]
    workers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(n)
    ]
    try:
        for process in workers:
            if not process.stdout.readline().startswith("ready"):
                raise RuntimeError("a worker did not start")
        return sum(pss_of(process.pid) for process in workers)
    finally:
        for process in workers:
            process.communicate()


def publish(datos: Path, usuarios: int, ciclos: int) -> float:
    """Put a Panel with registers in a new data folder; return its size on disk [MB]."""
    sys.path.insert(0, str(ROOT))
    from tests.builders import panel_of  # noqa: PLC0415

    rng = np.random.default_rng(0)
    kwh = rng.gamma(2.0, 80.0, (usuarios, ciclos)).round(1)
    registers = np.cumsum(kwh, axis=1)
    panel = panel_of(
        kwh,
        usuarios=[f"{k:07d}" for k in range(usuarios)],
        baterias=[f"B{k % 40}" for k in range(usuarios)],
        nombres=[f"Nombre y apellido {k}" for k in range(usuarios)],
        medidores=[f"M{k}" for k in range(usuarios)],
        lectura_anterior=registers - kwh,
        lectura_actual=registers,
        factor=np.ones_like(kwh),
    )
    folder = datos / "paneles" / "prueba"
    save_panel(folder, panel)
    load_panel(folder)
    write_manifest(datos, Version("prueba", "2026-01-01T00:00:00+00:00", "bench", (1,), {}))
    write_json(datos / "CURRENT", {"version": "prueba"})
    return sum(file.stat().st_size for file in folder.iterdir()) / 1e6


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--worker"]:
        worker(Path(sys.argv[2]), sys.argv[3])
        return
    if not Path("/proc/self/smaps_rollup").exists():
        print("Not supported here: PSS is read from Linux's /proc/PID/smaps_rollup.")
        return
    usuarios, ciclos, n = [*map(int, sys.argv[1:]), *(50_000, 36, 4)[len(sys.argv) - 1 :]]
    with tempfile.TemporaryDirectory() as folder:
        size = publish(Path(folder), usuarios, ciclos)
        print(f"{usuarios:,} usuarios × {ciclos} ciclos with registers: {size:.0f} MB on disk; sums of PSS in MB")
        print(f"{'':28}{'1 worker':>10}{f'{n} workers':>12}{'ratio':>8}{'per further worker':>20}")
        rows = (
            ("no data (the program alone)", "empty"),
            ("mapped (what consumo does)", "mmap"),
            ("a copy each", "copy"),
        )
        for name, mode in rows:
            one, several = (measure(Path(folder), k, mode) for k in (1, n))
            print(f"{name:28}{one:10.0f}{several:12.0f}{several / one:8.2f}{(several - one) / (n - 1):20.0f}")


if __name__ == "__main__":
    main()
