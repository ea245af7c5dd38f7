"""Decisions publish versions: whole or not at all, restored with their version, undone to the last bit."""

import json
from dataclasses import replace

import numpy as np
import pytest
from filelock import FileLock
from tests.builders import decision_of, forecast_of
from tests.integration.storage.test_store import FEBRUARY, JANUARY, lecturas, publish

from consumo.critica.effect import apply_decisions
from consumo.critica.standing import fingerprint, standing
from consumo.domain.errors import BusyError, ConflictError, NoDataError, StorageError
from consumo.domain.hallazgo import Hallazgo
from consumo.importing.assemble import assemble_panel
from consumo.storage.outcome import Amended
from consumo.storage.store import Store


def amend(raw, decisions, known=None):
    """Apply what holds; find whoever used more than 50 kWh."""
    holding = standing(raw, decisions)
    panel = apply_decisions(raw, holding.vigentes)
    found = [
        Hallazgo(codigo="consumo.alto", usuario=str(panel.usuarios[row]), ciclo=panel.ciclos[column])
        for row, column in np.argwhere(panel.kwh > 50)
    ]
    return Amended(panel, found, {d.numero for d in holding.caducadas})


def decide(store, tipo="estimar", *, usuario="1", ciclo="2025-01", **options):
    def judge(now):
        made = decision_of(0, tipo, usuario=usuario, ciclo=ciclo, **options)
        return [replace(made, huella=fingerprint(now.panel, made.hallazgo))]

    return store.decide(judge, amend=amend, patience=0)


def importing(store, kwh, **options):
    return store.publish(lecturas(kwh), fuente="prueba", build=assemble_panel, amend=amend, **options)


def files_of(folder):
    return {f.name: f.read_bytes() for f in sorted(folder.iterdir())}


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "datos")
    importing(opened, JANUARY | {("2", "2025-01"): 99.0})
    return opened


def test_a_decision_is_a_version_and_the_raw_value_stays(store):
    before = store.snapshot()
    done = decide(store, datos={"kwh": 15})
    after = store.snapshot()
    assert after.version.version == done.version_datos > done.version_anterior == before.version.version
    assert after.version.fuente == "estimar 1"
    assert after.version.cambios == {"nuevas": 0, "corregidas": 1, "retiradas": 0}
    assert after.version.importaciones == before.version.importaciones
    np.testing.assert_array_equal(after.panel.kwh, [[15], [99]])
    assert after.panel.crudo["kwh"].at(0, 0) == 10
    assert [d.numero for d in after.standing.vigentes] == [1]
    assert after.decisiones[0].quien == "Ana"
    assert after.decisiones[0].cuando == after.version.creada
    assert after.hallazgos == before.hallazgos


def test_findings_of_reading_stay_and_the_others_are_made_anew(store):
    read = Hallazgo(codigo="lectura.faltante", hoja="Enero", fila=4)
    importing(store, FEBRUARY, hallazgos=[read])
    decide(store, usuario="2", datos={"kwh": 20})
    assert store.snapshot().hallazgos == (read,)
    decide(store, usuario="1", datos={"kwh": 60})
    assert [h.codigo for h in store.snapshot().hallazgos] == ["lectura.faltante", "consumo.alto"]


def test_undoing_gives_the_panel_before_bit_for_bit(store):
    before = store.path / "paneles" / store.current_id()
    decide(store, datos={"kwh": 15})
    undone = decide(store, "deshacer", anula=1)
    assert files_of(store.path / "paneles" / undone.version_datos) == files_of(before)
    assert [d.numero for d in store.snapshot().decisiones] == [1, 2]


def test_matrices_without_a_change_take_no_room(store):
    before = store.path / "paneles" / store.current_id()
    after = store.path / "paneles" / decide(store, datos={"kwh": 15}).version_datos
    linked = {f.name for f in after.glob("*.npy") if f.samefile(before / f.name)}
    assert {f.name for f in after.glob("*.npy")} - linked == {"kwh.npy", "calidad.npy"}


def test_an_import_leaves_decisions_in_force(store):
    decide(store, datos={"kwh": 15})
    importing(store, FEBRUARY)
    np.testing.assert_array_equal(store.snapshot().panel.kwh, [[15, 11], [99, 21]])


def test_unless_it_says_something_else_of_that_cell(store):
    decide(store, datos={"kwh": 15})
    importing(store, {("1", "2025-01"): 12.0})
    now = store.snapshot()
    np.testing.assert_array_equal(now.panel.kwh, [[12], [99]])
    assert (now.standing.vigentes, [d.numero for d in now.standing.caducadas]) == ((), [1])
    importing(store, {("1", "2025-01"): 10.0})
    assert store.snapshot().panel.kwh[0, 0] == 15, "the data it was made on are back"


def test_a_restored_version_has_its_own_decisions(store):
    plain = store.current_id()
    first = decide(store, datos={"kwh": 15}).version_datos
    decide(store, usuario="2", datos={"kwh": 20})
    store.restore(plain)
    assert store.snapshot().decisiones == ()
    branch = decide(store, usuario="2", datos={"kwh": 30})
    assert [d.numero for d in branch.decisiones] == [3], "a number is never used twice"
    np.testing.assert_array_equal(store.snapshot().panel.kwh, [[10], [30]])
    importing(store, FEBRUARY)
    np.testing.assert_array_equal(store.snapshot().panel.kwh, [[10, 11], [30, 21]])
    store.restore(first)
    np.testing.assert_array_equal(store.snapshot().panel.kwh, [[15], [99]])
    assert [d.numero for d in store.snapshot().decisiones] == [1]


def test_a_version_of_before_there_were_decisions(store):
    manifest = store.path / "versiones" / f"{store.current_id()}.json"
    old = {k: v for k, v in json.loads(manifest.read_text()).items() if k not in {"decisiones", "caducadas"}}
    manifest.write_text(json.dumps(old))
    assert store.snapshot().decisiones == ()
    decide(store, datos={"kwh": 15})
    assert store.snapshot().panel.kwh[0, 0] == 15


def test_a_forecast_is_kept_where_the_model_would_learn_the_same(store):
    version = store.current_id()
    store.save_forecast(version, forecast_of(store.snapshot().panel))
    accepted = decide(store, "aceptar")
    assert accepted.forecast_kept
    assert store.has_forecast(accepted.version_datos)
    changed = decide(store, datos={"kwh": 15}, sobre={"n": 2})
    assert not changed.forecast_kept
    assert not store.has_forecast(changed.version_datos)


def test_what_is_refused_changes_nothing(store):
    before = store.current_id()

    def refuse(_):
        raise ConflictError("no.", "no.")

    with pytest.raises(ConflictError):
        store.decide(refuse, amend=amend)
    assert store.current_id() == before
    assert len(store.versions()) == 1


def test_it_waits_for_another_writer_only_so_long(store):
    with FileLock(store.path / ".lock"), pytest.raises(BusyError):
        decide(store, datos={"kwh": 15})


def test_nothing_published(tmp_path):
    with pytest.raises(NoDataError):
        decide(Store(tmp_path / "nada"))


class Killed(BaseException):
    """Stands for a process that ends at once."""


@pytest.mark.parametrize("step", ["append_decisions", "save_panel", "save_findings", "write_manifest"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_step(store, monkeypatch, step, after):
    plain = store.snapshot()
    whole = getattr(__import__("consumo.storage.store", fromlist=[step]), step)

    def die(*args, **options):
        if after:
            whole(*args, **options)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(f"consumo.storage.store.{step}", die)
        patch.setattr("consumo.storage.recovery.recover", lambda _: None)  # a killed process tidies nothing up
        with pytest.raises(Killed):
            decide(store, datos={"kwh": 15})
    assert store.snapshot().version == plain.version
    published = {step == "write_manifest" and after}
    done = decide(store, usuario="2", datos={"kwh": 20})
    np.testing.assert_array_equal(store.snapshot().panel.kwh, [[10], [20]])
    # With its manifest written the decision is in the record for good, and counts for no version that is published.
    assert [d.numero for d in done.decisiones] == [2 if True in published else 1]
    assert [d.numero for d in store.snapshot().decisiones] == [d.numero for d in done.decisiones]
    folders = {f.name for f in (store.path / "paneles").iterdir()}
    assert folders == {version.version for version in store.versions()}


def test_a_full_disk(store, monkeypatch):
    before = store.current_id()

    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("consumo.storage.store.save_panel", refuse)
    with pytest.raises(StorageError, match="No space left"):
        decide(store, datos={"kwh": 15})
    monkeypatch.undo()
    assert store.current_id() == before
    assert (store.path / "decisiones.jsonl").stat().st_size == 0
    publish(store, FEBRUARY)
    assert store.snapshot().decisiones == ()
