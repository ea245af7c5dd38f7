"""Real workbooks of ../shared/data: figures verified by hand; skipped where the folder is absent."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from consumo import load_excel_data

DATA = Path(os.environ.get("CONSUMO_DATOS_REALES", Path(__file__).parents[4] / "shared" / "data"))
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the real workbooks are not in {DATA}"),
]


def workbook(start: str) -> Path:
    return next((DATA / "workbooks").glob(f"{start}*"))


def test_los_peumos_single_ciclo():
    panel, hallazgos, _ = load_excel_data(workbook("06_los_peumos"))
    assert panel.n_usuarios == 60
    assert panel.kwh.sum() == 8951
    assert (panel.kwh == 0).sum() == 10
    assert panel.entregado.tolist() == [[9905]]
    assert panel.ciclos == ("2025-09",)
    assert {"Porton", "4", "6A"} <= set(panel.usuarios.tolist())
    assert "ciclo.fechas_supuestas" in {h.codigo for h in hallazgos}


def test_colombia_long():
    panel, _, resumen = load_excel_data(workbook("04_colombia_sui"))
    assert (panel.n_usuarios, panel.n_baterias, panel.n_ciclos) == (162, 29, 219)
    assert np.nansum(panel.kwh) == pytest.approx(397_256_210_292.88, abs=1)
    assert resumen.lecturas == resumen.filas == 33_808


@pytest.mark.parametrize("name", ["uci_electricity_weekly/tidy_28day_cycles", "taiwan_counties/tidy"])
def test_tidy_panels(tmp_path, name):
    frame = pd.read_csv(DATA / "panels" / f"{name}.csv.gz").rename(
        columns={"series_id": "usuario", "group": "bateria", "period_start": "desde", "period_end": "hasta"}
    )
    frame[["usuario", "bateria", "desde", "hasta", "kwh"]].to_csv(tmp_path / "t.csv.gz", index=False)
    panel = load_excel_data(tmp_path / "t.csv.gz").panel
    assert panel.n_usuarios == frame["usuario"].nunique()
    assert panel.n_ciclos == len(frame[["desde", "hasta"]].drop_duplicates())
    assert np.nansum(panel.kwh) == pytest.approx(frame["kwh"].sum())
