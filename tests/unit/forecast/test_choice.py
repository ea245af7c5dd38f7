"""What is served: the blend, with weights bent where that helped, or seasonal-naive where it was clearly better."""

import numpy as np
import pytest

from consumo.forecast.backtest import Backtest
from consumo.forecast.blend import BLEND, bent_weights, usual_weights
from consumo.forecast.choice import choose
from consumo.forecast.model import BOOSTING, LAST_YEAR, LEVEL, LINEAR, NAIVE, THETA


def backtest(errors: dict[str, float], *, shock: float = 0.0, n_origins: int = 8, first: int = 40) -> Backtest:
    """Return a backtest whose members err by independent noise of the given size, and all by a ciclo's shock."""
    rng = np.random.default_rng(0)
    shape = (n_origins, 60, 6)
    common = shock * rng.normal(size=n_origins + 6)[np.arange(n_origins)[:, None] + np.arange(6)][:, None]
    values = {name: 10 + size * rng.normal(size=shape) + common for name, size in errors.items()}
    values[NAIVE] = 10 + errors.get(NAIVE, 1.0) * rng.normal(size=shape)
    history = 10 + rng.normal(size=(60, 24))
    return Backtest(
        rows=np.arange(60),
        origins=np.arange(first, first + n_origins),
        actual=np.full(shape, 10.0),
        values=values | {BLEND: np.full(shape, 10.0)},
        sigma=np.ones(shape[:2]),
        scale=np.ones(shape[:2]),
        members=(LAST_YEAR, LEVEL, THETA, LINEAR),
        history=history,
        period=12,
    )


@pytest.mark.parametrize(
    "members",
    [(LAST_YEAR, LEVEL, THETA), (LAST_YEAR, LEVEL, THETA, LINEAR), (LAST_YEAR, LEVEL, THETA, LINEAR, BOOSTING)],
    ids=len,
)
def test_weights_add_up_to_one(members):
    usual = usual_weights(members)
    assert set(usual) == set(members)
    assert sum(usual.values()) == pytest.approx(1)
    assert sum(bent_weights(usual, dict.fromkeys(members, 0.0)).values()) == pytest.approx(1)


def test_weights_go_to_the_member_that_did_well_throughout():
    choice, judged = choose(backtest({LAST_YEAR: 3.0, LEVEL: 3.0, THETA: 3.0, LINEAR: 0.5}))
    assert choice.bent
    assert choice.member == BLEND
    assert choice.weights[LINEAR] > 0.9
    expected = sum(weight * judged.values[name] for name, weight in choice.weights.items())
    np.testing.assert_allclose(judged.values[BLEND], expected)


def test_equal_members_keep_about_their_usual_weights():
    choice, _ = choose(backtest(dict.fromkeys((LAST_YEAR, LEVEL, THETA, LINEAR), 1.0)))
    assert choice.weights == pytest.approx({LAST_YEAR: 0.2, LEVEL: 0.2, THETA: 0.2, LINEAR: 0.4}, abs=0.03)


@pytest.mark.parametrize(("first", "share"), [(16, 0.2), (22, 0.1), (28, 0.0)], ids=["two years", "30 ciclos", "three"])
def test_seasonal_naive_has_a_part_where_the_history_is_short(first, share):
    usual = dict.fromkeys((LAST_YEAR, LEVEL, THETA, LINEAR), 1.0)
    choice, judged = choose(backtest(usual, first=first))
    assert choice.weights.get(NAIVE, 0.0) == pytest.approx(share)
    assert sum(choice.weights.values()) == pytest.approx(1)
    expected = sum(weight * judged.values[name] for name, weight in choice.weights.items())
    np.testing.assert_allclose(judged.values[BLEND], expected)


def test_seasonal_naive_is_served_where_it_is_clearly_better():
    choice, _ = choose(backtest(dict.fromkeys((LAST_YEAR, LEVEL, THETA, LINEAR), 5.0) | {NAIVE: 0.5}))
    assert choice.member == NAIVE
    assert choice.excess > 0


@pytest.mark.parametrize(("naive", "member"), [(0.99, NAIVE), (1.01, BLEND)], ids=["a little better", "a little worse"])
def test_a_near_call_is_decided_by_the_backtest(naive, member):
    near = backtest(dict.fromkeys((LAST_YEAR, LEVEL, THETA, LINEAR), 1.0))
    scale = np.abs(choose(near)[1].values[BLEND] - near.actual)
    near.values[NAIVE][:] = near.actual + naive * scale
    assert choose(near)[0].member == member


def test_a_perfect_seasonal_naive_is_never_beaten():
    perfect = backtest(dict.fromkeys((LAST_YEAR, LEVEL, THETA, LINEAR), 0.1))
    perfect.values[NAIVE][:] = 10.0
    assert choose(perfect)[0].member == NAIVE


def test_nothing_to_compare_leaves_the_usual_blend():
    empty = backtest(dict.fromkeys((LAST_YEAR, LEVEL, THETA, LINEAR), 1.0))
    empty.actual[:] = np.nan
    choice, _ = choose(empty)
    assert (choice.member, choice.bent) == (BLEND, False)
