"""Training beside the backtest, in a thread, makes the same forecast as training after it."""

import numpy as np
import pytest
from tests.builders import random_panel

from consumo.forecast import learned
from consumo.forecast.panel_forecast import forecast_panel


@pytest.mark.parametrize(("usuarios", "ciclos"), [(20, 36), (150, 36), (300, 36)], ids=["linear", "border", "boosting"])
def test_a_thread_changes_nothing(monkeypatch, usuarios, ciclos):
    panel, made = random_panel(usuarios, ciclos), []
    for worth in (0, np.inf):
        monkeypatch.setattr(learned, "_WORTH_A_THREAD", worth)
        made.append(forecast_panel(panel, 12))
    beside, after = made
    for part in ("kwh", "inferior", "superior", "total_superior"):
        np.testing.assert_array_equal(getattr(beside, part), getattr(after, part))
    assert beside.modelo == after.modelo


def test_what_fails_in_the_thread_fails_the_forecast(monkeypatch):
    def fails(*_args, **_options):
        raise MemoryError("no queda")

    monkeypatch.setattr(learned, "_WORTH_A_THREAD", 0)
    monkeypatch.setattr(learned, "train", fails)
    with pytest.raises(MemoryError, match="no queda"):
        forecast_panel(random_panel(20, 36), 3)
