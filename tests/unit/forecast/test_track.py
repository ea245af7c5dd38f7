"""Earlier forecasts are compared with what was measured, usuario by usuario, on the ciclo's own days."""

import dataclasses

import numpy as np
import pytest
from tests.builders import forecast_of, panel_of, random_panel

from consumo.domain.forecast_result import TRACKED
from consumo.domain.vocabulary import Calidad
from consumo.forecast.backtest import replay
from consumo.forecast.blend import BLEND
from consumo.forecast.cut import first_ciclos
from consumo.forecast.grid import grid_of
from consumo.forecast.track import PastForecast, track_of

PANEL = random_panel(12, 20, missing=0)


def track(panel, past=()):
    grid = grid_of(panel)
    return track_of(panel, grid, replay(grid, n_groups=panel.n_baterias, horizon=3, seed=0), BLEND, past)


def past_of(panel, known, version="v-1"):
    """The forecast that was served when `known` ciclos were known: each usuario's last consumption repeated."""
    seen = first_ciclos(panel, known)
    return PastForecast(version, seen.usuarios, forecast_of(seen, 3))


def test_without_kept_forecasts_it_is_the_backtest():
    found = track(PANEL)
    assert {(one.version, one.horizonte) for one in found.ciclos} == {("", 1)}
    assert [one.ciclo for one in found.ciclos] == list(PANEL.ciclos[-len(found.ciclos) :])
    np.testing.assert_allclose(found.by_ciclo[-1, :, 2], PANEL.kwh[:, -len(found.ciclos) :].sum(axis=0))
    np.testing.assert_allclose(found.by_ciclo[:-1].sum(axis=0), found.by_ciclo[-1])
    assert (found.by_horizon[-1, :, 0] > 0).all()


def test_what_was_served_counts_before_the_backtest():
    found = track(PANEL, [past_of(PANEL, 18)])
    assert [(one.horizonte, one.version) for one in found.ciclos[-2:]] == [(1, "v-1"), (2, "v-1")]
    said, days = PANEL.kwh[:, 17], PANEL.calendar.dias
    share = days[18] / days[18]
    of = dict(zip(TRACKED, found.by_ciclo[-1, -2], strict=True))
    assert of["n"] == of["con_banda"] == 12
    assert of["pronosticado"] == pytest.approx(share * said.sum())
    assert of["error"] == pytest.approx(np.abs(said - PANEL.kwh[:, 18]).sum())
    naive = PANEL.kwh[:, 6] / days[6] * days[18]
    assert of["error_ingenuo"] == pytest.approx(np.abs(naive - PANEL.kwh[:, 18]).sum())
    assert of["dentro_80"] == (np.abs(PANEL.kwh[:, 18] / said - 1) <= 0.1).sum()


def test_the_latest_word_on_a_ciclo_counts():
    found = track(PANEL, [past_of(PANEL, 18, "v-1"), past_of(PANEL, 19, "v-2")])
    assert [(one.horizonte, one.version) for one in found.ciclos[-2:]] == [(1, "v-1"), (1, "v-2")]


def test_usuarios_that_came_or_went_do_not_count():
    past = past_of(PANEL, 19)
    changed = past.usuarios.copy()
    changed[0] = "otro"
    found = track(PANEL, [dataclasses.replace(past, usuarios=changed)])
    assert found.by_ciclo[-1, -1, 0] == 11


def test_what_was_not_measured_does_not_count():
    calidad = np.full(PANEL.kwh.shape, Calidad.VALIDADA)
    calidad[:3, -1] = Calidad.ESTIMADA_INTERPOLADA
    panel = panel_of(PANEL.kwh, usuarios=PANEL.usuarios.tolist(), start="2022-01", calidad=calidad)
    assert track(panel, [past_of(panel, 19)]).by_ciclo[-1, -1, 0] == 9


def test_an_open_ciclo_is_not_compared():
    panel = panel_of(PANEL.kwh, usuarios=PANEL.usuarios.tolist(), start="2022-01", abierto=[False] * 19 + [True])
    assert track(panel, [past_of(panel, 19)]).ciclos[-1].version == ""
