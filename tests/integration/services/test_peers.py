"""The real peers, where they are installed."""

import numpy as np
import pytest
from tests.builders import random_panel

from consumo.services.peers import PEERS, forecast_peer, is_installed


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_forecasts_a_season(peer):
    if not is_installed(peer):
        pytest.skip(f"{PEERS[peer]} is not installed (the extra pares)")
    panel = random_panel(5, 36, missing=0)
    made = forecast_peer(peer, panel.kwh_dia, np.array([1, 3]), period=12, horizon=12, niveles=(80,))
    assert np.isfinite(made.point).all(axis=1).tolist() == [False, True, False, True, False]
    level = panel.kwh_dia.mean(axis=1, keepdims=True)
    assert (np.abs(made.point / level - 1)[[1, 3]] < 0.6).all()
