import numpy as np
import pytest
from tests.builders import panel_of
from tests.fakes import FakeDataset

from consumo.domain.errors import NotFoundError
from consumo.services.queries.ficha import ficha_of
from consumo.services.queries.usuarios import list_usuarios

PANEL = panel_of(
    [[31.0, 29.0, np.nan], [62.0, np.nan, np.nan], [310.0, 290.0, np.nan], [999.0, 999.0, 999.0]],
    usuarios=["1", "2", "3", "4"],
    baterias=["A", "A", "A", "B"],
)


def test_is_the_record_of_the_list_and_the_median_of_its_bateria():
    body = ficha_of(FakeDataset(PANEL), "1")
    assert body["usuario"] == list_usuarios(FakeDataset(PANEL))["usuarios"][0]
    assert body["mediana_bateria"] == [
        {"ciclo": "2024-01", "usuarios": 3, "kwh_dia": 2.0},
        {"ciclo": "2024-02", "usuarios": 2, "kwh_dia": 5.5},
        {"ciclo": "2024-03", "usuarios": 0, "kwh_dia": None},
    ]


def test_an_unknown_usuario_is_not_found():
    with pytest.raises(NotFoundError):
        ficha_of(FakeDataset(PANEL), "nadie")
