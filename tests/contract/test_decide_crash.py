"""A writer of decisions killed at random moments: none that it acknowledged is lost, and record and Panel agree."""

import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import decision_of
from tests.contract.test_publish_crash import Reader, publish, value_of

from consumo.critica.standing import fingerprint
from consumo.services.amend import amender
from consumo.services.settings import Settings
from consumo.storage.store import Store

ROOT = Path(__file__).parents[2]
KILLS = 8
FIRST = 100
WRITER = """
import sys
from pathlib import Path
from consumo.storage.store import Store
from tests.contract.test_decide_crash import decide
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    print(decide(store), flush=True)
"""


def decide(store: Store) -> int:
    """Put the next number in the place of every value; return it. All of them as one version."""

    def judge(now):
        value = int(now.panel.kwh[0, 0]) + 1
        cells = [(str(u), ciclo) for u in now.panel.usuarios for ciclo in now.panel.ciclos]
        made = [
            decision_of(0, "estimar", usuario=u, ciclo=ciclo, datos={"kwh": value}, sobre={"n": value})
            for u, ciclo in cells
        ]
        return [replace(d, huella=fingerprint(now.panel, d.hallazgo)) for d in made]

    return int(store.decide(judge, amend=amender(Settings())).panel.kwh[0, 0])


def run_and_kill(datos: Path, after: float) -> int:
    """Run a writer, kill it after so many seconds; return the last value that it acknowledged, 0 if none."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(datos)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert writer.stdout.readline() == "ready\n"
        time.sleep(after)
    finally:
        writer.kill()
        output, _ = writer.communicate()
    return max([0, *(int(line) for line in output.splitlines() if line.isdecimal())])


def seconds_of_a_decision(datos: Path) -> float:
    """Measure one on this machine, as busy as it is: kills must fall into decisions, not all before the first."""
    store = Store(datos)
    publish(store, FIRST)
    start = time.monotonic()
    decide(store)
    return time.monotonic() - start


@pytest.mark.server
def test_kills_at_random_moments(tmp_path, tmp_path_factory):
    store, rng = Store(tmp_path), random.Random(20261125)
    usual = seconds_of_a_decision(tmp_path_factory.mktemp("medida"))
    publish(store, FIRST)
    reader = Reader(tmp_path)
    reader.start()
    try:
        for _ in range(KILLS):
            acknowledged = run_and_kill(tmp_path, rng.uniform(0.05, 3) * usual)
            now = store.snapshot()
            value = value_of(now.panel)
            assert value >= acknowledged, "an acknowledged decision is lost"
            assert len(now.decisiones) == 90 * (value - FIRST), "the record and the Panel disagree"
            assert [d.numero for d in now.decisiones] == sorted({d.numero for d in now.decisiones})
    finally:
        reader.ended.set()
        reader.join()
    assert reader.failures == []
    assert reader.seen == sorted(reader.seen), "a reader was taken back to an older version"
    assert value > FIRST
    assert decide(store) == value + 1
    for version in store.versions():
        value_of(store.snapshot(version.version).panel)
    undone = store.versions()[0].version
    store.restore(undone)
    assert value_of(store.snapshot().panel) == FIRST
