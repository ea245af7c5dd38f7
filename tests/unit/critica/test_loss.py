"""The trend of a loss, and who explains its rise."""

import numpy as np
import pytest
from tests.builders import panel_of

from consumo.critica.balance import balance_of
from consumo.critica.loss_suspects import rank_suspects
from consumo.critica.loss_trend import loss_trend

NAN = float("nan")
HASTA = np.datetime64("2022-01", "M").astype("datetime64[D]") + 30 * np.arange(1, 25)
NOISE = np.random.default_rng(3).normal(0, 0.004, 24)


@pytest.mark.parametrize(
    ("loss", "direction"),
    [
        pytest.param(0.05 + NOISE, "estable", id="stable"),
        pytest.param(0.05 + NOISE + np.linspace(0, 0.06, 24), "sube", id="rising"),
        pytest.param(0.12 + NOISE - np.linspace(0, 0.06, 24), "baja", id="falling"),
        pytest.param(np.where(np.arange(24) == 12, 0.5, 0.05 + NOISE), "estable", id="one odd ciclo"),
        pytest.param(np.full(24, 0.05), "estable", id="constant"),
    ],
)
def test_trend(loss, direction):
    assert loss_trend(loss, HASTA).sentido == direction


def test_slope_is_per_year():
    assert loss_trend(0.05 + 0.01 * np.arange(24), HASTA).pendiente_anual == pytest.approx(0.01 * 365.25 / 30)


def test_too_few_losses_have_no_trend():
    assert loss_trend(np.where(np.arange(24) < 7, 0.05, NAN), HASTA) is None


def bateria(*, thief: int | None = None, share: float = 0.6, seed: int = 0):
    """Twenty homes over two years with a season; one of them may divert part of its use in the last eight ciclos."""
    rng = np.random.default_rng(seed)
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(24) / 12)
    used = rng.gamma(4, 60, (20, 1)) * season * rng.normal(1, 0.06, (20, 24))
    delivered = used.sum(axis=0) * 1.05
    if thief is not None:
        used[thief, 16:] *= 1 - share
    return panel_of(used, baterias=["A"] * 20, entregado={"A": delivered})


@pytest.mark.parametrize("seed", range(5))
def test_the_one_who_diverts_is_first(seed):
    panel = bateria(thief=7, seed=seed)
    found = rank_suspects(panel, balance_of(panel), 0)
    assert found.rows[0] == 7
    assert found.explica[0] > 0.6
    assert set(found.ciclos.tolist()) <= set(range(16, 24))


def test_a_steady_loss_accuses_nobody():
    panel = bateria()
    assert rank_suspects(panel, balance_of(panel), 0) is None


def test_one_ciclo_accuses_nobody():
    panel = panel_of([[100.0]] * 5, entregado={"General": [900.0]})
    assert rank_suspects(panel, balance_of(panel), 0) is None
