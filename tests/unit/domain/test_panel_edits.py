"""Edits: other values in some cells, the raw ones kept, and the way back bit for bit."""

import numpy as np
import pytest
from tests.builders import panel_of

from consumo.domain.panel_edits import EDITABLE, count_changed, edited, raw_of, raw_value

NAN = float("nan")


@pytest.fixture
def panel():
    return panel_of(
        [[10, NAN, 30], [5, 6, 7]],
        lectura_anterior=[[0, 10, NAN], [0, 5, 11]],
        lectura_actual=[[10, NAN, 40], [5, 11, 18]],
        factor=1.0,
        entregado={"General": [20, 21, 22]},
    )


CHANGES = {
    "kwh": {(0, 1): 20.0, (1, 2): NAN},
    "calidad": {(0, 1): 9},
    "lectura_actual": {(0, 1): 30.0},
    "entregado": {(0, 0): 99.0},
}


def same_bits(one, other):
    return all(
        (a := getattr(one, name)) is (b := getattr(other, name)) or a.tobytes() == b.tobytes() for name in EDITABLE
    )


def test_edits_show_and_raw_values_stay(panel):
    after = edited(panel, CHANGES)
    np.testing.assert_array_equal(after.kwh, [[10, 20, 30], [5, 6, NAN]])
    assert after.calidad[0, 1] == 9
    assert after.calidad[1, 2] == 255, "no consumption, no quality"
    assert after.entregado[0, 0] == 99
    assert np.isnan(raw_value(after, "kwh", 0, 1))
    assert raw_value(after, "kwh", 1, 2) == 7
    assert raw_value(after, "kwh", 1, 1) == 6
    assert not after.is_measured[0, 1]


def test_the_way_back_is_exact(panel):
    assert same_bits(raw_of(edited(panel, CHANGES)), panel)
    assert raw_of(panel) is panel


def test_what_is_not_changed_is_shared(panel):
    after = edited(panel, {"calidad": {(0, 0): 17}})
    assert after.kwh is panel.kwh
    assert after.factor is panel.factor
    assert count_changed(panel, after) == 0


@pytest.mark.parametrize(
    "changes",
    [{}, {"kwh": {}}, {"kwh": {(0, 0): 10.0}}, {"kwh": {(0, 1): NAN}}],
    ids=["none", "empty", "same value", "missing again"],
)
def test_no_change_is_the_same_panel(panel, changes):
    assert edited(panel, changes) is panel


def test_a_matrix_that_is_not_there_is_passed_over():
    bare = panel_of([[1.0]])
    assert edited(bare, {"lectura_actual": {(0, 0): 3.0}}) is bare
    assert raw_value(bare, "lectura_actual", 0, 0) is None


def test_edits_on_edits_keep_the_first_raw_value(panel):
    again = edited(edited(panel, CHANGES), {"kwh": {(0, 1): 21.0, (1, 0): 4.0}, "calidad": {(1, 0): 7}})
    np.testing.assert_array_equal(again.kwh, [[10, 21, 30], [4, 6, NAN]])
    assert np.isnan(raw_value(again, "kwh", 0, 1))
    assert raw_value(again, "kwh", 1, 0) == 5
    assert same_bits(raw_of(again), panel)


def test_counts(panel):
    assert count_changed(panel, edited(panel, CHANGES)) == 2
