"""Why a consumption varied: the parts of hand-written changes, and that they always add up."""

import numpy as np
import pytest
from tests.builders import panel_of

from consumo import Panel
from consumo.critica.variation import PARTES, explain_variation

NAN = float("nan")


def two_ciclos(kwh, *, dias=(30, 30), factor=None, calidad=None) -> Panel:
    edges = np.datetime64("2024-01-01") + np.cumsum([0, *dias])
    options = {} if factor is None else {"factor": factor, "lectura_anterior": 0.0, "lectura_actual": 1.0}
    return Panel.from_matrix(usuarios=["a"], desde=edges[:-1], hasta=edges[1:], kwh=[kwh], calidad=calidad, **options)


@pytest.mark.parametrize(
    ("panel", "parts"),
    [
        pytest.param(two_ciclos([300, 330], dias=(30, 33)), {"dias": 30}, id="33 days"),
        pytest.param(two_ciclos([300, 450]), {"uso": 150}, id="more use"),
        pytest.param(two_ciclos([300, 495], dias=(30, 33)), {"dias": 37.5, "uso": 157.5}, id="days and use"),
        pytest.param(two_ciclos([40, 1600], factor=[[1, 40]]), {"factor": 1560}, id="factor applied at last"),
        pytest.param(two_ciclos([300, 450], calidad=[[0, 8]]), {"estimados": 150}, id="an estimate"),
        pytest.param(two_ciclos([0, 0]), {}, id="nothing at all"),
    ],
)
def test_parts_of_one_usuario(panel, parts):
    found = explain_variation(panel, np.array([0]), ahora=1, contra=0)
    assert {name: round(v, 9) for name, v in zip(PARTES, found.partes[0], strict=True) if v} == parts


@pytest.mark.parametrize(
    ("series", "part", "kwh"),
    [
        pytest.param([NAN, 50, 60], "altas", 50, id="connected now"),
        pytest.param([50, NAN, NAN], "sin_lectura", -50, id="not read, or gone: too early to say"),
        pytest.param([50, NAN, 60], "sin_lectura", -50, id="not read"),
    ],
)
def test_who_is_not_in_both(series, part, kwh):
    found = explain_variation(panel_of([series, [1, 1, 1]]), np.array([0]), ahora=1, contra=0)
    assert dict(zip(PARTES, found.partes[0], strict=True)) == {**dict.fromkeys(PARTES, 0.0), part: kwh}


def test_who_left():
    found = explain_variation(panel_of([[50, NAN, NAN], [1, 1, 1]]), np.array([0]), ahora=2, contra=0)
    assert found.partes[0, PARTES.index("bajas")] == -50
