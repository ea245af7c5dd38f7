"""Accuracy of the forecast against seasonal-naive on real panels, and the time that a forecast takes.

    python benchmarks/bench_forecast.py [--datos ../shared/data] [--usuarios 60 1000 10000]

Panels: `pge_zip`, its 296 series with all 60 months that were never combined with a neighbour, and
`uci_electricity_weekly` in 28-day ciclos (13 a year). The last 6 ciclos are held out; all methods are scored on the
same cells, in kWh/d. Target: WAPE of what is served below that of seasonal-naive on both; exit code 1 otherwise.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.builders import random_panel  # noqa: E402

from consumo.forecast.model import NAIVE  # noqa: E402
from consumo.forecast.panel_forecast import forecast_panel  # noqa: E402
from consumo.services.evaluate import evaluate_file  # noqa: E402

PANELS = {
    "pge_zip (clean)": ("pge_zip/tidy.csv.gz", {"completas": True, "donde": "combined=N"}),
    "uci 28-day": ("uci_electricity_weekly/tidy_28day_cycles.csv.gz", {}),
}


def main() -> int:
    """Measure, print, and return 1 if seasonal-naive wins anywhere."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--datos", type=Path, default=ROOT.parent / "shared" / "data")
    options.add_argument("--usuarios", type=int, nargs="*", default=[60, 1000, 10_000])
    given = options.parse_args()
    lost = 0
    for name, (file, filters) in PANELS.items():
        path = given.datos / "panels" / file
        if not path.exists():
            print(f"{name}: skipped, {path} is not there")
            continue
        found = evaluate_file(path, retener=6, **filters)
        ratio = found.servido.wape / found.score(NAIVE).wape
        lost += ratio >= 1
        print(f"{name}\n{found}\nWAPE served / seasonal-naive = {ratio:.3f} (target < 1)\n")
    for n in given.usuarios:
        panel = random_panel(n, 36)
        start, cpu = time.perf_counter(), time.process_time()
        forecast_panel(panel, 13)
        print(f"{n} usuarios × 36: {time.perf_counter() - start:.2f} s, {time.process_time() - cpu:.2f} s of CPU")
    return int(lost > 0)


if __name__ == "__main__":
    sys.exit(main())
