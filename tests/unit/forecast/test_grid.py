"""The even grid: what is measured, where one year is always the same number of columns."""

import numpy as np
import pytest
from tests.builders import months, panel_of

from consumo.domain.panel import Panel
from consumo.forecast.grid import grid_of


def test_a_ciclo_that_the_calendar_skips_is_a_column_of_nothing():
    desde, hasta = months(14)
    kept = np.delete(np.arange(14), 5)
    panel = Panel.from_matrix(usuarios=["a"], desde=desde[kept], hasta=hasta[kept], kwh=np.full((1, 13), 31.0))
    grid = grid_of(panel)
    assert grid.y.shape == (1, 14)
    assert np.flatnonzero(np.isnan(grid.y[0])).tolist() == [5]
    assert grid.y[0, 0] == pytest.approx(1.0), "31 kWh over the 31 days of January"


@pytest.mark.parametrize(
    ("days", "period", "longest"), [(28, 13, 60), (61, 6, 60), (7, 52, 156)], ids=["28-day", "bimonthly", "weekly"]
)
def test_period_and_longest_history_follow_the_calendar(days: int, period: int, longest: int):
    edges = np.datetime64("2015-01-01") + np.arange(201) * np.timedelta64(days, "D")
    panel = Panel.from_matrix(usuarios=["a"], desde=edges[:-1], hasta=edges[1:], kwh=np.arange(200.0)[None] * days)
    grid = grid_of(panel)
    assert grid.period == period
    assert grid.y.shape == (1, longest)
    assert grid.y[0, -1] == pytest.approx(199.0)


def test_estimates_keep_a_usuario_active_but_teach_nothing():
    calidad = np.zeros((1, 12), np.uint8)
    calidad[0, -4:] = 9
    grid = grid_of(panel_of(np.full((1, 12), 30.0), calidad=calidad))
    assert grid.n_known.tolist() == [8]
    assert grid.active.tolist() == [True]
