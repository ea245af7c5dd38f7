"""The answer of /api/balance, of an invented bateria and of a real one."""

from pathlib import Path

import numpy as np
import pytest
from tests.builders import panel_of
from tests.fakes import FakeDataset

from consumo import load_excel_data
from consumo.services.queries.balance import balance_series

NAN = float("nan")
PEUMOS = Path(__file__).resolve().parents[5] / "shared/data/workbooks/06_los_peumos_boletas_octubre_REDACTED.xlsx"


@pytest.mark.data
@pytest.mark.skipif(not PEUMOS.exists(), reason="the real workbooks are not beside the repository")
def test_los_peumos():
    body = balance_series(FakeDataset(load_excel_data(PEUMOS).panel), bateria="General")
    (point,) = body["ciclos"]
    assert (point["entregado_kwh"], point["medido_kwh"], point["perdida_kwh"]) == (9905, 8951, 954)
    assert round(point["perdida"], 3) == 0.096
    assert body["texto"] == "Septiembre de 2025: entraron 9.905 kWh y se midieron 8.951; faltan 954 kWh (9,6\u00a0%)."


def two_baterias(second: list[float]):
    kwh = np.full((10, 2), 100.0)
    kwh[9, 1] = NAN
    return panel_of(kwh, baterias=["A"] * 5 + ["B"] * 5, entregado={"A": [520, 530], "B": second})


def test_the_whole_is_the_sum_of_those_that_have_a_totalizador():
    body = balance_series(FakeDataset(two_baterias([NAN, NAN])))
    assert [p["perdida_kwh"] for p in body["ciclos"]] == [20, 30]
    assert (body["baterias_con_totalizador"], body["ambito"]["tipo"]) == (1, "total")


def test_the_expected_use_of_who_was_not_read_is_apart():
    last = balance_series(FakeDataset(two_baterias([520, 530])), bateria="B")["ciclos"][-1]
    # 100 kWh in the 31 days of January are 93.548 in the 29 of February.
    assert (last["perdida_kwh"], last["sin_leer_kwh"], last["neta_kwh"]) == (130, 93.548, 36.452)


def test_below_the_gate_no_loss_is_stated():
    panel = panel_of([[100, 100]] * 3 + [[100, NAN]] * 2, entregado={"General": [520, 520]})
    body = balance_series(FakeDataset(panel), idioma="en")
    assert [p["motivo"] for p in body["ciclos"]] == [None, "cobertura_insuficiente"]
    assert body["ciclos"][1]["perdida_kwh"] is None
    assert body["texto"] == "February 2024: only 60% of the meters were read; no loss is stated."


def test_without_a_totalizador():
    body = balance_series(FakeDataset(panel_of([[1.0, 2.0]])), bateria="General")
    assert {p["motivo"] for p in body["ciclos"]} == {"sin_totalizador"}
    assert (body["tendencia"], body["alza"]) == (None, None)
