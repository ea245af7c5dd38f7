"""Requests per second of GET /api/consumo-con-regresion against bare Flask, and the first answer of a new version.

    python benchmarks/bench_api.py [--usuarios 50000] [--ciclos 36] [--segundos 4] [--rondas 5]

Both apps run under gunicorn (1 gthread worker, 4 threads) at the same time and are asked in turn, so that noise hits
both: consumo for a random usuario of the data set, over its real store; the peer a Flask view that returns the same
bytes every time. Targets: ratio ≥ 0.5, and first byte after a version switch < 1 s.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from random import Random

import pandas as pd
from load import run_load

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.builders import forecast_of, random_panel  # noqa: E402

from consumo.importing.lecturas import with_all_columns  # noqa: E402
from consumo.storage.store import Store  # noqa: E402

PATH = "/api/consumo-con-regresion"
BARE = """
from pathlib import Path
from flask import Flask, Response
app = Flask("bare")
body = Path({body!r}).read_bytes()
@app.get("/api/consumo-con-regresion")
def view():
    return Response(body, content_type="application/json")
"""


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--usuarios", type=int, default=50_000)
    options.add_argument("--ciclos", type=int, default=36)
    options.add_argument("--segundos", type=float, default=4)
    options.add_argument("--rondas", type=int, default=5)
    given = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        datos = folder / "datos"
        publish(datos, given.usuarios, given.ciclos, seed=0)
        ours = stack.enter_context(serving("consumo.wsgi:app", CONSUMO_DATOS=str(datos)))
        body = ask(ours, f"{PATH}?usuario=000003")
        (folder / "body.json").write_bytes(body)
        (folder / "bare_app.py").write_text(BARE.format(body=str(folder / "body.json")), encoding="utf-8")
        bare = stack.enter_context(serving("bare_app:app", PYTHONPATH=str(folder)))
        print(f"{given.usuarios} usuarios × {given.ciclos} ciclos; {len(body)} bytes an answer")
        compare(ours, bare, given.usuarios, given.segundos, given.rondas)
        publish(datos, given.usuarios, given.ciclos, seed=1)
        start = time.perf_counter()
        ask(ours, f"{PATH}?usuario=000003")
        print(f"first answer after a version switch: usuario {1e3 * (time.perf_counter() - start):.0f} ms")
        start = time.perf_counter()
        ask(ours, PATH)
        print(f"first answer for the total after it: {1e3 * (time.perf_counter() - start):.0f} ms (target < 1000)")


def compare(ours: int, bare: int, usuarios: int, seconds: float, rounds: int) -> None:
    """Ask both in turn and print each round and the median ratio."""

    def path(rng: Random) -> str:
        return f"{PATH}?usuario={rng.randint(1, usuarios):06d}"

    ratios = []
    for port in (ours, bare):
        run_load(port, path, seconds=seconds)  # warming up
    for _ in range(rounds):
        mine, peer = (run_load(port, path, seconds=seconds) for port in (ours, bare))
        ratios.append(mine.per_second / peer.per_second)
        print(
            f"consumo {mine.per_second:6.0f}/s p50 {1e3 * mine.percentile(0.5):5.1f} ms "
            f"p99 {1e3 * mine.percentile(0.99):5.1f} ms | bare Flask {peer.per_second:6.0f}/s | ratio {ratios[-1]:.2f}"
        )
    print(f"median ratio {statistics.median(ratios):.2f} (target ≥ 0.5)")


def publish(datos: Path, usuarios: int, ciclos: int, *, seed: int) -> None:
    """Publish a version with a Panel of that size and a forecast.

    The record gets one ciclo of rows only: what is served is the Panel, and the record is not read to serve it.
    """
    panel = random_panel(usuarios, ciclos, baterias=max(1, usuarios // 250), seed=seed)
    rows = with_all_columns(
        pd.DataFrame({"usuario": panel.usuarios, "ciclo": panel.ciclos[-1], "kwh": panel.kwh[:, -1], "fila": seed})
    )
    store = Store(datos)
    done = store.publish(rows, fuente="banco de pruebas", build=lambda _: (panel, ()))
    store.save_forecast(done.version_datos, forecast_of(panel))


@contextmanager
def serving(app: str, **environment: str) -> Iterator[int]:
    """Serve `app` under gunicorn and yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", app, "--worker-class", "gthread", "--threads", "4"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def ask(port: int, path: str) -> bytes:
    """Return the body of one answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(body[:300].decode(errors="replace"))
    return body


if __name__ == "__main__":
    main()
