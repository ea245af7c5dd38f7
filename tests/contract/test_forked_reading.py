"""The command's reading process is a copy of it: as well protected from a file as one that is started anew."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.contract.test_hostile_files import _child_of, _runs, _wait
from tests.hostile import GOOD, MAKERS, rows_xml, write_package

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the process is copied on Linux only")

_SCRIPT = Path(__file__).with_name("forked_reading.py")


def reading(path: Path, *, limits: dict[str, int] | None = None, number: int = 0, threads: int = 0) -> dict[str, Any]:
    """Return what the script says of reading `path`."""
    command = [sys.executable, str(_SCRIPT), str(path), json.dumps(limits or {}), str(number), str(threads)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return json.loads(done.stdout)


def test_a_good_file(tmp_path):
    path = write_package(tmp_path / "a.xlsx", rows_xml(GOOD))
    assert reading(path) == {"copia": True, "kwh": [10, 20], "codigo": None, "acabado": True}


def test_a_process_with_threads_is_not_copied(tmp_path):
    path = write_package(tmp_path / "a.xlsx", rows_xml(GOOD))
    assert reading(path, threads=1) == {"copia": False, "kwh": [10, 20], "codigo": None, "acabado": True}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"wall": 0}, "archivo.demasiado_tiempo", id="wall"),
        pytest.param({"cells": 1000}, "archivo.demasiadas_celdas", id="cells"),
        pytest.param({"memory": 256_000_000}, "archivo.demasiada_memoria", id="the least memory that can be set"),
    ],
)
def test_each_limit_holds(tmp_path, changed, code):
    path = write_package(tmp_path / "a.xlsx", rows_xml([GOOD[0], *(f"{k},A,2025-01,{k}" for k in range(20_000))]))
    assert reading(path, limits=changed) == {"copia": True, "kwh": None, "codigo": code, "acabado": True}


def test_the_processor_time_of_the_parent_does_not_count(tmp_path):
    path = write_package(tmp_path / "a.xlsx", rows_xml(GOOD))
    assert reading(path, limits={"cpu": 1})["kwh"] == [10, 20]


def test_a_file_that_asks_for_too_much_memory(tmp_path):
    make, code = MAKERS["far cell"]
    said = reading(make(tmp_path / "malo.xlsx"), limits={"memory": 1_500_000_000})
    assert (said["copia"], said["codigo"]) == (True, code)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGSEGV, "archivo.lector_interrumpido"),
        (signal.SIGABRT, "archivo.lector_interrumpido"),
        (signal.SIGKILL, "archivo.demasiada_memoria"),
    ],
)
def test_a_copy_that_is_killed(tmp_path, number, code):
    """It is stopped by a pipe that nobody writes to, and killed there."""
    pipe = tmp_path / "tubo.csv"
    os.mkfifo(pipe)
    assert reading(pipe, number=number) == {"copia": True, "kwh": None, "codigo": code, "acabado": True}


def test_the_copy_ends_with_its_parent(tmp_path):
    pipe = tmp_path / "tubo.csv"
    os.mkfifo(pipe)
    parent = subprocess.Popen([sys.executable, str(_SCRIPT), str(pipe), "{}", "0", "0"])
    child = _wait(lambda: _child_of(parent.pid))
    parent.kill()
    parent.wait()
    assert _wait(lambda: not _runs(child)), "the reader goes on without anybody to tell"
