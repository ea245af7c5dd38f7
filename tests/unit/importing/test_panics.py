"""What the Rust reader makes of damaged bytes and of an allocation that fails looks the same: a panic."""

import subprocess
import sys

import pytest
from tests.unit.importing.workbooks import write_xlsx

from consumo.domain.errors import WorkbookError
from consumo.importing import readers
from consumo.importing.xlsx_scan import UnusualXmlError

_PEAK = """
import resource, sys
from consumo.importing.isolated_limits import memory_is_spent
peak = next(int(l.split()[1]) * 1024 for l in open("/proc/self/status") if l.startswith("VmPeak:"))
before = memory_is_spent()
resource.setrlimit(resource.RLIMIT_AS, (int(peak * float(sys.argv[1])), -1))
print(before, memory_is_spent())
"""


class PanicException(BaseException):
    """Of the name that pyo3 gives."""


@pytest.fixture
def panicking(tmp_path, monkeypatch):
    """A workbook that only the general reader knows, and at which it panics."""

    def panics(*_, **__):
        raise PanicException("assertion `left == right` failed\n  left: 0")

    def unusual(*_, **__):
        raise UnusualXmlError

    monkeypatch.setattr(readers, "scan_cells", unusual)
    monkeypatch.setattr(readers, "_opened", panics)
    return write_xlsx(tmp_path / "a.xlsx", {"Hoja1": [["a"]]})


def test_a_panic_is_damage(panicking, monkeypatch):
    monkeypatch.setattr(readers, "memory_is_spent", lambda: False)
    with pytest.raises(WorkbookError) as caught:
        list(readers.open_sheets(panicking))
    assert caught.value.hallazgos[0].codigo == "archivo.danado"


def test_a_panic_of_a_process_without_memory_is_want_of_memory(panicking, monkeypatch):
    monkeypatch.setattr(readers, "memory_is_spent", lambda: True)
    with pytest.raises(MemoryError):
        list(readers.open_sheets(panicking))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much was used")
@pytest.mark.parametrize(("limit", "spent"), [(1.2, True), (4, False)], ids=["near", "far"])
def test_memory_is_spent_near_the_limit(limit, spent):
    done = subprocess.run([sys.executable, "-c", _PEAK, str(limit)], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", str(spent)]
