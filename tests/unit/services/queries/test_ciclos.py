import numpy as np
import pytest
from tests.builders import panel_of
from tests.fakes import FakeDataset

from consumo.domain.vocabulary import Idioma
from consumo.services.queries.ciclos import list_ciclos


def test_sums_what_is_known_and_counts_who_was_read():
    panel = panel_of([[31.0, 29.0], [62.0, np.nan]], abierto=[False, True])
    body = list_ciclos(FakeDataset(panel))
    assert body["ciclo_actual"] == "2024-02"
    first, last = body["ciclos"]
    assert first == {
        "ciclo": "2024-01",
        "nombre": "enero de 2024",
        "desde": "2024-01-01",
        "hasta": "2024-02-01",
        "dias": 31,
        "estado": "cerrado",
        "usuarios": 2,
        "lecturas": 2,
        "cobertura": 1.0,
        "kwh": 93.0,
        "kwh_dia": 3.0,
    }
    assert last["estado"] == "abierto"
    assert (last["usuarios"], last["lecturas"], last["cobertura"], last["kwh"]) == (2, 1, 0.5, 29.0)


def test_a_ciclo_in_which_nothing_is_known_is_null_not_zero():
    body = list_ciclos(FakeDataset(panel_of([[1.0, np.nan, 1.0]])))
    assert body["ciclos"][1]["kwh"] is None
    assert body["ciclos"][1]["kwh_dia"] is None


@pytest.mark.parametrize(
    ("idioma", "nombre"), [(Idioma.ES, "enero de 2024"), (Idioma.EN, "January 2024")], ids=["es", "en"]
)
def test_names_ciclos_in_the_language_asked(idioma, nombre):
    assert list_ciclos(FakeDataset(panel_of([[1.0]])), idioma)["ciclos"][0]["nombre"] == nombre
