"""What is expected: own level, common movement, a season of one's own, and no leaning on what is not real."""

import numpy as np
import pytest
from tests.unit.critica.subjects import NAN, even, subject_of

from consumo.critica.expectation import expect, or_like_the_others
from consumo.critica.movement import common_movement
from consumo.domain.panel_rows import take_rows


def expected(panel, row=0, column=-1):
    return subject_of(panel).esperado.kwh_dia[row, column] * 30


def test_the_own_level():
    assert expected(even([100, 110, 90, 105, 95, 999])) == pytest.approx(100, rel=0.01)


def test_one_odd_ciclo_does_not_move_it():
    assert expected(even([100, 110, 90, 9000, 105, 95, 999])) == pytest.approx(102.5, rel=0.02)


def test_a_common_movement_moves_it():
    rng = np.random.default_rng(0)
    kwh = 100 * rng.lognormal(0, 0.03, (30, 13))
    kwh[1:, 12] *= 1.5
    assert expected(even(*kwh.tolist())) == pytest.approx(150, rel=0.05)


def test_a_season_of_ones_own_comes_back():
    rng = np.random.default_rng(0)
    season = np.where(np.isin(np.arange(37) % 12, (0, 10, 11)), 3.0, 1.0)
    kwh = 100 * rng.lognormal(0, 0.03, (20, 37))
    kwh[0] *= season
    assert expected(even(*kwh.tolist(), days=30), column=35) == pytest.approx(300, rel=0.25)


def test_an_accident_a_year_ago_does_not():
    rng = np.random.default_rng(0)
    kwh = 100 * rng.lognormal(0, 0.03, (20, 37))
    kwh[0, 24] *= 8
    assert expected(even(*kwh.tolist()), column=36) == pytest.approx(100, rel=0.15)


def test_after_one_year_with_empty_ciclos_neither_full_nor_empty_is_odd():
    rng = np.random.default_rng(0)
    kwh = 200 * rng.lognormal(0, 0.05, (20, 37))
    kwh[0, 20:23] = 0
    as_usual, empty = kwh.copy(), kwh.copy()
    empty[0, 32] = 0
    z = [subject_of(even(*k.tolist())).esperado.z[0, 32] for k in (as_usual, empty)]
    assert max(abs(value) for value in z) < 4


def test_estimates_are_no_history():
    panel = even([100, 100, 100, 500, 500, 500, 100], calidad=[[0, 0, 0, 8, 8, 8, 0]])
    assert expected(panel) == pytest.approx(100, rel=0.01)


def test_slices_of_usuarios_give_what_the_whole_gives():
    rng = np.random.default_rng(4)
    kwh = rng.gamma(4, 40, (40, 1)) * rng.lognormal(0, 0.1, (40, 30))
    kwh[rng.random(kwh.shape) < 0.1] = NAN
    panel = even(*kwh.tolist())
    movement = common_movement(panel, ventana=12, piso_kwh_30d=20)
    whole = expect(panel, movement, 12)
    part = expect(take_rows(panel, slice(10, 25)), movement, 12)
    np.testing.assert_array_equal(part.z, whole.z[10:25])


def test_who_has_no_history_is_thought_like_the_others():
    kwh = [[NAN, 100.0], *([100.0 + k, 100.0 + k] for k in range(20))]
    panel = even(*kwh)
    movement = common_movement(panel, ventana=12, piso_kwh_30d=20)
    centre, spread = or_like_the_others(expect(panel, movement, 12), panel, movement)
    assert np.exp(centre[0, 1]) - 20 / 30 == pytest.approx(110 / 30, rel=0.05)
    assert spread[0, 1] >= 0.5


def test_only_what_is_judged_is_worked_out_and_is_the_same():
    kwh = np.random.default_rng(5).gamma(4, 40, (20, 30))
    panel = even(*kwh.tolist())
    movement = common_movement(panel, ventana=12, piso_kwh_30d=20)
    whole, judged = expect(panel, movement, 12), expect(panel, movement, 12, 20)
    np.testing.assert_array_equal(judged.z[:, 20:], whole.z[:, 20:])
    np.testing.assert_array_equal(judged.nivel, whole.nivel)
