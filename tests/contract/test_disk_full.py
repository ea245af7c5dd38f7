"""A disk that fills up while publishing: one clear message, the old version served, no litter, and it works again."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.contract.test_publish_crash import publish, value_of

from consumo.storage.store import Store

ROOT = Path(__file__).parents[2]
# No file may grow beyond the limit: to the program that is a full disk (EFBIG for ENOSPC).
WRITER = """
import resource, signal, sys
from pathlib import Path
from consumo.domain.errors import StorageError
from consumo.storage.store import Store
from tests.contract.test_publish_crash import publish
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    publish(Store(Path(sys.argv[1])), 2)
except StorageError as error:
    print("refused:", error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("limit", [0, 400, 900, 3000], ids=["nothing", "log entry", "matrix", "parquet"])
def test_the_old_version_stays(tmp_path, limit):
    store = Store(tmp_path)
    first = publish(store, 1)
    files = {p for p in tmp_path.rglob("*") if p.is_file()}
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(tmp_path), str(limit)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("refused:"), done.stderr
    assert store.current_id() == first.version_datos
    assert value_of(store.snapshot().panel) == 1
    assert {p for p in tmp_path.rglob("*") if p.is_file()} <= files | {tmp_path / ".en-curso"}
    assert publish(store, 2).changes.corregidas == 90
    assert value_of(store.snapshot().panel) == 2
