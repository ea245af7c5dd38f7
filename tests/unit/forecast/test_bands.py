"""Bands on backtests whose errors are known: conformal quantiles, common shocks, sums."""

import dataclasses
from statistics import NormalDist

import numpy as np
import pytest

from consumo.forecast.backtest import Backtest, held_out
from consumo.forecast.intervals import bands_of
from consumo.forecast.shocks import split_shocks, student_quantile
from consumo.forecast.sums import sum_spread


def replayed(error: np.ndarray, level: float = 10.0) -> Backtest:
    """Return a backtest whose actuals are `level` + error, (n_origins, n, horizon), and whose sigma is 1."""
    n_origins, n, _horizon = error.shape
    return Backtest(
        rows=np.arange(n),
        origins=np.arange(20, 20 + n_origins),
        actual=level + error,
        values={"plano": np.full(error.shape, level)},
        sigma=np.ones((n_origins, n)),
        scale=np.ones((n_origins, n)),
        members=(),
        history=np.ones((n, 20)),
        period=12,
    )


def limits_of(backtest: Backtest, niveles: tuple[int, ...]) -> np.ndarray:
    return bands_of(backtest, "plano", niveles).limits


def test_limits_are_the_quantiles_of_the_errors():
    rng = np.random.default_rng(0)
    limits = limits_of(replayed(rng.normal(size=(8, 500, 3))), (80, 95))
    wider = np.sqrt(1 + 4 / 12 * 0.6**2)  # no shock in 8 origins, against what is usual in data sets
    expected = wider * np.array([[[-1.28, 1.28]] * 3, [[-1.96, 1.96]] * 3])
    np.testing.assert_allclose(limits, expected, atol=0.12)


def test_a_shock_common_to_a_ciclo_widens_and_limits_never_narrow():
    rng = np.random.default_rng(1)
    noise = rng.normal(size=(8, 300, 4))
    shock = rng.normal(size=12)[np.arange(8)[:, None] + np.arange(4)][:, None, :]
    plain = limits_of(replayed(noise), (80,))
    shaken = limits_of(replayed(noise + shock), (80,))
    assert (np.ptp(shaken, axis=2) > 1.3 * np.ptp(plain, axis=2)).all()
    assert (np.diff(shaken[0, :, 1]) >= 0).all()


def test_horizons_beyond_the_backtest_widen_and_nothing_known_gives_nothing():
    error = np.random.default_rng(2).normal(size=(4, 100, 6))
    error[..., 3:] = np.nan
    limits = limits_of(replayed(error), (95,))[0]
    assert limits[5, 1] == pytest.approx(limits[2, 1] * 1.02**3)
    assert np.isnan(limits_of(replayed(error * np.nan), (95,))).all()


@pytest.mark.parametrize("shared", [0.0, 1.5], ids=["independent", "all-together"])
def test_the_spread_of_a_sum_knows_whether_errors_go_together(shared: float):
    rng = np.random.default_rng(3)
    error = rng.normal(size=(60, 50, 3)) + shared * rng.normal(size=(60, 1, 3))
    group = np.repeat(np.arange(5, dtype=np.int32), 10)
    unit = np.full(3, np.sqrt(1 + shared**2))
    learned = sum_spread(replayed(error), "plano", np.broadcast_to(unit, error.shape), group)
    variance, sums = np.tile(unit**2, (5, 1)) * 10, np.full((5, 3), 100.0)
    true_total = np.sqrt(50 + (50 * shared) ** 2)
    true_bateria = np.sqrt(10 + (10 * shared) ** 2)
    total = learned.spread(sums.sum(axis=0), variance.sum(axis=0), total=True)
    np.testing.assert_allclose(total, true_total, rtol=0.3)
    np.testing.assert_allclose(learned.spread(sums, variance, total=False), true_bateria, rtol=0.3)


@pytest.mark.parametrize(("freedom", "expected"), [(3, 3.182), (11, 2.201), (10**6, 1.960)])
def test_student_quantile_against_the_tables(freedom: int, expected: float):
    assert student_quantile(0.975, freedom) == pytest.approx(expected, rel=0.02)
    assert student_quantile(0.025, freedom) == pytest.approx(-student_quantile(0.975, freedom))
    assert NormalDist().inv_cdf(0.975) <= student_quantile(0.975, freedom) + 1e-6


@pytest.mark.parametrize(("width", "held"), [(60, 12), (36, 11), (20, 3), (12, 4), (6, 2)])
def test_how_much_is_held_out(width: int, held: int):
    assert held_out(width, 12) == held


def test_sums_are_never_surer_farther_ahead_than_nearer():
    rng = np.random.default_rng(4)
    error = rng.normal(size=(11, 40, 13)) + rng.normal(size=(11, 1, 13))
    for k in range(11):
        error[k, :, 11 - k :] = np.nan  # later origins see fewer outcomes, and the last two horizons none
    error[0, :, 10] = 0.0
    group = np.repeat(np.arange(4, dtype=np.int32), 10)
    learned = sum_spread(replayed(error), "plano", np.full(error.shape, 1.4), group)
    sums, variance = np.full((4, 13), 100.0), np.full((4, 13), 10 * 1.4**2)
    assert (np.diff(learned.spread(sums.sum(axis=0), variance.sum(axis=0), total=True)) >= 0).all()
    assert (np.diff(learned.spread(sums, variance, total=False), axis=1) >= 0).all()


@pytest.mark.parametrize(("power", "found"), [(1.0, 0.85), (0.6, 0.51), (0.0, 0.4)])
def test_bands_grow_with_a_usuarios_variability_as_its_errors_do(power: float, found: float):
    rng = np.random.default_rng(5)
    sigma = rng.lognormal(-2, 0.7, 400)
    error = rng.normal(size=(8, 400, 3)) * (0.1 * (sigma / 0.1) ** power)[:, None]
    backtest = dataclasses.replace(replayed(error, level=1.0), sigma=np.tile(sigma, (8, 1)))
    bands = bands_of(backtest, "plano", (80,))
    assert bands.power == pytest.approx(found, abs=0.1)
    if power >= 0.4:
        half = bands.unit(sigma, np.ones(400)) * bands.limits[0, 0, 1]
        inside = np.abs(error) <= half[:, None]
        thirds = np.digitize(sigma, np.quantile(sigma, [1 / 3, 2 / 3]))
        assert [inside[:, thirds == k].mean() for k in range(3)] == pytest.approx([0.82] * 3, abs=0.08)


@pytest.mark.parametrize("n_origins", [4, 11])
def test_bands_cover_the_next_ciclos_whose_shocks_are_new(n_origins: int):
    rng = np.random.default_rng(6)
    inside = []
    for _ in range(25):
        error = rng.normal(size=(n_origins + 8, 60, 1)) + rng.normal(size=(n_origins + 8, 1, 1))
        limits = limits_of(replayed(error[:n_origins]), (80, 95))
        inside.append([np.mean((error[n_origins:] >= low) & (error[n_origins:] <= high)) for low, high in limits[:, 0]])
    assert np.mean(inside, axis=0) == pytest.approx([0.8, 0.95], abs=0.04)


@pytest.mark.parametrize("n", [1, 5])
def test_few_usuarios_have_no_shock_of_their_own_but_a_band(n: int):
    error = np.random.default_rng(7).normal(size=(12, n, 2))
    common, rest = split_shocks(error)
    assert (common == 0).all()
    np.testing.assert_array_equal(rest, error)
    assert (np.ptp(limits_of(replayed(error), (80,)), axis=2) > 1.5).all()
