"""Reading a workbook of 1,000,000 rows × 10 columns, against pandas merely loading it with openpyxl.

    python benchmarks/bench_read.py [ROWS]

Each is done in a process of its own, turn by turn on the same file, the better of two turns (one from a million rows
on): the cells alone, a Panel with its findings, a published version with its findings, and the peer. The ratio of
processor times is what counts on a busy machine.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import xlsxwriter

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


def cells_alone(path: Path) -> None:
    """Read the cells and do nothing with them."""
    from consumo.importing.readers import open_sheets  # noqa: PLC0415 - each process imports its own

    for sheet in open_sheets(path):
        print(f"{len(sheet.row):,} cells", file=sys.stderr)


def panel(path: Path) -> None:
    """Read into a Panel with its findings."""
    from consumo import load_excel_data  # noqa: PLC0415 - each process imports its own

    load_excel_data(path)


def version(path: Path) -> None:
    """Import into a new data folder: a published version with its findings."""
    from consumo.services.publish import import_workbooks  # noqa: PLC0415 - each process imports its own
    from consumo.services.settings import Settings  # noqa: PLC0415 - each process imports its own

    with tempfile.TemporaryDirectory() as folder:
        import_workbooks(Settings(datos=Path(folder)), [path])


def pandas_openpyxl(path: Path) -> None:
    """Load the workbook the usual way."""
    import pandas as pd  # noqa: PLC0415 - each process imports its own

    pd.read_excel(path, engine="openpyxl")


WORK = {"cells": cells_alone, "panel": panel, "version": version, "pandas": pandas_openpyxl}


def measured(what: str, path: Path) -> tuple[float, float, float]:
    """Return wall and processor seconds of a new process with its children, and its peak memory [MB]."""
    command = [sys.executable, __file__, "--only", what, str(path)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    wall, cpu, peak = (float(value) for value in printed)
    return wall, cpu, peak


def only(what: str, path: Path) -> None:
    """Do one of the works and print what it took."""
    wall = time.perf_counter()
    WORK[what](path)
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(use.ru_utime + use.ru_stime for use in spent)
    print(time.perf_counter() - wall, cpu, max(use.ru_maxrss for use in spent) / 1024)


def main() -> None:
    """Print the times, the ratios and the memory."""
    if sys.argv[1:2] == ["--only"]:
        only(sys.argv[2], Path(sys.argv[3]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    turns = 2 if rows < 1_000_000 else 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lecturas.xlsx"
        write_workbook(path, rows)
        took = {what: min(measured(what, path) for _ in range(turns)) for what in WORK}
    peer = took["pandas"]
    names = {
        "cells": "consumo, the cells alone (target 20 ×)",
        "panel": "consumo, to a Panel with findings",
        "version": "consumo, to a published version (target 10 ×)",
        "pandas": "pandas.read_excel(engine='openpyxl'), loading",
    }
    print(f"{rows:,} rows × {len(HEADER)} columns                        wall       CPU     peak      CPU ratio")
    for what, (wall, cpu, peak) in took.items():
        print(f"  {names[what]:46} {wall:7.2f} s {cpu:7.2f} s {peak:6,.0f} MB {peer[1] / cpu:9.1f} ×")


if __name__ == "__main__":
    main()
