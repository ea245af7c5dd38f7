"""After a writer that was killed, the folder holds what was published and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
from tests.integration.storage.test_store import FEBRUARY, JANUARY, publish

from consumo.domain.errors import StorageError
from consumo.storage.manifest import new_id, write_manifest
from consumo.storage.record import LECTURAS
from consumo.storage.store import Store


class Killed(BaseException):
    """Stands for a process that ends at once."""


@pytest.mark.parametrize("step", ["append_rows", "append_import", "save_panel", "save_findings", "write_manifest"])
def test_killed_at_any_step(tmp_path, monkeypatch, step):
    store = Store(tmp_path)
    first = publish(store, JANUARY).version_datos

    def die(*_, **__):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(f"consumo.storage.store.{step}", die)
        patch.setattr("consumo.storage.recovery.recover", lambda _: None)  # a killed process tidies nothing up
        with pytest.raises(Killed):
            publish(store, FEBRUARY)
    assert store.snapshot().version.version == first
    done = publish(store, FEBRUARY)
    assert done.changes.as_dict() == {"nuevas": 2, "corregidas": 0, "retiradas": 0}
    assert store.snapshot().panel.ciclos == ("2025-01", "2025-02")
    assert sorted(p.name for p in (tmp_path / "paneles").iterdir()) == [first, done.version_datos]
    assert len(list((tmp_path / LECTURAS).rglob("*.parquet"))) == 2
    assert not (tmp_path / ".en-curso").exists()


def test_killed_between_manifest_and_pointer(tmp_path, monkeypatch):
    store = Store(tmp_path)
    first = publish(store, JANUARY).version_datos

    def die(*_):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_point_to", die)
        with pytest.raises(Killed):
            publish(store, FEBRUARY)
    assert store.current_id() == first
    publish(store, {("1", "2025-03"): 5.0})
    assert store.snapshot().panel.ciclos == ("2025-01", "2025-03")


def test_an_unreadable_manifest_stops_the_writer(tmp_path):
    store = Store(tmp_path)
    version = publish(store, JANUARY).version_datos
    (tmp_path / "versiones" / f"{version}.json").write_text("{")
    with pytest.raises(StorageError):
        publish(store, FEBRUARY)
    assert len(list((tmp_path / LECTURAS).rglob("*.parquet"))) == 1


def test_a_newest_version_that_names_less_than_an_older_one(tmp_path):
    """As after a restored version was gone on from by a program that copied its numbers: nothing may be dropped."""
    store = Store(tmp_path)
    publish(store, JANUARY)
    february = publish(store, FEBRUARY).version_datos
    newest = replace(store.versions()[0], version=new_id(february))
    write_manifest(tmp_path, newest)
    publish(store, {("1", "2025-03"): 5.0})
    store.restore(february)
    assert publish(store, {("1", "2025-03"): 6.0}).changes.as_dict()["nuevas"] == 1
    np.testing.assert_array_equal(store.snapshot().panel.kwh, [[10, 11, 6], [20, 21, np.nan]])
