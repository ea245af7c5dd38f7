"""Profiles: those that come with the program, and those that people write, rightly or wrongly."""

import pytest

from consumo.critica.profile import GENERAL
from consumo.critica.profile_file import bundled_profiles, load_profile, read_profile
from consumo.domain.errors import ParameterError
from consumo.domain.vocabulary import Severidad


def test_the_countries():
    assert bundled_profiles() == ("general", "brasil", "chile", "colombia", "peru")


@pytest.mark.parametrize("nombre", bundled_profiles())
def test_each_says_where_it_comes_from_and_what_a_lawyer_must_confirm(nombre):
    profile = load_profile(nombre)
    assert profile.nombre == nombre
    assert profile.citas or nombre == "general"
    for cita in profile.citas:
        assert all((cita.norma, cita.dice, cita.leido_en, cita.confirmar))


def test_colombia_asks_for_its_test():
    assert "consumo.desviacion_significativa" in GENERAL.apagadas
    assert "consumo.desviacion_significativa" not in load_profile("colombia").apagadas


def test_what_people_write():
    profile = read_profile(
        """
        [perfil]
        nombre = "mía"
        base = "brasil"
        [parametros]
        desvios = 5
        [reglas]
        "consumo.repetido" = false
        "consumo.alto" = "informa"
        "consumo.extremo_iqr" = true
        [baterias."B1"]
        autorizado_kwh_30d = 120.0
        """
    )
    assert (profile.nombre, profile.dias, profile.desvios) == ("mía", (27, 33), 5.0)
    assert "consumo.repetido" in profile.apagadas
    assert "consumo.extremo_iqr" not in profile.apagadas
    assert profile.gravedades["consumo.alto"] is Severidad.INFORMA
    assert profile.of_bateria("B1").autorizado_kwh_30d == 120
    assert profile.of_bateria("B2").autorizado_kwh_30d == 0
    assert [c.norma for c in profile.citas] == [c.norma for c in load_profile("brasil").citas]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("desvios =", "TOML"),
        ("[otra]", "otra"),
        ("[parametros]\ndesvio = 3", "desvios"),
        ("[parametros]\ndesvios = 'mucho'", "un número"),
        ("[parametros]\nventana = 2.5", "un entero"),
        ("[parametros]\ndias = [25]", "una lista"),
        ("[parametros]\nestimacion = ['azar']", "anio_anterior"),
        ("[reglas]\n'consumo.altisimo' = true", "consumo.alto"),
        ("[reglas]\n'consumo.alto' = 'grave'", "revisar"),
        ("[baterias.B1]\nperdida = 0.1", "perdida_alta"),
        ("[[citas]]\nnorma = 'x'", "confirmar"),
        ("[perfil]\nbase = 'argentina'", "colombia"),
    ],
)
def test_what_cannot_be_is_said(text, said):
    with pytest.raises(ParameterError, match=said):
        read_profile(text)
