"""Findings are data; their sentences come from the catalogue, whole in both languages."""

import dataclasses
import string

import numpy as np
import pytest

from consumo import Hallazgo
from consumo.domain.catalogo import Sentence, all_codes, entry_of
from consumo.domain.propuesta import Propuesta, TipoPropuesta
from consumo.domain.vocabulary import Idioma, Severidad

PLACE = {"hoja", "fila", "columna", "valor", "usuario", "bateria", "ciclo", "veces"}


def fields(template: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("codigo", all_codes())
def test_every_sentence_is_written_in_both_languages_over_the_same_evidence(codigo):
    entry = entry_of(codigo)
    for sentence in (entry.mensaje, entry.esperado, entry.sugerencia):
        assert sentence.es
        assert sentence.en
        assert fields(sentence.es) == fields(sentence.en)


def test_a_finding_speaks_both_languages():
    finding = Hallazgo(codigo="lectura.faltante", usuario="6A", ciclo="2025-09")
    assert finding.message() == "El usuario 6A no tiene lectura en septiembre de 2025."
    assert finding.message(Idioma.EN) == "Usuario 6A has no reading in September 2025."
    assert finding.severidad is Severidad.REVISAR
    assert not finding.blocks


@pytest.mark.parametrize(
    ("count", "es", "en"),
    [
        pytest.param({"veces": 1}, "1 fila queda", "1 row stays", id="one"),
        pytest.param({"veces": np.int64(2)}, "2 filas quedan", "2 rows stay", id="numpy"),
        pytest.param({"veces": 0}, "0 filas quedan", "0 rows stay", id="none"),
        pytest.param({}, "? ?", "? ?", id="unknown"),
    ],
)
def test_words_agree_with_their_count(count, es, en):
    sentence = Sentence("{veces} {veces:fila queda|filas quedan}", "{veces} {veces:row stays|rows stay}")
    assert (sentence.render("es", count), sentence.render("en", count)) == (es, en)


def test_a_finding_may_be_graver_than_its_code():
    assert Hallazgo(codigo="lectura.faltante", gravedad=Severidad.BLOQUEA).blocks


@pytest.mark.parametrize(
    ("value", "es", "en"),
    [
        pytest.param(70.0, "70", "70", id="whole"),
        pytest.param(7.41, "7,41", "7.41", id="decimals"),
        pytest.param(9905.0, "9905", "9905", id="four digits"),
        pytest.param(99936.0, "99.936", "99,936", id="thousands"),
        pytest.param(3512069.58, "3.512.069,58", "3,512,069.58", id="millions"),
        pytest.param(np.float64(-0.5), "−0,5", "−0.5", id="numpy"),
        pytest.param(17768, "17768", "17768", id="a count or row"),
        pytest.param(None, "", "", id="nothing"),
        pytest.param("6A", "6A", "6A", id="text"),
    ],
)
def test_numbers_are_shown_as_each_language_writes_them(value, es, en):
    sentence = Sentence("{x} kWh", "{x} kWh")
    assert sentence.render("es", {"x": value}) == f"{es} kWh"
    assert sentence.render("en", {"x": value}) == f"{en} kWh"


def test_what_was_expected_has_no_decimals_from_five_digits_up():
    sentence = Sentence("de {kwh}, no de {esperado_min} a {esperado_max}", "")
    fields = {"kwh": 64391.5, "esperado_min": 998.4, "esperado_max": np.float64(64391888.9)}
    assert sentence.render("es", fields) == "de 64.391,5, no de 998,4 a 64.391.889"


def test_evidence_that_is_missing_is_shown_and_does_not_crash():
    assert "? veces" in Hallazgo(codigo="lectura.duplicada").message()


def test_an_unknown_code_is_a_mistake_in_the_program():
    with pytest.raises(KeyError):
        Hallazgo(codigo="no.existe").message()


RAISED = Hallazgo(
    codigo="consumo.alto",
    usuario="6A",
    bateria="A",
    ciclo="2025-09",
    evidencia={"mediana_kwh_dia": 4.2},
    sobre={"kwh": 1040.0, "dias": 30},
)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param({"evidencia": {"mediana_kwh_dia": 4.3}}, True, id="another threshold"),
        pytest.param({"fila": 9, "bateria": "B"}, True, id="another row, another bateria"),
        pytest.param({"sobre": {"dias": np.int16(30), "kwh": np.float64(1040)}}, True, id="the same data"),
        pytest.param({"sobre": {"kwh": 1041.0, "dias": 30}}, False, id="other data"),
        pytest.param({"usuario": "6B"}, False, id="another usuario"),
        pytest.param({"ciclo": "2025-10"}, False, id="another ciclo"),
        pytest.param({"codigo": "consumo.bajo"}, False, id="another code"),
    ],
)
def test_identity_is_that_of_the_data_it_was_raised_on(change, same):
    assert (dataclasses.replace(RAISED, **change).identidad == RAISED.identidad) is same


def test_findings_about_cells_are_told_apart_by_their_place():
    rows = [Hallazgo(codigo="dato.no_numerico", hoja="Enero", fila=fila, columna="C", valor="x") for fila in (7, 9)]
    assert rows[0].identidad != rows[1].identidad


ARITHMETIC = dict.fromkeys(
    (
        "actual", "anterior", "factor", "tope", "digitos", "dias", "kwh_dia", "inicial", "kwh_nuevo", "otro",
        "otro_kwh", "sin_factor", "veces", "declarado", "ciclo_previo", "kwh_previo", "real", "dias_real", "kwh_real",
        "metodo", "base", "razon", "usados", "bateria", "ciclo_base",
    ),
    1.0,
)  # fmt: skip


@pytest.mark.parametrize("tipo", TipoPropuesta)
def test_every_proposal_says_its_arithmetic_in_both_languages(tipo):
    one = Propuesta(tipo=tipo, campo="kwh", de=2.0, a=3.25, kwh=170.0, cuenta=ARITHMETIC)
    for idioma in Idioma:
        assert "?" not in one.text(idioma)
    assert one.to_dict()["texto"] == one.text("es") != one.text("en")


def test_the_arithmetic_of_a_rollover():
    cuenta = {"digitos": 5, "actual": 120.0, "tope": 100000.0, "anterior": 99950.0, "factor": 1.0, "dias": 30}
    one = Propuesta(
        tipo=TipoPropuesta.VUELTA_DE_MEDIDOR, campo="digitos", kwh=170.0, cuenta={**cuenta, "kwh_dia": 5.667}
    )
    assert "(120 + 100.000 − 99.950) × 1 = 170 kWh en 30 días, 5,667 kWh/día" in one.text()
