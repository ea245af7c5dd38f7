"""Findings come back equal; those of a source stand until it is imported again."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from tests.builders import panel_of
from tests.integration.storage.test_store import FEBRUARY, JANUARY, lecturas

from consumo.domain.hallazgo import Hallazgo, Rango
from consumo.domain.propuesta import Propuesta, TipoPropuesta
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
    assert back == ({"a.xlsx": (READ,)}, (FOUND,), ())
    assert back.every(panel_of([[1.0]])) == (READ, FOUND)


def test_proposals_and_identity_come_back(tmp_path: Path):
    rollover = Propuesta(
        tipo=TipoPropuesta.VUELTA_DE_MEDIDOR, campo="digitos", kwh=np.float64(170), cuenta={"tope": 1e5}
    )
    swap = Propuesta(tipo=TipoPropuesta.LECTURAS_INTERCAMBIADAS, campo="lectura_actual", de=1.0, a=2.5)
    asked = Hallazgo(
        codigo="lectura.menor_que_anterior",
        usuario="1",
        ciclo="2025-01",
        rango=Rango(20.0, 80.0, "lectura"),
        propuesta=rollover,
        alternativas=(rollover, swap),
        kwh_en_riesgo=12.5,
        sobre={"kwh": float("nan"), "lectura_actual": np.float64(1) / 3},
    )
    save_findings(tmp_path / "h.json", Findings({}, [asked]))
    (back,) = load_findings(tmp_path / "h.json").panel
    assert (back.rango, back.propuesta, back.alternativas) == (asked.rango, asked.propuesta, asked.alternativas)
    assert (back.kwh_en_riesgo, back.identidad) == (12.5, asked.identidad)


def test_absent(tmp_path: Path):
    assert load_findings(tmp_path / "h.json").every(panel_of([[1.0]])) == ()


def test_odd_evidence_does_not_stop_an_import(tmp_path: Path):
    odd = {"n": np.int64(3), "kwh": float("nan"), "dia": np.datetime64("2025-01-01"), "partes": (1, np.float32(0.5))}
    save_findings(tmp_path / "h.json", Findings({}, [Hallazgo(codigo="lectura.faltante", evidencia=odd)]))
    (back,) = load_findings(tmp_path / "h.json").panel
    assert back.evidencia == {"n": 3, "kwh": None, "dia": "2025-01-01", "partes": [1, 0.5]}


def test_those_of_an_earlier_import_stand(tmp_path: Path):
    store, late = Store(tmp_path), replace(FOUND, ciclo="2025-02")
    store.publish(lecturas(JANUARY), fuente="enero.xlsx", build=assemble_panel, hallazgos=[READ])
    store.publish(lecturas(FEBRUARY), fuente="febrero.xlsx", build=assemble_panel, hallazgos=[late])
    assert store.snapshot().hallazgos == (READ, late)
    store.publish(lecturas({("1", "2025-01"): 7.0}), fuente="enero.xlsx", build=assemble_panel)
    assert store.snapshot().hallazgos == (late,)


def test_one_whose_row_no_longer_counts_is_told_no_more(tmp_path: Path):
    store = Store(tmp_path)
    other = replace(FOUND, usuario="2")
    store.publish(lecturas(JANUARY), fuente="enero.xlsx", build=assemble_panel, hallazgos=[READ, FOUND, other])
    store.publish(lecturas(JANUARY | FEBRUARY), fuente="febrero.xlsx", build=assemble_panel)
    assert store.snapshot().hallazgos == (READ, FOUND, other), "the other file says the same of January"
    store.publish(lecturas({("1", "2025-01"): 7.0}), fuente="enero corregido.xlsx", build=assemble_panel)
    assert store.snapshot().hallazgos == (READ, other)
