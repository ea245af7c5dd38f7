import dataclasses

import numpy as np
import pytest
from tests.builders import forecast_of, panel_of, random_panel
from tests.fakes import FakeDataset

from consumo.domain.errors import InputError, NotFoundError, ParameterError
from consumo.domain.forecast_result import Motivo
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import Idioma
from consumo.services.queries.consumo_con_regresion import consumo_con_regresion


@pytest.fixture(scope="module")
def dataset():
    panel = random_panel(30)
    return FakeDataset(panel, forecast=forecast_of(panel))


def column(points, key="kwh"):
    return np.array([np.nan if p[key] is None else p[key] for p in points], dtype=float)


@pytest.mark.parametrize(
    ("ask", "ambito"),
    [
        ({"usuario": "000003"}, {"tipo": "usuario", "id": "000003", "nombre": "José Núñez 3"}),
        ({"bateria": "B2"}, {"tipo": "bateria", "id": "B2", "nombre": "B2"}),
        ({}, {"tipo": "total", "id": None, "nombre": "Total"}),
    ],
    ids=["usuario", "bateria", "total"],
)
def test_says_whose_it_is(dataset, ask, ambito):
    assert consumo_con_regresion(dataset, **ask)["ambito"] == ambito


@pytest.mark.parametrize("part", ["historico", "predicciones"])
def test_baterias_and_total_are_the_sums_of_their_usuarios(dataset, part):
    panel = dataset.panel
    for k, bateria in enumerate(panel.baterias.tolist()):
        of_users = [
            column(consumo_con_regresion(dataset, usuario=u)[part])
            for u in panel.usuarios[panel.bateria_of == k].tolist()
        ]
        of_bateria = column(consumo_con_regresion(dataset, bateria=bateria)[part])
        np.testing.assert_allclose(np.nansum(of_users, axis=0), of_bateria, atol=0.5)
    of_baterias = [column(consumo_con_regresion(dataset, bateria=b)[part]) for b in panel.baterias.tolist()]
    np.testing.assert_allclose(np.sum(of_baterias, axis=0), column(consumo_con_regresion(dataset)[part]), atol=0.5)


@pytest.mark.parametrize("part", ["valores", "proyeccion"])
@pytest.mark.parametrize("grado", ["auto", 0, 2])
def test_trends_of_baterias_and_total_are_the_sums_of_those_of_their_usuarios(dataset, part, grado):
    def trend(**ask):
        return column(consumo_con_regresion(dataset, grado=grado, horizonte=13, **ask)["tendencia"][part])

    panel = dataset.panel
    for k, bateria in enumerate(panel.baterias.tolist()):
        of_users = [trend(usuario=u) for u in panel.usuarios[panel.bateria_of == k].tolist()]
        np.testing.assert_allclose(np.nansum(of_users, axis=0), trend(bateria=bateria), atol=0.5)
    np.testing.assert_allclose(np.sum([trend(bateria=b) for b in panel.baterias.tolist()], axis=0), trend(), atol=0.5)


def test_the_trend_of_a_straight_line_is_that_line():
    days = np.array([31, 29, 31, 30, 31, 30])
    panel = panel_of([(2.0 + np.arange(6)) * days, np.full(6, np.nan)])
    trend = consumo_con_regresion(FakeDataset(panel), usuario="U1", grado=1, horizonte=2)["tendencia"]
    assert (trend["grado"], trend["r2"]) == (1, 1.0)
    np.testing.assert_allclose(column(trend["valores"]), panel.kwh[0], atol=1e-3)
    assert [p["ciclo"] for p in trend["proyeccion"]] == ["2024-07", "2024-08"]
    assert trend["coeficientes"] == [4.5, 2.5]
    nothing = consumo_con_regresion(FakeDataset(panel), usuario="U2")["tendencia"]
    assert (nothing["grado"], nothing["coeficientes"], nothing["r2"]) == (None, [], None)
    assert {v["kwh"] for v in nothing["valores"]} == {None}


def test_the_history_of_a_usuario_has_its_own_days_and_quality():
    panel = panel_of([[30.0, np.nan]], dias=[[30, 29]], calidad=[[17, 17]])
    first, second = consumo_con_regresion(FakeDataset(panel), usuario="U1")["historico"]
    assert first == {
        "ciclo": "2024-01",
        "desde": "2024-01-02",
        "hasta": "2024-02-01",
        "dias": 30,
        "kwh": 30.0,
        "kwh_dia": 1.0,
        "calidad": 17,
        "hallazgos": 0,
    }
    assert (second["kwh"], second["kwh_dia"], second["calidad"]) == (None, None, None)


@pytest.mark.parametrize("horizonte", [1, 6, 13])
def test_predicts_as_far_as_asked_with_bands(dataset, horizonte):
    points = consumo_con_regresion(dataset, usuario="000003", horizonte=horizonte)["predicciones"]
    assert len(points) == horizonte
    assert points[0]["desde"] == str(dataset.panel.hasta[-1])
    for p in points:
        (low80, high80), (low95, high95) = p["intervalos"]["80"], p["intervalos"]["95"]
        assert low95 <= low80 <= p["kwh"] <= high80 <= high95


def test_gives_only_the_levels_asked(dataset):
    points = consumo_con_regresion(dataset, usuario="000003", niveles=(95,))["predicciones"]
    assert list(points[0]["intervalos"]) == ["95"]


def test_until_the_forecast_is_ready_there_is_history_and_a_reason(dataset):
    body = consumo_con_regresion(dataclasses.replace(dataset, forecast=None), usuario="000003")
    assert body["predicciones"] == []
    assert body["modelo"]["estado"] == "en_preparacion"
    assert "preparación" in body["modelo"]["motivo"]
    assert len(body["historico"]) == 36


@pytest.mark.parametrize(
    ("motivo", "idioma", "words"),
    [
        (Motivo.HISTORIA_CORTA, Idioma.ES, "demasiado corta"),
        (Motivo.HISTORIA_CORTA, Idioma.EN, "too short"),
        (Motivo.INACTIVO, Idioma.ES, "inactivo"),
    ],
    ids=["short es", "short en", "inactive"],
)
def test_a_usuario_without_forecast_says_why(dataset, motivo, idioma, words):
    forecast = dataset.forecast
    motivos, kwh = forecast.motivos.copy(), forecast.kwh.copy()
    motivos[2], kwh[2] = motivo, np.nan
    changed = dataclasses.replace(dataset, forecast=dataclasses.replace(forecast, motivos=motivos, kwh=kwh))
    body = consumo_con_regresion(changed, usuario="000003", idioma=idioma)
    assert body["predicciones"] == []
    assert words in body["modelo"]["motivo"]
    total = consumo_con_regresion(changed)
    assert total["predicciones"]
    assert "1 de 30" in total["modelo"]["motivo"]


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        ({"usuario": "000001", "bateria": "B1"}, InputError),
        ({"usuario": "nadie"}, NotFoundError),
        ({"bateria": "nadie"}, NotFoundError),
        ({"horizonte": 0}, ParameterError),
        ({"horizonte": 14}, ParameterError),
        ({"niveles": (70,)}, ParameterError),
    ],
    ids=str,
)
def test_refuses_what_does_not_hold(dataset, ask, error):
    with pytest.raises(error):
        consumo_con_regresion(dataset, **ask)


@pytest.mark.parametrize("ask", [{"usuario": "U1"}, {}], ids=["usuario", "total"])
def test_the_trend_projects_a_ciclo_under_way_whole(ask):
    edges = np.array(
        ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01", "2025-05-11"], "datetime64[D]"
    )
    days = np.diff(edges).astype(float)
    panel = Panel.from_matrix(usuarios=["U1"], desde=edges[:-1], hasta=edges[1:], kwh=[10 * days])
    trend = consumo_con_regresion(FakeDataset(panel), grado=0, horizonte=2, **ask)["tendencia"]
    np.testing.assert_allclose(column(trend["valores"]), [310, 280, 310, 300, np.nan])
    assert trend["proyeccion"] == [{"ciclo": "2025-05", "kwh": 310.0}, {"ciclo": "2025-06", "kwh": 300.0}]
