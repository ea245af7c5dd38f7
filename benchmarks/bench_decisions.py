"""What a decision costs: alone, many at once, and undone; against correcting the file and publishing it again.

    python benchmarks/bench_decisions.py [USUARIOS] [CICLOS]

One reading in a hundred of the last ciclo is too high. Each kind of step is timed in this process, on the same data
folder; what counts on a busy machine is the ratio of processor times. The peer is what there is without decisions:
the corrected file, read and published whole (its reading, in a process of its own, is counted too).
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from consumo.domain.decision import TipoDecision
from consumo.services.dataset import open_dataset
from consumo.services.decide import decide, decide_all, undo_all
from consumo.services.decision_request import DecisionRequest
from consumo.services.publish import import_workbooks
from consumo.services.queries.queue import queue_of
from consumo.services.settings import Settings

ALONE, TOGETHER = 3, 100
HEADER = "usuario,nombre,bateria,medidor,fecha_anterior,fecha_actual,lectura_anterior,lectura_actual,factor"


def write_file(path: Path, usuarios: int, ciclos: int, *, repaired: int = 0) -> None:
    """Write readings; one usuario in a hundred has a high last reading, but for the first `repaired` of them."""
    rng = np.random.default_rng(0)
    edges = (np.datetime64("2024-01", "M") + np.arange(ciclos + 1)).astype("datetime64[D]").astype(str)
    used = rng.integers(80, 400, (usuarios, 1)) + rng.integers(0, 12, (usuarios, ciclos))
    used[100 * repaired :: 100, -1] *= 8
    ends = 1000 * np.arange(usuarios)[:, None] + used.cumsum(axis=1)
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEADER + "\n")
        for k in range(usuarios):
            register = ends[k, 0] - used[k, 0]
            for c in range(ciclos):
                dates = f"{edges[c]},{edges[c + 1]}"
                stream.write(f"{k:06d},Nombre {k},B{k // 150},M{k},{dates},{register},{ends[k, c]},1\n")
                register = ends[k, c]


def timed(what: str, step: Callable[[], object], *, of: float = 0.0) -> float:
    """Do a step, print what it took, its children included, and return its processor time [s]."""
    start, cpu = time.perf_counter(), _cpu()
    step()
    wall, cpu = time.perf_counter() - start, _cpu() - cpu
    ratio = f"; the file again: {of / cpu:.0f} times as much" if of else ""
    print(f"{what}: {wall:.2f} s, {cpu:.2f} s of CPU{ratio}", flush=True)
    return cpu


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def on_disk(folder: Path) -> float:
    """Return what a folder takes [MB], a file with several names counted once."""
    seen = {(stat := path.stat()).st_ino: stat.st_blocks * 512 for path in folder.rglob("*") if path.is_file()}
    return sum(seen.values()) / 1e6


def main(usuarios: int = 50_000, ciclos: int = 13) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        book = root / "lecturas.csv"
        settings = Settings(datos=root / "datos", _env_file=None)
        write_file(book, usuarios, ciclos)
        timed(f"publish {usuarios} usuarios × {ciclos}", lambda: import_workbooks(settings, [book]))
        ids = [e.id for e in queue_of(open_dataset(settings)).entries if e.hallazgo.usuario is not None]
        print(f"{len(ids)} readings in the queue, {on_disk(settings.datos):.0f} MB on disk")
        repaired = root / "corregido"
        repaired.mkdir()
        write_file(repaired / book.name, usuarios, ciclos, repaired=1)
        again = Settings(datos=root / "otros", _env_file=None)
        import_workbooks(again, [book])
        peer = timed(
            "peer: the file with one reading corrected, published again",
            lambda: import_workbooks(again, [repaired / book.name]),
        )
        for tipo, values in ((TipoDecision.ACEPTAR, {}), (TipoDecision.CORREGIR, {"kwh": 300.0})):
            request = DecisionRequest(tipo=tipo, quien="Ana", motivo="m", datos=values)
            for _ in range(ALONE):
                about = ids.pop()
                timed(f"{tipo} one", lambda about=about, request=request: decide(settings, about, request), of=peer)
        many = [(ids.pop(), request) for _ in range(min(TOGETHER, len(ids)))]
        cpu = timed(f"corregir {len(many)} together", lambda: decide_all(settings, many), of=peer)
        print(f"  {1000 * cpu / len(many):.0f} ms of CPU a decision")
        numbers = range(2 * ALONE + 1, 2 * ALONE + len(many) + 1)
        timed(f"undo {len(many)} together", lambda: undo_all(settings, numbers, quien="Ana", motivo="m"), of=peer)
        print(f"{on_disk(settings.datos):.0f} MB on disk after {2 * ALONE + 2} versions more")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
