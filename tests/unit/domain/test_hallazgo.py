"""Findings are data; their sentences come from the catalogue, whole in both languages."""

import string

import pytest

from consumo import Hallazgo
from consumo.domain.catalogo import all_codes, entry_of
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
    assert finding.message() == "El usuario 6A no tiene lectura en el ciclo 2025-09."
    assert finding.message(Idioma.EN) == "Usuario 6A has no reading in ciclo 2025-09."
    assert finding.severidad is Severidad.REVISAR
    assert not finding.blocks


def test_a_finding_may_be_graver_than_its_code():
    assert Hallazgo(codigo="lectura.faltante", gravedad=Severidad.BLOQUEA).blocks


def test_evidence_that_is_missing_is_shown_and_does_not_crash():
    assert "? veces" in Hallazgo(codigo="lectura.duplicada").message()


def test_an_unknown_code_is_a_mistake_in_the_program():
    with pytest.raises(KeyError):
        Hallazgo(codigo="no.existe").message()
