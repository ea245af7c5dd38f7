"""What billing brings: new, moved, closed and shifted usuarios, changed meters, and calendars that are not months."""

import numpy as np
import pytest
from tests.builders import panel_of

from consumo.domain.forecast_result import Motivo
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import Calidad
from consumo.forecast.blend import BLEND
from consumo.forecast.model import NAIVE
from consumo.forecast.panel_forecast import forecast_panel
from consumo.forecast.predict import crear_predicciones_lgbm

CICLOS, AHEAD = 30, 3
NEW_4, NEW_11, SHIFTED, VACANT, CLOSED, SPIKED, ZEROS = range(7)


def seasonal(n: int, ciclos: int = CICLOS, period: int = 12, *, seed: int = 3) -> np.ndarray:
    """Return n usuarios of 100 to 300 kWh with one season, 30 % up and down, and 4 % of noise."""
    rng = np.random.default_rng(seed)
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(ciclos) / period)
    return rng.uniform(100, 300, (n, 1)) * season * rng.normal(1, 0.04, (n, ciclos))


@pytest.fixture(scope="module")
def usual() -> np.ndarray:
    return seasonal(24, CICLOS + AHEAD)


@pytest.fixture(scope="module")
def panel(usual) -> Panel:
    """24 usuarios, the first seven of whom something happened to."""
    kwh = usual[:, :CICLOS].copy()
    kwh[NEW_4, :-4] = np.nan
    kwh[NEW_11, :-11] = np.nan
    kwh[SHIFTED, -6:] *= 2
    kwh[VACANT, -5:] = 0
    kwh[CLOSED, -4:] = np.nan
    kwh[SPIKED, -2] *= 30
    kwh[ZEROS, [4, 11, 20]] = 0
    calidad = np.full(kwh.shape, Calidad.VALIDADA, np.uint8)
    calidad[SPIKED, -2] = Calidad.CUESTIONABLE  # a changed meter, say, whose first reading nobody believes
    return panel_of(kwh, calidad=calidad)


@pytest.fixture(scope="module")
def forecast(panel):
    return forecast_panel(panel, AHEAD)


def test_the_blend_is_what_is_tested_here(forecast):
    assert forecast.modelo.nombre == BLEND
    assert forecast.modelo.mase < 0.95 * forecast.modelo.ingenuo_mase  # a frozen figure: 0.90 when it was written


@pytest.mark.parametrize("row", [NEW_4, NEW_11, SPIKED, ZEROS, *range(7, 24)])
def test_close_to_what_comes(row, forecast, usual):
    np.testing.assert_allclose(forecast.kwh[row], usual[row, CICLOS:], rtol=0.25)


@pytest.mark.parametrize("row", [NEW_4, NEW_11], ids=["4 ciclos", "11 ciclos"])
def test_a_new_usuario_has_the_season_of_its_bateria(row, forecast, usual):
    said, real = forecast.kwh[row] / forecast.kwh[row, 0], usual[8:, CICLOS:].mean(axis=0)
    np.testing.assert_allclose(said, real / real[0], atol=0.15)


def test_a_level_that_shifted_is_followed(forecast, usual):
    ratio = forecast.kwh[SHIFTED] / usual[SHIFTED, CICLOS:]
    assert (ratio > 1.4).all()
    assert (ratio < 2.3).all()


def test_a_vacant_house_is_forecast_0_and_a_closed_account_not_at_all(forecast):
    assert forecast.motivos[[VACANT, CLOSED]].tolist() == [Motivo.DESOCUPADO, Motivo.INACTIVO]
    assert forecast.kwh[VACANT].max() == 0
    assert forecast.superior[0, VACANT].min() > 0  # somebody may move in
    assert np.isnan(forecast.kwh[CLOSED]).all()


def test_a_vacant_house_is_forecast_0_also_where_seasonal_naive_is_served():
    rng = np.random.default_rng(8)
    kwh = np.tile(rng.uniform(50, 300, (20, 12)), 3)  # every year as the last one: nothing beats seasonal-naive
    kwh[0, -4:] = 0
    made = forecast_panel(panel_of(kwh), AHEAD)
    assert made.modelo.nombre == NAIVE
    assert made.motivos[:2].tolist() == [Motivo.DESOCUPADO, Motivo.CON_PRONOSTICO]
    assert made.kwh[0].max() == 0
    assert made.kwh[1:].min() > 0


def test_sums_are_those_of_the_usuarios_that_have_a_forecast(forecast):
    total = np.nansum(forecast.kwh, axis=0)
    assert (forecast.total_inferior <= total).all()
    assert (total <= forecast.total_superior).all()


@pytest.mark.parametrize(("dias", "period", "ciclos"), [(28, 13, 32), (61, 6, 18)], ids=["four weeks", "bimonthly"])
def test_other_calendars(dias, period, ciclos):
    daily = seasonal(12, ciclos + 2, period) / 30
    edges = np.datetime64("2022-01-03") + dias * np.arange(ciclos + 1)
    short = Panel.from_matrix(
        usuarios=[f"U{k}" for k in range(12)], desde=edges[:-1], hasta=edges[1:], kwh=daily[:, :ciclos] * dias
    )
    made = forecast_panel(short, 2)
    assert made.calendar.dias.tolist() == [dias] * 2
    assert made.modelo.detalles["periodo"] == period
    np.testing.assert_allclose(made.kwh.sum(axis=0), daily[:, ciclos:].sum(axis=0) * dias, rtol=0.12)


def test_the_days_of_the_ciclos_to_come_count_and_may_be_given():
    calm = panel_of(
        np.tile([31.0, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], 2)[None].repeat(4, axis=0) * 10, start="2022-01"
    )
    inferred = crear_predicciones_lgbm(calm, 2)
    given = crear_predicciones_lgbm(
        calm,
        2,
        calendario=inferred.iloc[:1][["desde"]].assign(hasta=inferred["desde"].iloc[0] + np.timedelta64(40, "D")),
    )
    assert inferred["dias"].tolist()[:2] == [31, 29]
    assert given["dias"].tolist()[0] == 40
    np.testing.assert_allclose(inferred["kwh"] / inferred["dias"], 10, rtol=0.02)
    np.testing.assert_allclose(given["kwh"] / given["dias"], 10, rtol=0.02)


def test_a_ciclo_under_way_is_projected_whole(panel):
    edges = np.append(panel.hasta, panel.hasta[-1] + 10)
    kwh = np.column_stack([panel.kwh, np.full(panel.n_usuarios, 80.0)])
    kwh[9, -1] = np.nan
    begun = Panel.from_matrix(
        usuarios=panel.usuarios, desde=np.append(panel.desde[0], edges[:-1]), hasta=edges, kwh=kwh,
        calidad=np.column_stack([panel.calidad, np.full(panel.n_usuarios, Calidad.VALIDADA)]),
        abierto=[False] * CICLOS + [True],
    )  # fmt: skip
    made = crear_predicciones_lgbm(begun, 2).set_index("usuario")
    plain = crear_predicciones_lgbm(panel, 2).set_index("usuario")
    assert made["ciclo"].tolist() == plain["ciclo"].tolist()
    read, unread = made.loc["U11"].iloc[0], made.loc["U10"].iloc[0]
    assert (read["medido_kwh"], read["medido_dias"]) == (80.0, 10.0)
    assert np.isnan(unread["medido_kwh"])
    assert unread["kwh"] == plain.loc["U10"]["kwh"].iloc[0]
    assert read["inf_95"] >= 80
    assert read["sup_95"] - read["inf_95"] < np.ptp(plain.loc["U11"].iloc[0][["inf_95", "sup_95"]].astype(float))


def test_young_usuarios_in_an_old_data_set_teach_nothing_and_are_forecast():
    kwh = np.full((2, 19), np.nan)
    kwh[:, -5:] = [[100, 110, 95, 105, 100], [200, 190, 210, 205, 195]]
    np.testing.assert_allclose(forecast_panel(panel_of(kwh), 2).kwh.mean(axis=1), [102, 200], rtol=0.1)
