"""Findings come back equal; those of a source stand until it is imported again."""

from pathlib import Path

from tests.unit.storage.test_store import FEBRUARY, JANUARY, lecturas

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Severidad
from consumo.importing.assemble import assemble_panel
from consumo.storage.findings_file import load_findings, load_reading_findings, save_findings
from consumo.storage.store import Store

READ = Hallazgo(codigo="lectura.repetida", hoja="Hoja 1", fila=7, columna="C", valor="12", veces=3)
FOUND = Hallazgo(
    codigo="lectura.faltante", usuario="1", bateria="A", ciclo="2025-01", evidencia={"n": 1}, gravedad=Severidad.INFORMA
)


def test_round_trip(tmp_path: Path):
    save_findings(tmp_path / "h.json", lectura={"a.xlsx": [READ]}, panel=[FOUND])
    assert load_findings(tmp_path / "h.json") == (READ, FOUND)
    assert load_reading_findings(tmp_path / "h.json") == {"a.xlsx": (READ,)}


def test_absent(tmp_path: Path):
    assert load_findings(tmp_path / "h.json") == ()


def test_those_of_an_earlier_import_stand(tmp_path: Path):
    store = Store(tmp_path)
    store.publish(lecturas(JANUARY), fuente="enero.xlsx", build=assemble_panel, hallazgos=[READ])
    store.publish(lecturas(FEBRUARY), fuente="febrero.xlsx", build=assemble_panel, hallazgos=[FOUND])
    assert store.snapshot().hallazgos == (READ, FOUND)
    store.publish(lecturas({("1", "2025-01"): 7.0}), fuente="enero.xlsx", build=assemble_panel)
    assert store.snapshot().hallazgos == (FOUND,)
