"""A forecast comes back as it was written, appears whole, and a damaged one is none."""

import numpy as np
import pytest
from tests.builders import forecast_of, random_panel

from consumo.storage.forecast_files import load_forecast, save_forecast

ARRAYS = (
    "kwh", "inferior", "superior", "bateria_inferior", "bateria_superior", "total_inferior", "total_superior",
    "motivos",
)  # fmt: skip


def test_round_trip(tmp_path):
    forecast = forecast_of(random_panel(5, 13))
    save_forecast(tmp_path / "v", forecast)
    back = load_forecast(tmp_path / "v")
    assert back.calendar.ids == forecast.calendar.ids
    assert back.niveles == (80, 95)
    assert back.modelo == forecast.modelo
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(back, name), getattr(forecast, name))
    assert back.track.ciclos == forecast.track.ciclos
    np.testing.assert_array_equal(back.track.by_ciclo, forecast.track.by_ciclo)
    np.testing.assert_array_equal(back.track.by_horizon, forecast.track.by_horizon)


def test_a_second_one_replaces_the_first_and_leaves_nothing_behind(tmp_path):
    panel = random_panel(5, 13)
    save_forecast(tmp_path / "v", forecast_of(panel))
    save_forecast(tmp_path / "v", forecast_of(panel, 3))
    assert load_forecast(tmp_path / "v").kwh.shape == (5, 3)
    assert [p.name for p in tmp_path.iterdir()] == ["v"]


def test_none(tmp_path):
    assert load_forecast(tmp_path / "v") is None


@pytest.mark.parametrize("name", ["kwh.npy", "meta.json"])
def test_a_damaged_one_counts_as_none(tmp_path, name, caplog):
    save_forecast(tmp_path / "v", forecast_of(random_panel(2, 13)))
    (tmp_path / "v" / name).write_bytes(b"")
    assert load_forecast(tmp_path / "v") is None
    assert "cannot be read" in caplog.text
