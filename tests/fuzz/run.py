"""Read mutated workbooks in a child process and sort out what became of each.

    python -m tests.fuzz.run [INPUTS] [SEED]

`whole`: the kWh of the table; `refused`: a WorkbookError; `said`: other kWh, with a finding that asks for a look;
`silent`: other kWh without one; `crash`: something else than a WorkbookError was raised; `died`: the child was killed,
as the Rust readers do on some damaged .xls, which is why the services read in a process of its own.
"""

import multiprocessing
import random
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import numpy as np
from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import ROWS, SEEDS

from consumo import load_excel_data
from consumo.domain.errors import ConsumoError
from consumo.domain.vocabulary import Severidad

KWH = sorted(float(row[6]) for row in ROWS[1:])  # type: ignore[arg-type]
_MEMORY = 2 << 30


def outcome(path: Path) -> str:
    """Read one file and return what became of it."""
    try:
        panel, hallazgos, _ = load_excel_data(path)
    except ConsumoError:
        return "refused"
    except MemoryError:
        return "refused"  # the isolated reader turns it into a finding
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return f"crash {type(error).__name__}: {error}"[:200]
    if sorted(panel.kwh[np.isfinite(panel.kwh)].tolist()) == KWH:
        return "whole"
    grave = any(h.severidad is not Severidad.INFORMA for h in hallazgos)
    return "said" if grave else f"silent {sorted({h.codigo for h in hallazgos})}"


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def inputs(folder: Path, count: int, seed: int) -> Iterator[Path]:
    """Write mutated files and yield their paths."""
    contents = {}
    for name, write in SEEDS.items():
        write(folder / name)
        contents[name] = (folder / name).read_bytes()
    rng = random.Random(seed)
    for nth in range(count):
        name = rng.choice(list(contents))
        path = folder / f"{nth:06d}_{name}"
        path.write_bytes(mutated(contents[name], rng))
        yield path


def _ready_context() -> multiprocessing.context.BaseContext:
    """Return a context in which a new child has everything imported at once: where it dies, the next costs nothing."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["consumo", "tests.fuzz.run"])
    return context


def run(count: int, seed: int, folder: Path, kept: Path | None = None) -> Counter[str]:
    """Read `count` mutated files; those that crash or are silently wrong are copied to `kept`."""
    found: Counter[str] = Counter()
    context = _ready_context()
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=_limited)
    for path in inputs(folder, count, seed):
        try:
            became = pool.submit(outcome, path).result()
        except BrokenProcessPool:
            became = "died"
            pool = ProcessPoolExecutor(1, mp_context=context, initializer=_limited)
        found[became.split(" ")[0].rstrip(":")] += 1
        if became.startswith(("crash", "silent", "died")):
            sys.stdout.write(f"{path.name} {became}\n")
            if kept is not None:
                (kept / path.name).write_bytes(path.read_bytes())
        path.unlink()
    pool.shutdown()
    return found


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as made:
        bad = Path(tempfile.gettempdir()) / "consumo_fuzz"
        bad.mkdir(exist_ok=True)
        sys.stdout.write(str(dict(run(many, int(sys.argv[2]) if len(sys.argv) > 2 else 0, Path(made), bad))) + "\n")
