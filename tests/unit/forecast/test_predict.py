"""The forecast as a whole: who gets one, what the bands promise, and that sums add up."""

import numpy as np
import pandas as pd
import pytest
from tests.builders import panel_of, random_panel

from consumo.domain.errors import PanelError, ParameterError
from consumo.domain.forecast_result import Motivo
from consumo.domain.panel import Panel
from consumo.domain.refusal import DATOS_INSUFICIENTES
from consumo.domain.vocabulary import MIN_CICLOS
from consumo.forecast.panel_forecast import forecast_panel
from consumo.forecast.predict import crear_predicciones_lgbm

COLUMNS = ["usuario", "ciclo", "desde", "hasta", "dias", "kwh", "inf_80", "sup_80", "inf_95", "sup_95"]


@pytest.fixture(scope="module")
def panel() -> Panel:
    """20 usuarios × 30 ciclos; the first inactive, the second new, the third always 0."""
    kwh = np.array(random_panel(20, 30).kwh)
    kwh[0, 20:] = np.nan
    kwh[1, :-2] = np.nan
    kwh[1, -2:] = 50.0
    kwh[2] = 0.0
    return panel_of(kwh, baterias=[f"B{k % 3}" for k in range(20)])


@pytest.fixture(scope="module")
def forecast(panel):
    return forecast_panel(panel, 6)


def test_who_gets_a_forecast(forecast):
    assert forecast.motivos[:2].tolist() == [Motivo.INACTIVO, Motivo.HISTORIA_CORTA]
    assert (forecast.motivos[2:] == Motivo.CON_PRONOSTICO).all()
    assert np.isnan(forecast.kwh[:2]).all()
    assert np.isfinite(forecast.kwh[2:]).all()
    assert forecast.kwh[2].max() == pytest.approx(0, abs=1e-6)


def test_bands_hold_their_forecast_and_each_other(forecast):
    low, high, kwh = forecast.inferior[:, 2:], forecast.superior[:, 2:], forecast.kwh[2:]
    assert (low >= 0).all()
    assert (low <= kwh).all()
    assert (kwh <= high).all()
    assert (low[1] <= low[0]).all()
    assert (high[0] <= high[1]).all()


def test_bands_of_sums_hold_the_sums(panel, forecast):
    total = np.nansum(forecast.kwh, axis=0)
    assert (forecast.total_inferior <= total).all()
    assert (total <= forecast.total_superior).all()
    for k in range(panel.n_baterias):
        part = np.nansum(forecast.kwh[panel.bateria_of == k], axis=0)
        assert (forecast.bateria_inferior[:, k] <= part).all()
        assert (part <= forecast.bateria_superior[:, k]).all()
    assert forecast.bateria_inferior.min() >= 0


def test_a_sum_is_narrower_than_its_parts_together(forecast):
    together = np.nansum(forecast.superior - forecast.inferior, axis=1)
    assert (forecast.total_superior - forecast.total_inferior < together).all()


def test_the_same_data_and_seed_give_the_same_forecast(panel, forecast):
    again = forecast_panel(panel, 6)
    np.testing.assert_array_equal(again.kwh, forecast.kwh)
    np.testing.assert_array_equal(again.superior, forecast.superior)


def test_what_is_estimated_teaches_nothing(panel, forecast):
    kwh = np.array(panel.kwh)
    calidad = np.zeros(kwh.shape, np.uint8)
    kwh[5, 12], calidad[5, 12] = 1e6, 9
    missing = np.array(panel.kwh)
    missing[5, 12] = np.nan
    groups = panel.baterias[panel.bateria_of]
    with_estimate = forecast_panel(panel_of(kwh, baterias=groups, calidad=calidad), 6)
    without = forecast_panel(panel_of(missing, baterias=groups), 6)
    np.testing.assert_allclose(with_estimate.kwh, without.kwh)


def test_the_unit_of_consumption_does_not_matter():
    small = random_panel(12, 30, missing=0)
    made = forecast_panel(small, 4).kwh
    larger = forecast_panel(
        panel_of(np.array(small.kwh) * 8, baterias=small.baterias[small.bateria_of], start="2022-01"), 4
    )
    np.testing.assert_allclose(larger.kwh, 8 * made, rtol=0.02)


def test_the_table(panel, forecast):
    table = crear_predicciones_lgbm(panel)
    assert list(table.columns) == COLUMNS
    assert len(table) == 18 * 6
    assert table["usuario"].iloc[0] == "U3"
    assert table["ciclo"].iloc[:6].tolist() == list(forecast.calendar.ids)
    assert (table["hasta"] - table["desde"]).dt.days.equals(table["dias"])
    assert table.attrs["modelo"]["nombre"] == forecast.modelo.nombre


def test_a_frame_is_as_good_as_a_panel(panel):
    table = crear_predicciones_lgbm(panel.to_frame(), 2, niveles=(50,), semilla=1)
    assert list(table.columns) == [*COLUMNS[:6], "inf_50", "sup_50"]
    assert len(table) == 18 * 2


@pytest.mark.parametrize("ciclos", [1, MIN_CICLOS - 1], ids=["one", "one too few"])
def test_too_short_a_history_gives_no_forecast_and_a_reason(ciclos):
    table = crear_predicciones_lgbm(random_panel(5, ciclos))
    assert len(table) == 0
    assert list(table.columns) == COLUMNS
    assert str(ciclos) in table.attrs["modelo"]["motivo"]
    assert str(ciclos) in table.attrs["modelo"]["motivo_en"]


@pytest.mark.parametrize(("ciclos", "text"), [(1, "Hay 1 ciclo;"), (3, "Hay 3 ciclos;")])
def test_one_ciclo_is_not_said_in_the_plural(ciclos, text):
    assert crear_predicciones_lgbm(random_panel(3, ciclos)).attrs["modelo"]["motivo"].startswith(text)


def test_a_refusal_is_a_finding_with_what_there_is_and_what_it_takes(panel):
    short = crear_predicciones_lgbm(random_panel(5, 4, missing=0)).attrs
    assert short["modelo"]["codigo"] == DATOS_INSUFICIENTES
    (finding,) = short["hallazgos"]
    assert (finding["codigo"], finding["usuario"]) == (DATOS_INSUFICIENTES, None)
    assert finding["evidencia"] | {"ciclos": 4, "medidos": 4, "minimo_ciclos": MIN_CICLOS} == finding["evidencia"]
    of_some = crear_predicciones_lgbm(panel, 2).attrs
    assert of_some["modelo"]["codigo"] == ""
    assert {f["usuario"]: (f["evidencia"]["medidos"], f["evidencia"]["recientes"]) for f in of_some["hallazgos"]} == {
        "U1": (int(np.isfinite(panel.kwh[0]).sum()), 0),
        "U2": (2, 2),
    }


def test_every_answer_carries_its_errors_beside_seasonal_naives(forecast):
    card = forecast.modelo
    assert 0 < card.wape < 1
    assert 0 < card.ingenuo_wape < 1
    assert card.mase > 0
    assert card.ingenuo_mase > 0


def test_only_inactive_usuarios_give_no_forecast_and_a_reason():
    kwh = np.array(random_panel(4, 24, missing=0).kwh)
    kwh[:, -4:] = np.nan
    made = forecast_panel(panel_of(kwh), 3)
    assert made.modelo.nombre == "ninguno"
    assert "activo" in made.modelo.motivo
    assert (made.motivos == Motivo.INACTIVO).all()
    assert np.isnan(made.total_superior).all()


@pytest.mark.parametrize("horizonte", [1, 2, 3, 13])
def test_every_horizon_up_to_a_year(panel, horizonte):
    made = forecast_panel(panel, horizonte)
    assert made.kwh.shape == (20, horizonte)
    assert np.isfinite(made.total_superior).all()


@pytest.mark.parametrize("n", [1, 2])
def test_a_sum_of_one_usuario_has_its_band(n):
    made = forecast_panel(random_panel(n, 30, baterias=n, missing=0), 3)
    np.testing.assert_array_equal(made.bateria_superior, made.superior)
    if n == 1:
        np.testing.assert_array_equal(made.total_inferior, made.inferior[:, 0])


@pytest.mark.parametrize(
    "options",
    [{"horizonte": 0}, {"horizonte": 14}, {"niveles": (0,)}, {"niveles": (80, 100)}],
    ids=["no horizon", "beyond 13", "level 0", "level 100"],
)
def test_parameters_out_of_range(panel, options):
    with pytest.raises(ParameterError):
        crear_predicciones_lgbm(panel, **options)


def test_a_frame_without_its_columns():
    with pytest.raises(PanelError, match="bateria"):
        crear_predicciones_lgbm(pd.DataFrame({"usuario": ["1"]}))
