"""A writer killed at random moments: nothing that it acknowledged is lost, and what is published can always be read."""

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from consumo.domain.errors import NoDataError
from consumo.importing.assemble import assemble_panel
from consumo.importing.lecturas import with_all_columns
from consumo.services.dataset import DatasetHandle
from consumo.storage.store import Published, Store

ROOT = Path(__file__).parents[2]
KILLS = 8
WRITER = """
import sys
from pathlib import Path
from consumo.storage.store import Store
from tests.contract.test_publish_crash import publish
store = Store(Path(sys.argv[1]))
value = int(sys.argv[2])
print("ready", flush=True)
while True:
    value += 1
    publish(store, value)
    print(value, flush=True)
"""


def publish(store: Store, value: int) -> Published:
    """Publish an import that says `value` of every usuario and ciclo, so that a version mixed of two shows."""
    months = [f"2025-{m:02d}" for m in range(1, 4)]
    rows = [(str(u), "A", month, f"{month}-01", value) for u in range(30) for month in months]
    frame = pd.DataFrame(rows, columns=["usuario", "bateria", "ciclo", "desde", "kwh"])
    frame["hasta"] = pd.to_datetime(frame["desde"]) + pd.offsets.MonthBegin(1)
    return store.publish(with_all_columns(frame), fuente="libro.csv", build=assemble_panel)


def value_of(panel) -> int:
    """Return the value of every cell; fails if there are two."""
    values = np.unique(panel.kwh)
    assert len(values) == 1, f"a version mixed of imports {values}"
    return int(values[0])


class Reader(threading.Thread):
    """Reads all the time, as a worker does; keeps what it saw and every failure."""

    def __init__(self, datos: Path) -> None:
        super().__init__()
        self.handle = DatasetHandle(datos)
        self.seen: list[int] = []
        self.failures: list[BaseException] = []
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.002):
            try:
                self.seen.append(value_of(self.handle.current().panel))
            except NoDataError:
                assert not self.seen
            except BaseException as error:  # noqa: BLE001 - any failure is what the test is after
                self.failures.append(error)


def run_and_kill(datos: Path, value: int, after: float) -> int:
    """Run a writer that goes on from `value`, kill it after so many seconds; return the last that it acknowledged."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(datos), str(value)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert writer.stdout.readline() == "ready\n"
        time.sleep(after)
    finally:
        writer.kill()
        output, _ = writer.communicate()
    return max([value, *map(int, output.split())])


def seconds_of_a_publication(datos: Path) -> float:
    """Measure one on this machine, as busy as it is: kills must fall into publications, not all before the first."""
    store = Store(datos)
    publish(store, 1)
    start = time.monotonic()
    publish(store, 2)
    return time.monotonic() - start


@pytest.mark.server
def test_kills_at_random_moments(tmp_path, tmp_path_factory):
    store, rng = Store(tmp_path), random.Random(20261124)
    usual = seconds_of_a_publication(tmp_path_factory.mktemp("medida"))
    reader = Reader(tmp_path)
    reader.start()
    acknowledged = 0
    try:
        for _ in range(KILLS):
            acknowledged = run_and_kill(tmp_path, acknowledged, rng.uniform(0.05, 3) * usual)
            if acknowledged == 0 and store.current_id() is None:
                continue
            kept = value_of(store.snapshot().panel)
            assert kept >= acknowledged, "an acknowledged import is lost"
            acknowledged = kept
    finally:
        reader.ended.set()
        reader.join()
    assert reader.failures == []
    assert reader.seen == sorted(reader.seen), "a reader was taken back to an older version"
    assert acknowledged > 0
    assert publish(store, acknowledged).unchanged, "the record and the panel disagree"
    last = publish(store, acknowledged + 1)
    assert last.changes.as_dict() == {"nuevas": 0, "corregidas": 90, "retiradas": 0}
    manifests = {version.version for version in store.versions()}
    assert {folder.name for folder in (tmp_path / "paneles").iterdir()} == manifests
    for version in sorted(manifests):
        value_of(store.snapshot(version).panel)
