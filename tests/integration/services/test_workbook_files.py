"""Which files an import reads, how large they may be, and what is kept of them."""

import hashlib
import json

import pytest
from deltalake import DeltaTable, QueryBuilder
from tests.integration.services.test_publish import BOTH, workbook

from consumo.domain.errors import TooLargeError
from consumo.services.publish import import_workbooks, reload_excel
from consumo.services.settings import Settings
from consumo.services.workbook_files import check_sizes, files_in
from consumo.storage.record import IMPORTACIONES
from consumo.storage.store import Store


def test_files_and_folders(tmp_path):
    for name in ("b.xlsx", "a.csv", "~$b.xlsx", "notas.md"):
        (tmp_path / name).touch()
    assert [f.name for f in files_in([tmp_path, tmp_path / "c.xlsx"])] == ["a.csv", "b.xlsx", "c.xlsx"]


@pytest.mark.parametrize("size", [1_000_001, 5_000_000])
def test_too_large(tmp_path, size):
    with (tmp_path / "a.xlsx").open("wb") as stream:
        stream.truncate(size)
    settings = Settings(datos=tmp_path / "datos", excel=tmp_path / "a.xlsx", max_mb=1, _env_file=None)
    with pytest.raises(TooLargeError, match=r"a\.xlsx.*CONSUMO_MAX_MB"):
        reload_excel(settings)
    assert not settings.datos.exists()
    check_sizes([tmp_path / "a.xlsx", tmp_path / "absent.xlsx"], max_mb=5)


def test_the_version_says_which_file_it_came_from(tmp_path):
    book = workbook(tmp_path / "libro.xlsx", BOTH)
    settings = Settings(datos=tmp_path / "datos", _env_file=None)
    import_workbooks(settings, [book])
    digests = {"libro.xlsx": hashlib.sha256(book.read_bytes()).hexdigest()}
    (version,) = Store(settings.datos).versions()
    assert version.archivos == digests
    rows = (
        QueryBuilder().register("t", DeltaTable(settings.datos / IMPORTACIONES)).execute("SELECT * FROM t").read_all()
    )
    assert json.loads(rows["sha256"].to_pylist()[0]) == digests
    assert json.loads(rows["resumen"].to_pylist()[0])["lecturas"] == 4
    assert rows["importacion"].to_pylist() == list(version.importaciones)
