"""Peers are given the same histories and steps; what they are not able to forecast stays unknown."""

import sys
from types import ModuleType

import numpy as np
import pytest
from tests.builders import panel_of

from consumo.services import peers
from consumo.services.evaluate import evaluate_panel
from consumo.services.peers import PEERS, Peers, forecast_peer, seasonal_naive

NAN = np.nan
Y = np.array([[1, 2, 3, 4, 2, 4, 6, NAN], [NAN, NAN, NAN, NAN, NAN, NAN, 1, 2], [9.0] * 8])


class LastValue:
    """A model of statsforecast that repeats the last value, ± the level / 100; it cannot stand a 9."""

    def __init__(self, season_length: int) -> None:
        self.season_length = season_length

    def forecast(self, y, h, level):
        if y[-1] == 9:
            raise ValueError("nines")
        said = {"mean": np.full(h, y[-1])}
        for n in level:
            said |= {f"lo-{n}": said["mean"] - n / 100, f"hi-{n}": said["mean"] + n / 100}
        return said


@pytest.fixture
def statsforecast(monkeypatch):
    """The library, with one model under all its names; mlforecast is not there."""
    models = ModuleType("statsforecast.models")
    for name in ("AutoETS", "AutoCES", "AutoTheta", "AutoARIMA"):
        setattr(models, name, LastValue)
    package = ModuleType("statsforecast")
    package.models = models
    monkeypatch.setitem(sys.modules, "statsforecast", package)
    monkeypatch.setitem(sys.modules, "statsforecast.models", models)
    monkeypatch.setattr(peers, "is_installed", lambda peer: PEERS[peer] == "statsforecast")


def test_gaps_are_filled_short_histories_and_failures_stay_unknown(statsforecast):
    shares: list[float] = []
    made = forecast_peer("CES", Y, np.arange(3), period=4, horizon=2, niveles=(80, 95), progress=shares.append)
    assert made.point[0].tolist() == [8, 8]  # the gap: 4 of last year, twice as much
    assert np.isnan(made.point[1:]).all()
    np.testing.assert_allclose((made.high - made.low)[:, 0], [[1.6, 1.6], [1.9, 1.9]])
    assert shares == pytest.approx([1 / 3, 2 / 3, 1])


def test_only_the_usuarios_asked_for(statsforecast):
    made = forecast_peer("AutoETS", np.vstack([Y[0], Y[0]]), np.array([1]), period=4, horizon=1, niveles=())
    assert np.isfinite(made.point[:, 0]).tolist() == [False, True]


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ([1, 2, 3, 4], [1, 2, 3]),
        ([1, 2, 3, NAN], [1, 2, 3]),
        ([NAN, NAN, NAN, 4], [4, 4, 4]),
        ([5, 6, NAN, 7, NAN, 8, 9, 10], [5, 8, 9]),
    ],
    ids=["a year", "a gap", "only one", "the year before that"],
)
def test_seasonal_naive(history, said):
    assert seasonal_naive(np.array([history], float), 4, 3)[0].tolist() == said


def test_a_comparison_is_on_one_sample_and_says_who_is_missing(statsforecast):
    rng = np.random.default_rng(0)
    panel = panel_of(200 * rng.lognormal(0, 0.2, (9, 20)))
    found = evaluate_panel(panel, retener=3, peers=Peers(4))
    assert found.faltan == ("mlforecast-LightGBM",)
    names = [score.metodo for score in found.comparacion]
    assert names[0] == "ingenuo_estacional"
    assert names[-4:] == ["AutoETS", "CES", "AutoTheta", "AutoARIMA"]
    assert {score.usuarios for score in found.comparacion} == {4}
    assert {score.usuarios for score in found.puntajes} == {9}
    assert len(found.table()) == len(found.puntajes) + len(found.comparacion)
    ces = found.comparacion[-1]
    assert ces.cobertura[95] <= 1
    assert np.isfinite(ces.wape)


def test_without_any_it_says_so_and_compares_nothing(monkeypatch):
    monkeypatch.setattr(peers, "is_installed", lambda _peer: False)
    found = evaluate_panel(panel_of(np.full((3, 10), 5.0)), retener=2, peers=Peers())
    assert (found.comparacion, found.faltan) == ((), tuple(PEERS))
