"""Findings come back equal; those of a source stand until it is imported again."""

from pathlib import Path

import numpy as np
from tests.unit.storage.test_store import FEBRUARY, JANUARY, lecturas

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Severidad
from consumo.importing.assemble import assemble_panel
from consumo.storage.findings_file import Findings, load_findings, save_findings
from consumo.storage.store import Store

READ = Hallazgo(codigo="lectura.repetida", hoja="Hoja 1", fila=7, columna="C", valor="12", veces=3)
FOUND = Hallazgo(
    codigo="lectura.faltante", usuario="1", bateria="A", ciclo="2025-01", evidencia={"n": 1}, gravedad=Severidad.INFORMA
)


def test_round_trip(tmp_path: Path):
    save_findings(tmp_path / "h.json", Findings({"a.xlsx": [READ]}, [FOUND]))
    back = load_findings(tmp_path / "h.json")
    assert back == ({"a.xlsx": (READ,)}, (FOUND,))
    assert back.every == (READ, FOUND)


def test_absent(tmp_path: Path):
    assert load_findings(tmp_path / "h.json").every == ()


def test_odd_evidence_does_not_stop_an_import(tmp_path: Path):
    odd = {"n": np.int64(3), "kwh": float("nan"), "dia": np.datetime64("2025-01-01"), "partes": (1, np.float32(0.5))}
    save_findings(tmp_path / "h.json", Findings({}, [Hallazgo(codigo="lectura.faltante", evidencia=odd)]))
    (back,) = load_findings(tmp_path / "h.json").panel
    assert back.evidencia == {"n": 3, "kwh": None, "dia": "2025-01-01", "partes": [1, 0.5]}


def test_those_of_an_earlier_import_stand(tmp_path: Path):
    store = Store(tmp_path)
    store.publish(lecturas(JANUARY), fuente="enero.xlsx", build=assemble_panel, hallazgos=[READ])
    store.publish(lecturas(FEBRUARY), fuente="febrero.xlsx", build=assemble_panel, hallazgos=[FOUND])
    assert store.snapshot().hallazgos == (READ, FOUND)
    store.publish(lecturas({("1", "2025-01"): 7.0}), fuente="enero.xlsx", build=assemble_panel)
    assert store.snapshot().hallazgos == (FOUND,)
