"""The data set that a process serves follows what any process publishes."""

import pytest
from tests.unit.storage.test_store import FEBRUARY, JANUARY, publish

from consumo.domain.errors import NoDataError
from consumo.services.dataset import DatasetHandle
from consumo.storage.store import Store


def test_it_follows_the_published_version(tmp_path):
    store, handle = Store(tmp_path), DatasetHandle(tmp_path)
    with pytest.raises(NoDataError):
        handle.current()
    first = publish(store, JANUARY)
    served = handle.current()
    assert served.version_datos == first.version_datos
    assert handle.current() is served
    second = publish(store, FEBRUARY)
    assert handle.current().version_datos == second.version_datos
    store.restore(first.version_datos)
    assert handle.current().panel.ciclos == ("2025-01",)


def test_a_version_that_cannot_be_opened_leaves_the_old_one_served(tmp_path, caplog):
    store, handle = Store(tmp_path), DatasetHandle(tmp_path)
    first = publish(store, JANUARY)
    handle.current()
    second = publish(store, FEBRUARY)
    (tmp_path / "paneles" / second.version_datos / "meta.json").write_text("broken")
    assert handle.current().version_datos == first.version_datos
    assert "cannot be opened" in caplog.text
