"""A forecast as a file has a row per usuario and ciclo, and no cell of it is a formula."""

import io

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from tests.builders import forecast_of, panel_of, random_panel
from tests.fakes import FakeDataset

from consumo.domain.errors import NotReadyError
from consumo.domain.making import Making
from consumo.services import forecast_file
from consumo.services.forecast_file import forecast_csv, forecast_xlsx


def dataset_of(panel):
    return FakeDataset(panel, forecast=forecast_of(panel))


def test_csv_in_blocks_is_the_same_as_in_one(monkeypatch):
    dataset = dataset_of(random_panel(9))
    whole = b"".join(forecast_csv(dataset, horizonte=2))
    monkeypatch.setattr(forecast_file, "_BLOCK", 4)
    assert b"".join(forecast_csv(dataset, horizonte=2)) == whole
    frame = pd.read_csv(io.BytesIO(whole), dtype={"usuario": str})
    assert frame.columns.tolist() == [
        "usuario", "ciclo", "desde", "hasta", "dias", "kwh", "inf_80", "sup_80", "inf_95", "sup_95",
    ]  # fmt: skip
    assert frame.usuario.tolist() == np.repeat(dataset.panel.usuarios, 2).tolist()
    np.testing.assert_allclose(frame.kwh, dataset.forecast.kwh[:, :2].ravel(), atol=0.001)


def test_only_those_of_a_bateria():
    dataset = dataset_of(random_panel(9))
    frame = pd.read_csv(io.BytesIO(b"".join(forecast_csv(dataset, bateria="B2", horizonte=1))), dtype={"usuario": str})
    assert frame.usuario.tolist() == ["000002", "000005", "000008"]


def test_a_workbook_holds_texts_and_dates():
    panel = panel_of([[1.0, 2.0], [3.0, 4.0]], usuarios=["=1+1", "@x"])
    sheet = load_workbook(io.BytesIO(forecast_xlsx(dataset_of(panel), horizonte=1))).active
    rows = list(sheet.iter_rows(min_row=2))
    assert [(row[0].value, row[0].data_type) for row in rows] == [("=1+1", "s"), ("@x", "s")]
    assert rows[0][2].value.date().isoformat() == "2024-03-01"
    assert rows[1][5].value == 4.0


def test_until_it_is_ready():
    with pytest.raises(NotReadyError):
        forecast_csv(FakeDataset(random_panel(3)))
    with pytest.raises(NotReadyError, match="Sin disco"):
        forecast_csv(FakeDataset(random_panel(3), making=Making(fallo=("Sin disco.", "No disk."))))
