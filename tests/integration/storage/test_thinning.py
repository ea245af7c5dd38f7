"""Superseded versions keep only what decisions changed, and open as they were."""

import numpy as np
import pytest
from tests.builders import forecast_of
from tests.integration.storage.test_decide import decide, importing
from tests.integration.storage.test_store import FEBRUARY, JANUARY

from consumo.domain.panel_edits import EDITABLE
from consumo.storage.panel_files import is_thin
from consumo.storage.store import Store
from consumo.storage.thinning import KEPT_WHOLE


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "datos")
    importing(opened, JANUARY | FEBRUARY | {("2", "2025-02"): 99.0})
    return opened


def seen(store, version):
    """Everything that is told of a version, as bytes."""
    now = store.snapshot(version)
    matrices = {name: None if (m := getattr(now.panel, name)) is None else m.tobytes() for name in EDITABLE}
    raw = {name: (c.rows.tolist(), c.columns.tolist(), c.values.tobytes()) for name, c in now.panel.crudo.items()}
    return matrices, raw, now.panel.usuarios.tolist(), now.hallazgos, now.decisiones


def folder_of(store, version):
    return store.path / "paneles" / version


def test_old_ones_are_thin_and_open_as_they_were(store):
    first = store.current_id()
    told = {}
    for n in range(KEPT_WHOLE + 4):
        kind, values = ("estimar", {"kwh": 15.0 + n}) if n % 2 else ("aceptar", {})
        version = decide(store, kind, usuario=str(1 + n % 2), datos=values, sobre={"n": n}).version_datos
        told[version] = seen(store, version)
    thin = [v for v in told if is_thin(folder_of(store, v))]
    assert thin == list(told)[:4]
    assert not is_thin(folder_of(store, first))
    assert {f.name for f in folder_of(store, thin[1]).iterdir()} == {"meta.json", "editado.npz", "hallazgos.json.gz"}
    for version, before in told.items():
        assert seen(store, version) == before
    assert seen(store, first)[1] == {}


def test_a_thin_one_is_made_whole_to_be_served(store):
    version = decide(store, datos={"kwh": 15}).version_datos
    told = seen(store, version)
    for n in range(KEPT_WHOLE):
        decide(store, "aceptar", sobre={"n": n})
    assert is_thin(folder_of(store, version))
    store.restore(version)
    assert not is_thin(folder_of(store, version))
    assert seen(store, version) == told
    assert not store.snapshot().panel.kwh.flags.owndata, "mapped, not copied"
    again = decide(store, usuario="2", ciclo="2025-02", datos={"kwh": 20})
    np.testing.assert_array_equal(store.snapshot(again.version_datos).panel.kwh, [[15, 11], [20, 20]])


def test_after_another_import_they_still_stand_on_theirs(store):
    version = decide(store, datos={"kwh": 15}).version_datos
    importing(store, {("1", "2025-03"): 5.0})
    for n in range(KEPT_WHOLE + 1):
        decide(store, "aceptar", sobre={"n": n})
    assert is_thin(folder_of(store, version))
    np.testing.assert_array_equal(store.snapshot(version).panel.kwh, [[15, 11], [20, 99]])
    np.testing.assert_array_equal(store.snapshot().panel.kwh, [[15, 11, 5], [20, 99, np.nan]])


def test_forecasts_of_old_ones_go_once_a_newer_one_has_its_own(store):
    old = decide(store, datos={"kwh": 15}).version_datos
    store.save_forecast(old, forecast_of(store.snapshot().panel))
    for n in range(KEPT_WHOLE - 1):
        new = decide(store, datos={"kwh": 16 + n}, sobre={"n": n}).version_datos
    store.save_forecast(new, forecast_of(store.snapshot().panel))
    decide(store, datos={"kwh": 99}, sobre={"n": 99})
    assert is_thin(folder_of(store, old))
    assert (store.has_forecast(old), store.has_forecast(new)) == (False, True)


@pytest.mark.parametrize("step", ["thin_panel", "_compress"])
def test_what_cannot_be_thinned_is_no_reason_to_refuse_a_decision(store, monkeypatch, step):
    old = decide(store, datos={"kwh": 15}).version_datos

    def refuse(*_):
        raise PermissionError("mapped by another process")

    monkeypatch.setattr(f"consumo.storage.thinning.{step}", refuse)
    for n in range(KEPT_WHOLE):
        decide(store, "aceptar", sobre={"n": n})
    assert len(store.snapshot().decisiones) == KEPT_WHOLE + 1
    assert store.snapshot(old).panel.kwh[0, 0] == 15


def test_stopped_while_thinning(store, monkeypatch):
    version = decide(store, datos={"kwh": 15}).version_datos
    told = seen(store, version)
    monkeypatch.setattr("pathlib.Path.unlink", lambda *_, **__: None)  # ended before anything was deleted
    for n in range(KEPT_WHOLE):
        decide(store, "aceptar", sobre={"n": n})
    monkeypatch.undo()
    assert seen(store, version) == told
