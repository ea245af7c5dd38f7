"""Reading a workbook of 100,000 rows × 10 columns into a Panel, against pandas merely loading it with openpyxl.

    python benchmarks/bench_read.py [ROWS]

Both run here, turn by turn, on the same file, the better of two turns each; the ratio is what counts, and on a busy
machine that of the processor time.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from consumo import load_excel_data

HEADER = (
    "usuario", "nombre", "bateria", "medidor", "ciclo", "fecha_anterior", "fecha_actual", "lectura_anterior",
    "lectura_actual", "factor",
)  # fmt: skip


def write_workbook(path: Path, rows: int) -> None:
    """Write `rows` readings of rows / 20 usuarios in 20 ciclos."""
    rng = np.random.default_rng(0)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Lecturas")
    sheet.write_row(0, 0, HEADER)
    months = np.arange(np.datetime64("2023-01", "M"), np.datetime64("2023-01", "M") + 21)
    serials = (months.astype("datetime64[D]") - np.datetime64("1899-12-30")).astype(int).tolist()
    line = 0
    for usuario in range(rows // 20):
        register = rng.integers(0, 50_000, 1)[0] + np.cumsum(rng.integers(50, 400, 21))
        for k in range(20):
            line += 1
            sheet.write_string(line, 0, f"{usuario:06d}")
            sheet.write_string(line, 1, f"Nombre {usuario}")
            sheet.write_string(line, 2, f"B{usuario % 40}")
            sheet.write_string(line, 3, f"M{usuario}")
            sheet.write_string(line, 4, str(months[k]))
            sheet.write_number(line, 5, serials[k], day)
            sheet.write_number(line, 6, serials[k + 1], day)
            sheet.write_number(line, 7, int(register[k]))
            sheet.write_number(line, 8, int(register[k + 1]))
            sheet.write_number(line, 9, 1)
    book.close()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of wall time and of processor time that `work` takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Print the times and their ratio."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lecturas.xlsx"
        write_workbook(path, rows)
        load_excel_data(path)  # what is imported and cached once per process is not the reading
        turns = [(timed(lambda: load_excel_data(path)), timed(lambda: pandas_openpyxl(path))) for _ in range(2)]
        ours, peer = (min(turn[k] for turn in turns) for k in (0, 1))
    print(f"{rows:,} rows × {len(HEADER)} columns                       wall      CPU")
    print(f"  consumo, workbook to Panel with its findings   {ours[0]:7.2f} s {ours[1]:7.2f} s")
    print(f"  pandas.read_excel(engine='openpyxl'), loading  {peer[0]:7.2f} s {peer[1]:7.2f} s")
    print(f"  ratio (target 8)                               {peer[0] / ours[0]:7.1f} × {peer[1] / ours[1]:7.1f} ×")


def pandas_openpyxl(path: Path) -> object:
    """Load the workbook the usual way."""
    return pd.read_excel(path, engine="openpyxl")


if __name__ == "__main__":
    main()
