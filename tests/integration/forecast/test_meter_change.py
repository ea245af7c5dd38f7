"""A changed meter is no news to the forecast: declared, it adds up; not declared, nobody believes its reading."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.unit.importing.workbooks import write_text

from consumo import load_excel_data
from consumo.domain.panel import Panel
from consumo.forecast.panel_forecast import forecast_panel

CICLOS, USUARIOS, CHANGED = 26, 12, 22
HEADER = "usuario,bateria,medidor,ciclo,desde,hasta,lectura_anterior,lectura_actual"


def kwh() -> np.ndarray:
    rng = np.random.default_rng(4)
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(CICLOS) / 12)
    return (rng.uniform(100, 300, (USUARIOS, 1)) * season * rng.normal(1, 0.04, (USUARIOS, CICLOS))).round()


def month(k: int) -> date:
    return date(2023 + k // 12, k % 12 + 1, 1)


def readings(change: str) -> list[str]:
    """Return the rows of a file; usuario 00 changes meter in ciclo CHANGED: `no`, `dicho` (said) or `callado` (not)."""
    rows = [HEADER]
    for who, used in enumerate(kwh().astype(int)):
        at, meter = 1000, f"M{who}"
        for k, amount in enumerate(used.tolist()):
            ciclo, desde, hasta = f"{month(k):%Y-%m}", month(k), month(k + 1)
            changes = who == 0 and k == CHANGED
            if changes and change == "dicho":
                middle, last = date(desde.year, desde.month, 15), amount // 3
                rows.append(f"{who:02},A,{meter},{ciclo},{desde},{middle},{at},{at + last}")
                rows.append(f"{who:02},A,N,{ciclo},{middle},{hasta},0,{amount - last}")
                at, meter = amount - last, "N"
                continue
            after = amount // 2 if changes and change == "callado" else at + amount
            rows.append(f"{who:02},A,{meter},{ciclo},{desde},{hasta},{at},{after}")
            at = after
    return rows


@pytest.fixture(scope="module")
def panels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Panel]:
    folder: Path = tmp_path_factory.mktemp("medidores")
    return {
        change: load_excel_data(write_text(folder / f"{change}.csv", "\n".join(readings(change)), "utf-8")).panel
        for change in ("no", "dicho", "callado")
    }


def test_a_declared_change_leaves_the_forecast_as_it_is(panels):
    np.testing.assert_array_equal(panels["dicho"].kwh, panels["no"].kwh)
    with_change, without = (forecast_panel(panels[name], 6) for name in ("dicho", "no"))
    np.testing.assert_array_equal(with_change.kwh, without.kwh)
    np.testing.assert_array_equal(with_change.superior, without.superior)


def test_a_change_that_nobody_declared_costs_that_ciclo_and_no_more(panels):
    known = np.isfinite(panels["callado"].kwh)
    assert not known[0, CHANGED], "the fall of the register is no consumption"
    assert known.sum() == known.size - 1
    made, usual = (forecast_panel(panels[name], 6).kwh for name in ("callado", "no"))
    np.testing.assert_allclose(made, usual, rtol=0.06)
