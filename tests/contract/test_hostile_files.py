"""Hostile and broken files: one clear finding each; the process that asked and the old version are untouched."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests.hostile import GOOD, MAKERS, rows_xml, write_package

from consumo.domain.errors import CancelledError, ConsumoError, WorkbookError
from consumo.importing.isolated import read_isolated
from consumo.importing.isolated_limits import Limits, limits_for
from consumo.importing.isolated_process import run_task
from consumo.importing.load import read_lecturas
from consumo.services.publish import import_workbooks
from consumo.services.settings import Settings
from consumo.services.versions import current_version

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A data folder with a version, for all: nothing may change it."""
    folder = tmp_path_factory.mktemp("hostil")
    settings = Settings(datos=folder / "datos", max_memoria_mb=1500, _env_file=None)
    import_workbooks(settings, [write_package(folder / "bueno.xlsx", rows_xml(GOOD))])
    return settings


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder; the lock has no content."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != ".lock"}


@pytest.mark.parametrize("name", MAKERS)
def test_one_clear_finding_and_the_old_version_untouched(published, tmp_path, name):
    if name == "far cell" and sys.platform == "darwin":
        pytest.skip("macOS does not limit the memory of a process")
    make, code = MAKERS[name]
    path = make(tmp_path / "malo.xlsx")
    before = snapshot(published.datos)
    with pytest.raises(WorkbookError) as caught:
        import_workbooks(published, [path])
    assert [h.codigo for h in caught.value.hallazgos if h.blocks] == [code]
    assert "malo.xlsx" in caught.value.es
    assert "malo.xlsx" in caught.value.en
    assert "?" not in caught.value.hallazgos[0].message(), "evidence that the sentence names is missing"
    assert snapshot(published.datos) == before


def test_what_is_said_of_links_and_macros_and_neither_is_followed(tmp_path):
    more = {"xl/externalLinks/externalLink1.xml": "<externalLink/>", "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
    read = read_isolated([write_package(tmp_path / "a.xlsm", rows_xml(GOOD), more)])
    assert {"archivo.vinculos_externos", "archivo.macros"} <= {h.codigo for h in read.hallazgos}
    assert read.lecturas["kwh"].tolist() == [10, 20]


def test_a_good_file_reads_as_it_does_in_this_process(tmp_path):
    path = write_package(tmp_path / "a.xlsx", rows_xml([*GOOD, "3,A,2025-01,no sé", "4,A,2025-01,"]))
    steps = []
    apart = read_isolated([path], progress=lambda step, share: steps.append((step, share)))
    here = read_lecturas([path])
    pd.testing.assert_frame_equal(apart.lecturas, here.lecturas, check_dtype=False)
    assert (apart.hallazgos, apart.resumen, apart.propuestas) == (here.hallazgos, here.resumen, here.propuestas)
    assert steps[0] == ("a.xlsx", 0.0)
    assert steps[-1][1] == 1.0
    shares = [share for _, share in steps]
    assert shares == sorted(shares)


def fails(path: Path, limits: Limits) -> str:
    with (
        pytest.raises(WorkbookError) as caught,
        run_task("leer", {"rutas": [str(path)], "hoja": None, "mapeos": []}, limits=limits, archivo=path.name),
    ):
        pass
    return caught.value.hallazgos[0].codigo


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"wall": 0}, "archivo.demasiado_tiempo", id="wall"),
        pytest.param({"expanded": 1000}, "archivo.demasiado_grande", id="expanded"),
        pytest.param({"cells": 1000}, "archivo.demasiadas_celdas", id="cells"),
        pytest.param({"parts": 3}, "archivo.demasiadas_partes", id="parts"),
        pytest.param({"memory": 150_000_000}, "archivo.demasiada_memoria", id="memory", marks=POSIX),
    ],
)
def test_each_limit_has_its_finding(tmp_path, changed, code):
    path = write_package(tmp_path / "a.xlsx", rows_xml([GOOD[0], *(f"{k},A,2025-01,{k}" for k in range(20_000))]))
    assert fails(path, replace(limits_for([path]), **changed)) == code


@POSIX
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGSEGV, "archivo.lector_interrumpido"),
        (signal.SIGKILL, "archivo.demasiada_memoria"),
        (getattr(signal, "SIGXCPU", 0), "archivo.demasiado_tiempo"),
    ],
)
def test_a_reader_that_is_killed(tmp_path, monkeypatch, number, code):
    """The child is stopped by a pipe that nobody writes to, and killed there."""
    pipe = tmp_path / "tubo.csv"
    os.mkfifo(pipe)
    started = _children(monkeypatch)
    threading.Thread(target=lambda: _kill(started, number), daemon=True).start()
    assert fails(pipe, Limits()) == code


def test_cancelling_ends_the_reader(tmp_path, monkeypatch):
    path = write_package(tmp_path / "a.xlsx", rows_xml(GOOD))
    started = _children(monkeypatch)
    with pytest.raises(CancelledError):
        read_isolated([path], cancelled=lambda: True)
    assert started[0].returncode is not None


def test_an_error_of_the_caller_ends_the_reader_too(tmp_path, monkeypatch):
    started = _children(monkeypatch)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_isolated([write_package(tmp_path / "a.xlsx", rows_xml(GOOD))], progress=stop)
    assert started[0].returncode is not None


@POSIX
def test_the_reader_ends_with_its_parent(tmp_path):
    pipe = tmp_path / "tubo.csv"
    os.mkfifo(pipe)
    script = f"from pathlib import Path; from consumo.importing.isolated import *; read_isolated([Path({str(pipe)!r})])"
    parent = subprocess.Popen([sys.executable, "-c", script])
    child = _wait(lambda: _child_of(parent.pid))
    parent.kill()
    parent.wait()
    assert _wait(lambda: not _runs(child)), "the reader goes on without anybody to tell"


def test_errors_that_are_no_findings_keep_their_kind(tmp_path):
    path = write_package(tmp_path / "a.xlsx", rows_xml(GOOD))
    request = {"rutas": [str(path)], "hoja": None, "mapeos": [{"tablas": "ninguna"}]}
    with (
        pytest.raises(ConsumoError, match="tablas") as caught,
        run_task("leer", request, limits=Limits(), archivo="a.xlsx"),
    ):
        pass
    assert type(caught.value).__name__ == "ParameterError"


def test_nothing_is_left_behind(published, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    read_isolated([write_package(tmp_path / "a.xlsx", rows_xml(GOOD))])
    assert list((tmp_path / "tmp").iterdir()) == []
    assert current_version(published) is not None


def _children(monkeypatch) -> list[subprocess.Popen[bytes]]:
    started: list[subprocess.Popen[bytes]] = []

    class Remembered(subprocess.Popen):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr("consumo.importing.isolated_start.subprocess.Popen", Remembered)
    return started


def _kill(started: list[subprocess.Popen[bytes]], number: int) -> None:
    _wait(lambda: started)
    time.sleep(1.5)  # until it waits for the pipe
    started[0].send_signal(number)


def _child_of(pid: int) -> int:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        pytest.skip("no /proc with children here")
    return int(listed[0]) if listed else 0


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _wait(what, seconds: float = 30.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.05)
    return what()
