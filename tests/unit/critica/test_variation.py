"""Why a consumption varied: the parts of hand-written changes, and that they always add up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tests.builders import panel_of

from consumo import Panel
from consumo.critica.variation import PARTES, explain_variation, whole_parts

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


AMOUNT = st.one_of(st.just(NAN), st.floats(0, 1e6), st.integers(0, 5).map(float))


@given(
    hnp.arrays(float, (4, 3), elements=AMOUNT),
    hnp.arrays(np.int64, (4, 3), elements=st.integers(1, 90)),
    hnp.arrays(float, (4, 3), elements=st.sampled_from([NAN, 1.0, 40.0, 0.5])),
    hnp.arrays(np.uint8, (4, 3), elements=st.sampled_from([0, 8, 9, 10])),
)
def test_the_parts_add_up(kwh, dias, factor, calidad):
    panel = panel_of(kwh, dias=dias, factor=factor, calidad=calidad)
    found = explain_variation(panel, np.arange(4), ahora=2, contra=1)
    change = np.nan_to_num(found.ahora) - np.nan_to_num(found.antes)
    np.testing.assert_allclose(found.partes.sum(axis=1), change, rtol=1e-12, atol=1e-6)
    total = round(np.nansum(found.ahora), 3) - round(np.nansum(found.antes), 3)
    assert sum(whole_parts(found.partes.sum(axis=0), round(total * 1000))) == round(total * 1000)


@given(st.lists(st.one_of(st.just(0.0), st.floats(-1e6, 1e6)), min_size=1, max_size=7), st.integers(-2, 2))
def test_rounded_parts_add_up_and_none_appears_from_nothing(parts, off):
    exact = np.array(parts)
    total = round(exact.sum() * 1000) + off
    whole = whole_parts(exact, total)
    assert sum(whole) == total
    if exact.any():
        assert all(w == 0 for w, part in zip(whole, parts, strict=True) if part == 0)
