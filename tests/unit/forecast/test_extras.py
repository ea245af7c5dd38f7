"""Series that are known beforehand: used where they help in the backtest, and only there."""

import numpy as np
import pandas as pd
import pytest
from tests.builders import panel_of

from consumo.domain.errors import ParameterError
from consumo.domain.panel import Panel
from consumo.forecast.predict import crear_predicciones_lgbm

CICLOS, AHEAD = 30, 3


def heated(effect: float) -> tuple[Panel, pd.DataFrame, np.ndarray]:
    """Return 15 usuarios whose consumption rises by `effect` per degree, the temperatures, and what comes."""
    rng = np.random.default_rng(11)
    months = np.arange(CICLOS + AHEAD)
    degrees = 20 + 5 * np.sin(2 * np.pi * months / 12) + rng.normal(0, 2, len(months))
    noise = rng.normal(1, 0.03, (15, len(months)))
    kwh = rng.uniform(100, 300, (15, 1)) * np.exp(effect * (degrees - 20)) * noise
    panel = panel_of(kwh[:, :CICLOS])
    ids = [*panel.ciclos, *panel.calendar.extend(AHEAD).ids]
    return panel, pd.DataFrame({"ciclo": ids, "temperatura": degrees}), kwh[:, CICLOS:]


@pytest.fixture(scope="module")
def warm():
    return heated(0.08)


@pytest.fixture(scope="module")
def plain(warm):
    return crear_predicciones_lgbm(warm[0], AHEAD)


def test_what_helps_is_used_and_the_error_falls(warm, plain):
    panel, table, real = warm
    made = crear_predicciones_lgbm(panel, AHEAD, extras=table)
    slopes = made.attrs["modelo"]["detalles"]["extras"]
    assert slopes["temperatura"] == pytest.approx(0.08, abs=0.02)
    errors = [np.abs(t["kwh"].to_numpy().reshape(real.shape) - real).mean() for t in (plain, made)]
    assert errors[1] < 0.6 * errors[0]
    assert made.attrs["modelo"]["mase"] < plain.attrs["modelo"]["mase"]
    assert (made["sup_95"] - made["inf_95"]).mean() < (plain["sup_95"] - plain["inf_95"]).mean()


def test_what_does_nothing_is_left_out(warm, plain):
    panel, table, _ = warm
    noise = table.assign(temperatura=np.random.default_rng(2).normal(size=len(table)))
    made = crear_predicciones_lgbm(panel, AHEAD, extras=noise)
    if made.attrs["modelo"]["detalles"]["extras"]["temperatura"] == 0:
        np.testing.assert_array_equal(made["kwh"], plain["kwh"])
    np.testing.assert_allclose(made["kwh"], plain["kwh"], rtol=0.1)


def test_a_constant_series_changes_nothing(warm, plain):
    panel, table, _ = warm
    made = crear_predicciones_lgbm(panel, AHEAD, extras=table.assign(temperatura=1.0))
    assert made.attrs["modelo"]["detalles"]["extras"] == {"temperatura": 0.0}
    np.testing.assert_array_equal(made["kwh"], plain["kwh"])


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda t: t.iloc[:-1], id="a ciclo to come is missing"),
        pytest.param(lambda t: t.iloc[1:], id="a ciclo of the history is missing"),
        pytest.param(lambda t: t.assign(temperatura=["frío", *t["temperatura"][1:]]), id="no number"),
        pytest.param(lambda t: t.assign(temperatura=[np.nan, *t["temperatura"][1:]]), id="nothing known"),
    ],
)
def test_tables_that_cannot_be_used(warm, spoil):
    with pytest.raises(ParameterError, match="extras"):
        crear_predicciones_lgbm(warm[0], AHEAD, extras=spoil(warm[1]))
