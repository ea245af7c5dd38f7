"""What was decided on is not told again by the next import, until its data change."""

from functools import partial

import pytest
from tests.integration.services.test_decide import Meter, publish

from consumo.domain.decision import TipoDecision
from consumo.domain.vocabulary import Idioma
from consumo.services.dataset import open_dataset
from consumo.services.decide import decide, undo
from consumo.services.decision_request import DecisionRequest
from consumo.services.publish import import_workbooks
from consumo.services.queries.hallazgos import list_hallazgos

HIGH = 9
"""Ciclo in which the usuarios used far more than they do."""


def high(kwh: int = 1500) -> Meter:
    meter = Meter(5000)
    meter.actual[HIGH:] = [register + kwh for register in meter.actual[HIGH:]]
    meter.anterior[HIGH + 1 :] = [register + kwh for register in meter.anterior[HIGH + 1 :]]
    return meter


def of(report) -> list[str]:
    """Return who the findings of a report are about."""
    return [h.usuario for h in report.hallazgos if h.usuario is not None]


@pytest.fixture
def both(tmp_path):
    """Two usuarios with a finding each, and how to import the same workbook again."""
    settings = publish(tmp_path, x=high(), y=high(1400))
    found = list_hallazgos(open_dataset(settings), Idioma.ES)["hallazgos"]
    assert {h["usuario"] for h in found} == {"x", "y"}
    return settings, {h["usuario"]: h for h in found}, partial(import_workbooks, settings, [tmp_path / "l.csv"])


def request(tipo, **options):
    return DecisionRequest(tipo=TipoDecision(tipo), quien="Ana", motivo="m", **options)


@pytest.mark.parametrize(
    ("tipo", "options", "expected"),
    [
        pytest.param("aceptar", {}, (1, 0), id="accepted"),
        pytest.param("releer", {}, (1, 1), id="to be read again"),
        pytest.param("corregir", {"datos": {"kwh": 125}}, (0, 0), id="corrected, so that nothing is found any more"),
    ],
)
def test_the_same_file_again(both, tipo, options, expected):
    settings, found, again = both
    decide(settings, found["y"]["id"], request(tipo, **options))
    for simular in (False, True):
        report = again(simular=simular)
        assert report.sin_cambios
        assert set(of(report)) == {"x"}
        assert (report.decididos, report.por_releer) == expected
        assert report.resumen["errores"] + report.resumen["advertencias"] == len(report.hallazgos)


def test_one_that_was_undone_is_told_again(both):
    settings, found, again = both
    decide(settings, found["y"]["id"], request("aceptar"))
    undo(settings, 1, quien="Ana", motivo="m")
    report = again()
    assert set(of(report)) == {"x", "y"}
    assert report.decididos == 0


def test_an_overlapping_file_brings_back_the_one_whose_data_changed(both, tmp_path):
    settings, found, _ = both
    for one in found.values():
        decide(settings, one["id"], request("aceptar"))
    (tmp_path / "otra").mkdir()
    publish(tmp_path / "otra", x=high(1600), y=high(1400))  # into a data folder of its own
    changed = tmp_path / "otra" / "l.csv"
    for simular in (True, False):
        report = import_workbooks(settings, [changed], simular=simular)
        assert not report.sin_cambios
        assert set(of(report)) == {"x"}, "its register is another one now"
        assert report.decididos == 1
    (back,) = list_hallazgos(open_dataset(settings), Idioma.ES, usuario="x", estado="abierto")["hallazgos"]
    assert back["nota"].startswith("Ana lo había decidido"), "it says what was decided when it was another"


def test_a_digit_wrong_in_two_ciclos_is_settled_in_both_by_one_decision(tmp_path):
    meter = Meter(5000)
    meter.actual[HIGH] = meter.anterior[HIGH + 1] = meter.actual[HIGH] + 1000
    settings = publish(tmp_path, x=meter)
    (wrong,) = (h for h in of_x(settings, "abierto") if h["propuesta"] is not None)
    decide(settings, wrong["id"], request("corregir", propuesta=True))
    assert of_x(settings, "abierto") == []
    report = import_workbooks(settings, [tmp_path / "l.csv"])
    assert of(report) == []
    undo(settings, 1, quien="Ana", motivo="m")
    assert wrong["id"] in {h["id"] for h in of_x(settings, "abierto")}
    assert len(of(import_workbooks(settings, [tmp_path / "l.csv"]))) > 0


def of_x(settings, estado):
    return list_hallazgos(open_dataset(settings), Idioma.ES, usuario="x", estado=estado)["hallazgos"]
