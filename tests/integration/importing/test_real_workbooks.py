"""Real workbooks of ../shared/data: figures verified by hand; skipped where the folder is absent."""

import os
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from consumo import load_excel_data
from consumo.importing.load import LoadedData

DATA = Path(os.environ.get("CONSUMO_DATOS_REALES", Path(__file__).parents[4] / "shared" / "data"))
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the real workbooks are not in {DATA}"),
]


def workbook(start: str) -> Path:
    return next((DATA / "workbooks").glob(f"{start}*"))


@cache
def read(start: str) -> LoadedData:
    return load_excel_data(workbook(start))


# kWh, usuarios, baterias and ciclos, worked out apart with pandas (openpyxl, calamine) from the cells themselves.
EXPECTED = {
    "02a": (8_479_632_538_930.1, 108, 4, 233),  # rows of the four sheets by class and UF, MWh × 1000
    "03": (51_795_500_530_865.0, 208, 52, 164),  # Sales of the four sectors, states and PR, MWh × 1000
    "04": (397_256_210_292.88, 162, 29, 219),
    "06": (8_951, 60, 1, 1),
    "07a": (55_477_393.365547, 9, 1, 36),  # Electric - Grid only: 189,296,723.6 kBtu
    "09": (2_329_791.913883644, 8, 1, 5),
    "10": (1_235 + 4_714, 2, 1, 12),
    "11": (2_837_087, 5, 1, 11),
    "13": (9_731_717_849.7, 88, 5, 260),  # the sum of the column and 1,199.6 of six negative rows, left missing
}


@pytest.mark.parametrize("start", EXPECTED)
def test_the_kwh_of_each_workbook(start):
    kwh, *sizes = EXPECTED[start]
    panel, _, resumen = read(start)
    assert [panel.n_usuarios, panel.n_baterias, panel.n_ciclos] == sizes
    assert np.nansum(panel.kwh) == pytest.approx(kwh, rel=1e-12)
    assert resumen.filas == resumen.tomadas + resumen.rechazadas + resumen.sin_dato
    assert resumen.rechazadas == 0


SAID = {
    "02a": {"hoja.otra_magnitud", "hoja.otra_vista", "hoja.vista_con_mas_ciclos", "columna.convertida", "tabla.notas"},
    "03": {"hoja.otra_vista", "columna.convertida", "columna.otra_magnitud", "columna.total_no_cuadra"},
    "07a": {"dato.otra_magnitud", "columna.convertida", "ciclo.fin_incluido"},
    "09": {"propuesta.sin_anio"},
    "10": {"propuesta.sin_usuario", "columna.unidad_supuesta"},
    "11": {"propuesta.sin_anio", "columna.ignorada"},
    "13": {"propuesta.unidad_dudosa", "consumo.negativo", "columna.usuario_compuesto"},
}


@pytest.mark.parametrize("start", SAID)
def test_what_is_said_of_them(start):
    assert {h.codigo for h in read(start).hallazgos} >= SAID[start]


@pytest.mark.parametrize(
    ("start", "certain"),
    [
        ("03", True),
        ("04", True),
        ("06", True),
        ("07a", True),
        ("02a", False),
        ("09", False),
        ("10", False),
        ("11", False),
        ("13", False),
    ],
)
def test_what_needs_a_person_to_confirm(start, certain):
    assert any(h.codigo.startswith("propuesta.") for h in read(start).hallazgos) is not certain


def test_los_peumos_has_its_ids_its_zeros_and_its_master_bill():
    panel, hallazgos, _ = read("06")
    assert (panel.kwh == 0).sum() == 10
    assert panel.entregado.tolist() == [[9905]]
    assert panel.ciclos == ("2025-09",)
    assert {"Porton", "4", "6A"} <= set(panel.usuarios.tolist())
    assert "ciclo.fechas_supuestas" in {h.codigo for h in hallazgos}


def test_eia_says_the_one_total_that_is_not_the_sum_of_its_sectors():
    (wrong,) = (h for h in read("03").hallazgos if h.codigo == "columna.total_no_cuadra")
    assert (wrong.hoja, wrong.fila, wrong.valor, wrong.evidencia["suma"]) == ("Monthly-States", 6877, "660371", 660369)


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
