"""Workbooks become a version; a reload withdraws what its workbook no longer says; a dry run writes nothing."""

import os
from pathlib import Path
from threading import Event, Thread

import numpy as np
import openpyxl
import pytest

from consumo.domain.errors import BusyError, ParameterError, StorageError, WorkbookError
from consumo.services import publish
from consumo.services.dataset import DatasetHandle
from consumo.services.publish import import_workbooks, reload_excel
from consumo.services.settings import Settings
from consumo.services.versions import current_version, list_versions, restore_version
from consumo.storage.store import Store

HEADERS = ["Usuario", "Bateria", "Ciclo", "Desde", "Hasta", "Consumo kWh"]
MONTHS = {"2025-01": ("2025-01-01", "2025-02-01"), "2025-02": ("2025-02-01", "2025-03-01")}


def workbook(path: Path, kwh: dict[tuple[str, str], float]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADERS)
    for (usuario, ciclo), value in kwh.items():
        sheet.append([usuario, "A", ciclo, *MONTHS[ciclo], value])
    book.save(path)
    return path


BOTH = {("101", "2025-01"): 10.0, ("102", "2025-01"): 20.0, ("101", "2025-02"): 11.0, ("102", "2025-02"): 21.0}
JANUARY = {key: kwh for key, kwh in BOTH.items() if key[1] == "2025-01"}
FEBRUARY = {key: kwh for key, kwh in BOTH.items() if key[1] == "2025-02"}


@pytest.fixture
def settings(tmp_path):
    return Settings(datos=tmp_path / "datos", excel=tmp_path / "libro.xlsx", _env_file=None)


def kwh_of(settings):
    return DatasetHandle(settings.datos).current().panel.kwh


def test_import_two_workbooks(settings, tmp_path):
    report = import_workbooks(
        settings, [workbook(tmp_path / "enero.xlsx", JANUARY), workbook(tmp_path / "febrero.xlsx", FEBRUARY)]
    )
    assert report.version_datos == current_version(settings)
    assert report.version_anterior is None
    assert report.cambios == {"nuevas": 4, "corregidas": 0, "retiradas": 0}
    assert {name: report.resumen[name] for name in ("lecturas", "usuarios", "baterias", "ciclos")} == {
        "lecturas": 4,
        "usuarios": 2,
        "baterias": 1,
        "ciclos": 2,
    }
    assert report.resumen["errores"] + report.resumen["advertencias"] == len(report.hallazgos)
    np.testing.assert_array_equal(kwh_of(settings), [[10, 11], [20, 21]])


def test_import_again_says_nothing_new_and_finds_the_same(settings, tmp_path):
    book = workbook(tmp_path / "a.xlsx", BOTH)
    first = import_workbooks(settings, [book])
    again = import_workbooks(settings, [book])
    assert again.sin_cambios
    assert again.version_datos == first.version_datos
    assert again.hallazgos == first.hallazgos
    assert again.resumen == first.resumen


def test_a_dry_run_compares_and_writes_nothing(settings, tmp_path):
    book = workbook(tmp_path / "a.xlsx", BOTH)
    first = import_workbooks(settings, [book], simular=True)
    assert (first.version_datos, first.version_anterior, first.cambios["nuevas"]) == (None, None, 4)
    assert not settings.datos.exists()
    published = import_workbooks(settings, [book]).version_datos
    workbook(book, BOTH | {("101", "2025-02"): 99.0})
    second = import_workbooks(settings, [book], simular=True)
    assert second.cambios == {"nuevas": 0, "corregidas": 1, "retiradas": 0}
    (change,) = second.detalle.to_dict("records")
    assert (change["usuario"], change["ciclo"], change["de"], change["a"]) == ("101", "2025-02", 11, 99)
    assert (second.version_datos, second.version_anterior, second.sin_cambios) == (None, published, False)
    assert current_version(settings) == published
    np.testing.assert_array_equal(kwh_of(settings), [[10, 11], [20, 21]])


def test_reload_withdraws_only_what_its_own_workbook_no_longer_says(settings, tmp_path):
    import_workbooks(settings, [workbook(tmp_path / "otro.xlsx", {("900", "2025-01"): 5.0})])
    workbook(settings.excel, BOTH)
    reload_excel(settings)
    workbook(settings.excel, JANUARY | {("101", "2025-02"): 11.0})
    report = reload_excel(settings)
    assert report.cambios == {"nuevas": 0, "corregidas": 0, "retiradas": 1}
    assert DatasetHandle(settings.datos).current().panel.usuarios.tolist() == ["101", "102", "900"]


def test_reload_of_a_folder_withdraws_too(tmp_path):
    books = tmp_path / "libros"
    books.mkdir()
    settings = Settings(datos=tmp_path / "datos", excel=books, _env_file=None)
    workbook(books / "enero.xlsx", JANUARY)
    workbook(books / "febrero.xlsx", FEBRUARY)
    reload_excel(settings)
    workbook(books / "febrero.xlsx", {("101", "2025-02"): 11.0})
    assert reload_excel(settings).cambios["retiradas"] == 1


def test_a_workbook_that_cannot_be_read_leaves_the_old_version(settings):
    workbook(settings.excel, BOTH)
    published = reload_excel(settings).version_datos
    settings.excel.write_bytes(b"PK not a workbook")
    with pytest.raises(WorkbookError):
        reload_excel(settings)
    assert current_version(settings) == published
    workbook(settings.excel, BOTH)
    assert reload_excel(settings).sin_cambios


def test_reload_needs_to_know_what_to_read(tmp_path):
    with pytest.raises(ParameterError, match="CONSUMO_EXCEL"):
        reload_excel(Settings(datos=tmp_path, excel=None, _env_file=None))


def test_of_two_imports_at_once_the_second_is_told_before_it_reads(settings, tmp_path, monkeypatch):
    book = workbook(tmp_path / "a.xlsx", BOTH)
    reading, go_on, done = Event(), Event(), []
    read = publish.read_isolated

    def slowly(rutas, **options):
        reading.set()
        go_on.wait(20)
        return read(rutas, **options)

    monkeypatch.setattr(publish, "read_isolated", slowly)
    first = Thread(target=lambda: done.append(import_workbooks(settings, [book])))
    first.start()
    assert reading.wait(20)
    with pytest.raises(BusyError):
        import_workbooks(settings, [book])
    go_on.set()
    first.join(20)
    assert done[0].version_datos == current_version(settings)


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="needs a folder that this user may not write")
def test_a_folder_without_rights(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(StorageError, match="permisos"):
        import_workbooks(Settings(datos=closed / "datos", _env_file=None), [workbook(tmp_path / "a.xlsx", BOTH)])


def test_a_data_folder_that_is_a_file_is_told_before_reading(tmp_path, monkeypatch):
    (tmp_path / "datos").write_text("x")
    monkeypatch.setattr(publish, "read_isolated", lambda *_, **__: pytest.fail("read"))
    with pytest.raises(StorageError, match="permisos"):
        import_workbooks(Settings(datos=tmp_path / "datos", _env_file=None), [tmp_path / "a.xlsx"])


def test_versions_and_restore(settings, tmp_path):
    first = import_workbooks(settings, [workbook(tmp_path / "a.xlsx", JANUARY)])
    second = import_workbooks(settings, [workbook(tmp_path / "b.xlsx", FEBRUARY)])
    assert [(v.version.version, v.publicada) for v in list_versions(settings)] == [
        (first.version_datos, False),
        (second.version_datos, True),
    ]
    assert restore_version(settings, first.version_datos) == second.version_datos
    assert current_version(settings) == first.version_datos
    report = import_workbooks(settings, [workbook(tmp_path / "c.xlsx", {("101", "2025-02"): 1.0})])
    assert report.cambios["nuevas"] == 1
    np.testing.assert_array_equal(kwh_of(settings), [[10, 1], [20, np.nan]])
    assert len(Store(settings.datos).versions()) == 3


def torre(path: Path, bateria: str, kwh: dict[str, float]) -> Path:
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    for usuario, value in kwh.items():
        book.active.append([usuario, bateria, "2025-01", *MONTHS["2025-01"], value])
    book.save(path)
    return path


def test_baterias_that_number_alike_in_files_of_their_own_do_not_replace_each_other(settings, tmp_path):
    first = torre(tmp_path / "a.xlsx", "Torre A", {"101": 10, "202": 20})
    second = torre(tmp_path / "b.xlsx", "Torre B", {"101": 30, "303": 40})
    import_workbooks(settings, [first])
    report = import_workbooks(settings, [second])
    assert report.cambios == {"nuevas": 2, "corregidas": 0, "retiradas": 0}
    assert "dato.usuario_en_dos_baterias" in {h.codigo for h in report.hallazgos}
    panel = DatasetHandle(settings.datos).current().panel
    kwh = dict(zip(panel.usuarios.tolist(), panel.kwh[:, 0].tolist(), strict=True))
    assert kwh == {"Torre A/101": 10, "202": 20, "Torre B/101": 30, "303": 40}
    corrected = import_workbooks(settings, [torre(second, "Torre B", {"101": 31, "303": 40})])
    assert corrected.cambios == {"nuevas": 0, "corregidas": 1, "retiradas": 0}


def test_a_usuario_moved_to_another_bateria_is_corrected_and_counted_once(settings, tmp_path):
    book = torre(tmp_path / "a.xlsx", "Torre A", {"101": 10, "202": 20})
    import_workbooks(settings, [book])
    report = import_workbooks(settings, [torre(book, "Torre B", {"101": 10})])
    assert report.cambios == {"nuevas": 0, "corregidas": 1, "retiradas": 0}
    assert report.detalle["campos"].tolist() == ["bateria"]
    panel = DatasetHandle(settings.datos).current().panel
    assert (panel.usuarios.tolist(), panel.baterias[panel.bateria_of].tolist()) == (
        ["101", "202"],
        ["Torre B", "Torre A"],
    )
    assert panel.kwh.sum() == 30
