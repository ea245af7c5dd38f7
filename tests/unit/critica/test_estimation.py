"""The estimation ladder: which rung answers, with what, and what it must not lean on."""

import numpy as np
import pytest
from tests.builders import panel_of

from consumo import Panel
from consumo.critica.estimation import METODOS, NO_METHOD, estimate
from consumo.critica.profile import Profile

NAN = float("nan")


def even(*series: list[float], **options) -> Panel:
    """Ciclos of 30 days, so that kWh and kWh/day are easy to tell from each other."""
    edges = np.datetime64("2023-01-01") + 30 * np.arange(len(series[0]) + 1)
    names = [f"u{k}" for k in range(len(series))]
    return Panel.from_matrix(usuarios=names, desde=edges[:-1], hasta=edges[1:], kwh=np.array(series, float), **options)


def one(panel: Panel, column: int, **options):
    return estimate(panel, np.array([0]), np.array([column]), Profile(**options))


YEAR = [300.0, 330, 300, 270, 240, 210, 180, 210, 240, 270, 300, 330]


def test_last_year_times_the_recent_ratio():
    panel = panel_of([[*YEAR, *(1.1 * v for v in YEAR[:11]), NAN]])
    found = one(panel, 23)
    assert METODOS[found.metodo[0]] == "anio_anterior"
    assert found.propuesta(panel, 0).text() == (
        "Estimar 363 kWh: 10,645 kWh/día en diciembre de 2024 × 1,1 (los ciclos recientes contra los de un año antes) "
        "× 31 días."
    )


def test_mean_of_the_last_six_real_ciclos():
    found = one(even([9000, 60, 90, NAN, 120, 30, 60, 90, NAN]), 8)
    assert (METODOS[found.metodo[0]], found.kwh[0], found.usados[0]) == ("promedio", 75.0, 6)


def test_the_median_of_the_bateria():
    panel = even([NAN, NAN], [30, 30], [60, 60], [90, 90], [120, 120], [900, 900], calidad=None)
    found = one(panel, 1)
    assert (METODOS[found.metodo[0]], found.kwh[0], found.usados[0]) == ("grupo", 90.0, 5)
    assert "mediana de los 5 usuarios de la batería General" in found.propuesta(panel, 0).text()


def test_nothing_is_made_up():
    panel = even([NAN, NAN], [30, 30])
    found = one(panel, 1)
    assert found.metodo[0] == NO_METHOD
    assert np.isnan(found.kwh[0])
    assert found.propuesta(panel, 0) is None


def test_neither_estimates_nor_the_cell_itself_are_used():
    panel = even([60, 60, 600, 999], calidad=[[0, 0, 8, 0]])
    assert one(panel, 3).kwh[0] == 60


def test_the_profile_gives_the_order():
    panel = even([30] * 5, *([90] * 5 for _ in range(5)))
    assert one(panel, 4, estimacion=("grupo", "promedio")).kwh[0] == 90
    assert one(panel, 4, estimacion=("promedio",), estimacion_ciclos=2).usados[0] == 2


def test_days_of_the_cell_count():
    panel = panel_of([[310, 290, NAN]], dias=[[31, 29, 60]])
    assert one(panel, 2).kwh[0] == pytest.approx(600)


def test_many_cells_at_once_are_each_as_if_alone():
    rng = np.random.default_rng(1)
    kwh = rng.gamma(2, 80, (12, 26))
    kwh[rng.random(kwh.shape) < 0.3] = NAN
    panel = panel_of(kwh, baterias=["A", "B"] * 6)
    rows, columns = (part.ravel() for part in np.indices(kwh.shape))
    every = estimate(panel, rows, columns)
    for k in rng.choice(len(rows), 40, replace=False):
        alone = estimate(panel, rows[[k]], columns[[k]])
        assert alone.metodo[0] == every.metodo[k]
        np.testing.assert_allclose(alone.kwh[0], every.kwh[k])
