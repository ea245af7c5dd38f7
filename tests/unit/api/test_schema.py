from typing import get_args

from consumo.api.resources.usuarios.schemas import Orden
from consumo.api.schema import QueryModel
from consumo.services.queries.usuarios_table import ORDENES


class _One(QueryModel):
    a: int = 1


class _Two(QueryModel):
    b: int = 1


def test_the_json_schema_is_worked_out_once_per_model_and_mode():
    assert _One.model_json_schema() is _One.model_json_schema()
    assert _One.model_json_schema() != _Two.model_json_schema()
    assert _One.model_json_schema(mode="serialization") is not _One.model_json_schema()


def test_the_orders_offered_are_the_orders_there_are():
    assert set(get_args(Orden)) == set(ORDENES)
