"""Versions: published whole or not at all, restored, and only as new as what changed."""

import numpy as np
import pandas as pd
import pytest
from filelock import FileLock

from consumo.domain.errors import BusyError, NoDataError, NotFoundError, PanelError, StorageError
from consumo.domain.hallazgo import Hallazgo
from consumo.importing.assemble import assemble_panel
from consumo.importing.lecturas import with_all_columns
from consumo.storage.store import Store


def lecturas(kwh: dict[tuple[str, str], float], archivo: str = "a.xlsx") -> pd.DataFrame:
    rows = [
        {
            "usuario": usuario,
            "bateria": "A",
            "ciclo": ciclo,
            "desde": f"{ciclo}-01",
            "hasta": pd.Timestamp(f"{ciclo}-01") + pd.offsets.MonthBegin(1),
            "kwh": value,
            "consumo_kwh": value,
            "archivo": archivo,
        }
        for (usuario, ciclo), value in kwh.items()
    ]
    return with_all_columns(pd.DataFrame(rows))


def publish(store: Store, kwh: dict[tuple[str, str], float], **options):
    return store.publish(lecturas(kwh), fuente="prueba", build=assemble_panel, **options)


JANUARY = {("1", "2025-01"): 10.0, ("2", "2025-01"): 20.0}
FEBRUARY = {("1", "2025-02"): 11.0, ("2", "2025-02"): 21.0}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "datos")


def test_the_first_version(store):
    done = publish(store, JANUARY, hallazgos=[Hallazgo(codigo="lectura.faltante", usuario="3", evidencia={"n": 1})])
    assert done.version_anterior is None
    assert done.changes.as_dict() == {"nuevas": 2, "corregidas": 0, "retiradas": 0}
    opened = store.snapshot()
    assert opened.version.version == store.current_id() == done.version_datos
    np.testing.assert_array_equal(opened.panel.kwh, [[10], [20]])
    assert opened.hallazgos == done.hallazgos
    assert opened.forecast is None


def test_the_same_import_twice_changes_nothing(store):
    first = publish(store, JANUARY)
    again = publish(store, JANUARY)
    assert again.unchanged
    assert again.version_datos == first.version_datos
    assert len(store.versions()) == 1


def test_a_correction_replaces_what_it_restates_and_keeps_the_rest(store):
    publish(store, JANUARY | FEBRUARY)
    done = publish(store, {("1", "2025-01"): 15.0})
    assert done.changes.as_dict() == {"nuevas": 0, "corregidas": 1, "retiradas": 0}
    (change,) = done.changes.detalle.to_dict("records")
    assert (change["usuario"], change["ciclo"], change["de"], change["a"]) == ("1", "2025-01", 10, 15)
    np.testing.assert_array_equal(store.snapshot().panel.kwh, [[15, 11], [20, 21]])


def test_a_missing_value_is_a_value_like_any_other(store):
    gap = {("1", "2025-01"): float("nan"), ("2", "2025-01"): 20.0}
    publish(store, gap)
    assert publish(store, gap).unchanged


def test_files_in_any_order_give_the_same_panel(tmp_path):
    one, other = Store(tmp_path / "one"), Store(tmp_path / "other")
    for kwh in (JANUARY, FEBRUARY):
        publish(one, kwh)
    for kwh in (FEBRUARY, JANUARY):
        publish(other, kwh)
    left, right = one.snapshot().panel, other.snapshot().panel
    assert left.ciclos == right.ciclos
    np.testing.assert_array_equal(left.kwh, right.kwh)


def test_what_its_workbook_no_longer_says_is_withdrawn(store):
    publish(store, JANUARY)
    done = publish(store, {("1", "2025-01"): 10.0}, withdraw_from=["a.xlsx"])
    assert done.changes.as_dict() == {"nuevas": 0, "corregidas": 0, "retiradas": 1}
    assert store.snapshot().panel.usuarios.tolist() == ["1"]


def test_restore_and_go_on_from_there(store):
    first = publish(store, JANUARY)
    second = publish(store, {("1", "2025-01"): 99.0})
    assert store.restore(first.version_datos) == second.version_datos
    np.testing.assert_array_equal(store.snapshot().panel.kwh, [[10], [20]])
    publish(store, FEBRUARY)
    np.testing.assert_array_equal(store.snapshot().panel.kwh, [[10, 11], [20, 21]])
    assert len(store.versions()) == 3


def test_what_cannot_be_built_changes_nothing(store):
    first = publish(store, JANUARY)

    def refuse(rows):
        raise PanelError("no", "no")

    with pytest.raises(PanelError):
        store.publish(lecturas(FEBRUARY), fuente="x", build=refuse)
    assert store.current_id() == first.version_datos
    publish(store, {("1", "2025-03"): 5.0})
    assert store.snapshot().panel.ciclos == ("2025-01", "2025-03")


def test_rows_of_an_import_that_was_never_published_do_not_count(store, monkeypatch):
    publish(store, JANUARY)

    def refuse(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr("consumo.storage.store.save_panel", refuse)
    with pytest.raises(StorageError, match="disk full"):
        publish(store, FEBRUARY)
    monkeypatch.undo()
    assert store.snapshot().panel.ciclos == ("2025-01",)
    publish(store, {("1", "2025-03"): 5.0})
    assert store.snapshot().panel.ciclos == ("2025-01", "2025-03")


def test_one_writer_at_a_time(store):
    publish(store, JANUARY)
    with FileLock(store.path / ".lock"), pytest.raises(BusyError):
        publish(store, FEBRUARY)


def test_nothing_published(store):
    assert store.current_id() is None
    assert store.current_stamp() is None
    with pytest.raises(NoDataError):
        store.snapshot()


@pytest.mark.parametrize("version", ["20990101T000000-abcdef", "../../etc/passwd", ""])
def test_an_unknown_version(store, version):
    publish(store, JANUARY)
    with pytest.raises(NotFoundError):
        store.restore(version)


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "datos").write_text("x")
    with pytest.raises(StorageError, match="datos"):
        publish(Store(tmp_path / "datos"), JANUARY)
