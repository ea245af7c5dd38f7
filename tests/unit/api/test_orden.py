from typing import get_args

from consumo.api.resources.usuarios.schemas import Orden
from consumo.services.queries.usuarios_table import ORDENES


def test_the_orders_offered_are_the_orders_there_are():
    assert set(get_args(Orden)) == set(ORDENES)
