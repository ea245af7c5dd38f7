"""Held-out scores: every method on the same cells, chosen without having seen them."""

import numpy as np
import pandas as pd
import pytest
from tests.builders import panel_of, random_panel

from consumo.domain.errors import InputError, ParameterError
from consumo.forecast.blend import BLEND
from consumo.forecast.model import NAIVE
from consumo.services.evaluate import evaluate_file, evaluate_panel


def seasonal(n: int = 12, ciclos: int = 36) -> np.ndarray:
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(ciclos) / 12)
    return (100 + 10 * np.arange(n))[:, None] * season


def test_a_season_that_repeats_exactly_is_forecast_exactly():
    # 30-day ciclos, so that kWh/d repeats too; 12 of them make the year.
    found = evaluate_panel(panel_of(seasonal(), dias=30), retener=6)
    assert (found.usuarios, found.ciclos, found.retenidos, found.periodo) == (12, 30, 6, 12)
    assert found.score(NAIVE).wape == pytest.approx(0, abs=1e-6)
    assert found.servido.wape == pytest.approx(0, abs=1e-6)


def test_noise_around_a_level_is_forecast_better_by_the_blend():
    rng = np.random.default_rng(1)
    found = evaluate_panel(panel_of(200 * rng.lognormal(0, 0.2, (60, 36))), retener=6)
    assert found.score(BLEND).wape < found.score(NAIVE).wape
    assert found.servido.metodo == BLEND
    assert 0.6 < found.servido.cobertura[80] < 0.95 <= found.servido.cobertura[95] + 0.08


def test_open_and_inactive_do_not_count():
    kwh = seasonal()
    kwh[0, 20:] = np.nan
    panel = panel_of(kwh, abierto=np.arange(36) == 35)
    found = evaluate_panel(panel, retener=4)
    assert (found.usuarios, found.ciclos) == (11, 31)


@pytest.mark.parametrize("retener", [0, 14, 15], ids=["none", "beyond a year", "all but five"])
def test_what_cannot_be_held_out(retener):
    with pytest.raises(ParameterError):
        evaluate_panel(random_panel(5, 20), retener=retener)


@pytest.fixture
def tidy(tmp_path):
    """A benchmark file of three series over 30 months: one with a gap, one flagged in a single row."""
    frame = panel_of(seasonal(3, 30), usuarios=["a", "b", "c"]).to_frame()[["usuario", "desde", "hasta", "kwh"]]
    frame["combined"] = np.where((frame["usuario"] == "b") & (frame["desde"] == frame["desde"].max()), "Y", "N")
    frame.loc[5, "kwh"] = np.nan
    frame["group"] = "g"
    names = {"usuario": "series_id", "desde": "period_start", "hasta": "period_end"}
    path = tmp_path / "tidy.csv.gz"
    frame.rename(columns=names).to_csv(path, index=False)
    return path


@pytest.mark.parametrize(
    ("options", "usuarios"),
    [({}, 3), ({"completas": True}, 2), ({"donde": "combined=N"}, 2), ({"completas": True, "donde": "combined=N"}, 1)],
    ids=["all", "complete", "where", "both"],
)
def test_a_benchmark_file(tidy, options, usuarios):
    found = evaluate_file(tidy, **options)
    assert found.usuarios == usuarios
    assert list(found.table().columns[:3]) == ["metodo", "wape", "mase"]
    assert f"{usuarios} usuarios" in str(found)


def test_a_condition_on_a_column_that_is_not_there(tidy):
    with pytest.raises(ParameterError, match="combined"):
        evaluate_file(tidy, donde="combinado=N")


@pytest.mark.parametrize("content", [None, b"", b"\x1f\x8b broken"], ids=["absent", "empty", "broken"])
def test_files_that_cannot_be_read(tmp_path, content):
    path = tmp_path / "x.csv.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError):
        evaluate_file(path)


def test_columns_that_are_missing(tmp_path):
    path = tmp_path / "x.csv"
    pd.DataFrame({"usuario": ["1"], "kwh": [1.0]}).to_csv(path, index=False)
    with pytest.raises(InputError, match="desde"):
        evaluate_file(path)
