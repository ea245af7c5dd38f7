"""The record: only the imports asked for are read; what a power cut leaves behind does no harm."""

from pathlib import Path

import numpy as np
import pytest
from tests.integration.storage.test_store import FEBRUARY, JANUARY, lecturas

from consumo.storage.delta_log import drop_after, drop_strays, table_version
from consumo.storage.record import LECTURAS, append_rows, as_rows, read_rows


def append(root, kwh, importacion):
    return append_rows(root, as_rows(lecturas(kwh)).assign(retirada=False, importacion=importacion))


@pytest.fixture
def root(tmp_path):
    append(tmp_path, JANUARY, 1)
    append(tmp_path, FEBRUARY, 2)
    return tmp_path


def last_entry(root: Path) -> Path:
    return max((root / LECTURAS / "_delta_log").glob("*.json"))


def half(entry: Path) -> None:
    text = entry.read_text()
    entry.write_text(text[: len(text) // 2])


def emptied(entry: Path) -> None:
    entry.write_text("")


def whole(entry: Path) -> None:
    """A commit that nobody came to publish."""


def test_rows_come_back_as_they_were(root):
    wanted = as_rows(lecturas(JANUARY))
    back = read_rows(root, 1, [1]).sort_values("usuario")
    for name in wanted.columns:
        assert back[name].dtype == wanted[name].dtype, name
        np.testing.assert_array_equal(back[name].to_numpy(), wanted[name].to_numpy(), err_msg=name)


@pytest.mark.parametrize(("imports", "n"), [([], 0), ([1], 2), ([2], 2), ([1, 2], 4), ([2, 1], 4), ([7], 0)])
def test_only_the_imports_asked_for_are_read_in_order(root, imports, n):
    rows = read_rows(root, 1, imports)
    assert len(rows) == n
    assert rows["importacion"].is_monotonic_increasing


def test_no_table(tmp_path):
    assert table_version(tmp_path / LECTURAS) is None
    assert len(read_rows(tmp_path, None, [])) == 0


@pytest.mark.parametrize("damage", [half, emptied, whole])
def test_a_commit_that_was_not_published_is_dropped(root, damage):
    damage(last_entry(root))
    assert drop_after(root / LECTURAS, 0)
    assert not drop_after(root / LECTURAS, 0)
    drop_strays(root / LECTURAS, 0)
    assert len(list((root / LECTURAS).rglob("*.parquet"))) == 1
    assert append(root, {("1", "2025-03"): 5.0}, 3) == 1
    assert read_rows(root, 1, [1, 2, 3])["importacion"].tolist() == [1, 1, 3]


def test_data_lost_from_an_import_that_does_not_count_is_never_opened(root):
    for file in (root / LECTURAS).glob("ciclo=2025-02/*.parquet"):
        file.unlink()
    assert len(read_rows(root, 1, [1])) == 2
