"""The data set that a process serves follows what any process publishes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.builders import forecast_of
from tests.integration.storage.test_store import FEBRUARY, JANUARY, publish

from consumo.domain.errors import NoDataError, StorageError
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


def test_what_could_not_be_opened_is_tried_again_later(tmp_path, monkeypatch):
    store, handle = Store(tmp_path), DatasetHandle(tmp_path)
    first = publish(store, JANUARY)
    handle.current()
    second = publish(store, FEBRUARY)
    meta = tmp_path / "paneles" / second.version_datos / "meta.json"
    good = meta.read_text()
    meta.write_text("broken")
    assert handle.current().version_datos == first.version_datos
    meta.write_text(good)
    assert handle.current().version_datos == first.version_datos
    monkeypatch.setattr(handle, "_retry_at", 0.0)
    assert handle.current().version_datos == second.version_datos


def test_a_forecast_that_appears_later_is_noticed(tmp_path):
    store, handle = Store(tmp_path), DatasetHandle(tmp_path)
    version = publish(store, JANUARY).version_datos
    before = handle.current()
    assert before.forecast is None
    store.save_forecast(version, forecast_of(before.panel))
    after = handle.current()
    assert after.forecast is not None
    assert after.panel is before.panel
    assert handle.current() is after


def test_a_damaged_forecast_is_left_out(tmp_path, caplog):
    store, handle = Store(tmp_path), DatasetHandle(tmp_path)
    version = publish(store, JANUARY).version_datos
    store.save_forecast(version, forecast_of(handle.current().panel))
    (tmp_path / "pronosticos" / version / "kwh.npy").write_bytes(b"")
    assert handle.current().forecast is None
    assert DatasetHandle(tmp_path).current().forecast is None
    assert "cannot be read" in caplog.text


def test_threads_get_one_and_the_same(tmp_path):
    publish(Store(tmp_path), JANUARY)
    handle = DatasetHandle(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        served = list(pool.map(lambda _: handle.current(), range(64)))
    assert len({id(dataset) for dataset in served}) == 1


def test_the_folder_taken_away_leaves_the_old_one_served(tmp_path):
    store, handle = Store(tmp_path / "datos"), DatasetHandle(tmp_path / "datos")
    publish(store, JANUARY)
    served = handle.current()
    (tmp_path / "datos" / "CURRENT").unlink()
    assert handle.current() is served


def test_the_version_after_a_broken_one_is_served_at_once(tmp_path):
    store, handle = Store(tmp_path), DatasetHandle(tmp_path)
    publish(store, JANUARY)
    handle.current()
    broken = publish(store, FEBRUARY)
    (tmp_path / "paneles" / broken.version_datos / "meta.json").write_text("broken")
    handle.current()
    third = publish(store, {("1", "2025-03"): 5.0})
    assert handle.current().version_datos == third.version_datos


def test_a_folder_that_cannot_be_read(tmp_path, monkeypatch):
    publish(Store(tmp_path), JANUARY)
    handle, late = DatasetHandle(tmp_path), DatasetHandle(tmp_path)
    served = handle.current()

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("consumo.storage.reader.os.stat", refuse)
    assert handle.current() is served
    with pytest.raises(StorageError, match="Permission denied"):
        late.current()
