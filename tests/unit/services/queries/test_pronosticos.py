import dataclasses

import numpy as np
import pytest
from tests.builders import forecast_of, panel_of, random_panel
from tests.fakes import FakeDataset

from consumo.domain.errors import NotFoundError, ParameterError
from consumo.domain.making import Making
from consumo.domain.vocabulary import Idioma
from consumo.services.queries.consumo_con_regresion import consumo_con_regresion
from consumo.services.queries.desempeno import desempeno
from consumo.services.queries.pronosticos import list_pronosticos

FAILED = Making(fallo=("Sin disco.", "No disk."))


@pytest.fixture(scope="module")
def dataset():
    panel = random_panel(30)
    return FakeDataset(panel, forecast=forecast_of(panel))


def test_every_usuario_once_over_all_pages_and_the_rows_add_up(dataset):
    rows, cursor = [], None
    while True:
        page = list_pronosticos(dataset, limite=7, cursor=cursor)
        rows += page["filas"]
        cursor = page["siguiente"]
        if cursor is None:
            break
    assert [row["id"] for row in rows] == dataset.panel.usuarios.tolist()
    assert page["total"] == 30
    sums = [p["kwh"] for p in page["suma"]]
    np.testing.assert_allclose(np.sum([row["kwh"] for row in rows], axis=0), sums, atol=0.02)
    assert [c["ciclo"] for c in page["ciclos"]] == [p["ciclo"] for p in page["suma"]]


def test_baterias_add_up_to_the_total_and_carry_their_own_bands(dataset):
    page = list_pronosticos(dataset, detalle="baterias", horizonte=13, niveles=(95,))
    assert [row["id"] for row in page["filas"]] == ["B1", "B2", "B3"]
    np.testing.assert_allclose(
        np.sum([row["kwh"] for row in page["filas"]], axis=0), [p["kwh"] for p in page["suma"]], atol=0.02
    )
    band = page["filas"][0]["intervalos"]["95"]
    np.testing.assert_allclose(band["inferior"], dataset.forecast.bateria_inferior[1, 0], atol=0.001)
    assert (page["filas"][0]["usuarios"], page["filas"][0]["con_pronostico"]) == (10, 10)


@pytest.mark.parametrize(("idioma", "word"), [(Idioma.ES, "corta"), (Idioma.EN, "short")])
def test_a_usuario_without_forecast_has_nulls_and_a_reason(idioma, word):
    panel = panel_of([[1.0, 2.0], [np.nan, np.nan]], baterias=["A", "B"])
    body = list_pronosticos(FakeDataset(panel, forecast=forecast_of(panel)), bateria="B", idioma=idioma)
    (row,) = body["filas"]
    assert row["kwh"] == [None] * 6
    assert row["intervalos"]["80"] == {"inferior": [None] * 6, "superior": [None] * 6}
    assert word in row["motivo"]
    assert body["suma"] == []


def test_until_it_is_ready_there_is_a_reason_and_no_row(dataset):
    body = list_pronosticos(dataclasses.replace(dataset, forecast=None))
    assert (body["filas"], body["ciclos"], body["suma"]) == ([], [], [])
    assert (body["modelo"]["estado"], body["modelo"]["avance"]) == ("en_preparacion", None)
    assert desempeno(dataclasses.replace(dataset, forecast=None))["ciclos"] == []


@pytest.mark.parametrize(
    ("making", "idioma", "expected"),
    [
        pytest.param(Making(parte=0.4), Idioma.ES, ("en_preparacion", 0.4, "preparación"), id="on its way"),
        pytest.param(FAILED, Idioma.ES, ("fallido", None, "Sin disco."), id="failed"),
        pytest.param(FAILED, Idioma.EN, ("fallido", None, "No disk."), id="in English"),
    ],
)
def test_how_far_it_is_or_why_it_failed(dataset, making, idioma, expected):
    waiting = dataclasses.replace(dataset, forecast=None, making=making)
    estado, avance, words = expected
    for query in (list_pronosticos, desempeno, consumo_con_regresion):
        modelo = query(waiting, idioma=idioma)["modelo"]
        assert (modelo["estado"], modelo["avance"]) == (estado, avance)
        assert words in modelo["motivo"]


@pytest.mark.parametrize(
    ("ask", "error"),
    [({"bateria": "x"}, NotFoundError), ({"horizonte": 14}, ParameterError), ({"niveles": (50,)}, ParameterError)],
    ids=str,
)
def test_refuses_what_does_not_hold(dataset, ask, error):
    with pytest.raises(error):
        list_pronosticos(dataset, **ask)


@pytest.mark.parametrize("bateria", [None, "B2"])
def test_earlier_forecasts_beside_what_was_measured(dataset, bateria):
    body = desempeno(dataset, bateria=bateria)
    told, served = body["ciclos"]
    rows = slice(None) if bateria is None else dataset.panel.rows_of_bateria(bateria)
    assert served["kwh_real"] == pytest.approx(np.nansum(dataset.panel.kwh[rows, -1]), abs=0.01)
    assert (served["diferencia"], served["wape"], served["ingenuo_wape"]) == (0.1, 0.1, 0.2)
    assert (served["origen"], served["version_pronostico"]) == ("servido", "v-0")
    assert served["cobertura"] == {"80": 0.8, "95": 1.0}
    assert (told["origen"], told["version_pronostico"]) == ("retrospectivo", None)
    assert told["cobertura"] == {"80": None, "95": None}
    assert body["horizontes"][0]["comparaciones"] == told["comparaciones"] + served["comparaciones"]
