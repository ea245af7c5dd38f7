"""`consumo pronosticar`: from a version or a workbook to a file, the same in every format and on every engine."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from deltalake import DeltaTable, QueryBuilder, convert_to_deltalake
from tests.builders import random_panel
from tests.integration.cli.conftest import Consumo

from consumo.services.peers import PEERS, is_installed

COLUMNS = ["usuario", "ciclo", "desde", "hasta", "dias", "kwh", "inf_80", "sup_80", "inf_95", "sup_95"]


def read_back(path: Path) -> pd.DataFrame:
    match path.suffix:
        case ".csv":
            return pd.read_csv(path, dtype={"usuario": str}, parse_dates=["desde", "hasta"])
        case ".xlsx":
            return pd.read_excel(path, dtype={"usuario": str}, engine="openpyxl")
    folder = path.parent / "como_tabla"
    folder.mkdir()
    shutil.copy(path, folder)
    convert_to_deltalake(folder)  # the only reader of Parquet that is installed reads tables
    table = QueryBuilder().register("t", DeltaTable(folder)).execute("SELECT * FROM t").read_all()
    return pd.DataFrame({name: table[name].to_pylist() for name in COLUMNS})


@pytest.fixture
def long_history(consumo: Consumo, tmp_path: Path) -> Path:
    path = tmp_path / "largo.xlsx"
    assert consumo("ejemplo", path, "--usuarios", 8, "--ciclos", 14, "--baterias", 2).exit_code == 0
    return path


def test_every_format_holds_the_same(consumo: Consumo, long_history: Path, tmp_path: Path) -> None:
    assert consumo("importar", long_history).exit_code == 0
    tables = {}
    for suffix in ("csv", "xlsx", "parquet"):
        done = consumo("pronosticar", "--horizonte", 12, "--salida", tmp_path / f"p.{suffix}")
        assert done.exit_code == 0, done.stderr
        tables[suffix] = read_back(tmp_path / f"p.{suffix}")
        assert f"{len(tables[suffix])} filas" in done.stdout
    assert not list(tmp_path.glob(".p.*")), "what is written aside is removed"
    assert tables["csv"].columns.tolist() == COLUMNS
    assert len(tables["csv"]) % 12 == 0
    for other in ("xlsx", "parquet"):
        assert tables[other]["usuario"].tolist() == tables["csv"]["usuario"].tolist()
        for name in ("desde", "hasta"):
            assert (tables[other][name].astype("datetime64[s]") == tables["csv"][name].astype("datetime64[s]")).all()
        for name in COLUMNS[4:]:
            np.testing.assert_allclose(tables[other][name], tables["csv"][name], atol=0.001, err_msg=name)


def test_a_workbook_is_forecast_without_publishing_it(
    consumo: Consumo,
    long_history: Path,
    tmp_path: Path,
) -> None:
    done = consumo("pronosticar", long_history, "--salida", "libro.csv")
    assert done.exit_code == 0, done.stderr
    assert consumo("versiones").exit_code == 1, "nothing is published"
    consumo("importar", long_history)
    consumo("pronosticar", "--salida", "publicado.csv")
    assert (tmp_path / "libro.csv").read_bytes() == (tmp_path / "publicado.csv").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["libro.xlsx"], "salida"),
        (["libro.xlsx", "--salida", "p.doc"], ".parquet"),
        (["--horizonte", "14"], "horizonte"),
        (["--motor", "spark://x:1"], "motor"),
        (["nada.xlsx", "--salida", "p.csv"], "nada.xlsx"),
    ],
    ids=["no file asked for", "another ending", "beyond a year", "another engine", "no such workbook"],
)
def test_what_does_not_hold(consumo: Consumo, libro: Path, arguments: list[str], said: str) -> None:
    consumo("importar", libro)
    done = consumo("pronosticar", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_nobody_has_a_forecast(consumo: Consumo, libro: Path, tmp_path: Path) -> None:
    consumo("importar", libro)  # four ciclos
    done = consumo("pronosticar", "--salida", "p.parquet")
    assert (done.exit_code, "Ningún usuario" in done.stderr) == (2, True)
    said = consumo("pronosticar", "--salida", "p.csv")
    assert (said.exit_code, "modelo.datos_insuficientes: Hay 4 ciclos" in said.stdout) == (0, True)
    assert (tmp_path / "p.csv").read_text().splitlines() == [",".join(COLUMNS)]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_an_evaluation_is_saved(consumo: Consumo, tmp_path: Path, suffix: str) -> None:
    tidy = random_panel(6, 20).to_frame()[["usuario", "bateria", "desde", "hasta", "kwh"]]
    tidy.to_csv(tmp_path / "t.csv", index=False)
    done = consumo("evaluar", tmp_path / "t.csv", "--retener", 3, "--muestra", 2, "--salida", f"e.{suffix}")
    assert done.exit_code == 0, done.stderr
    assert "6 usuarios" in done.stdout
    for peer in PEERS:
        assert is_installed(peer) or f"{peer}: no está instalado (pip install" in done.stderr
    read = {"csv": pd.read_csv, "xlsx": lambda f: pd.read_excel(f, engine="openpyxl"), "json": pd.read_json}[suffix]
    table = read(tmp_path / f"e.{suffix}")
    assert table["metodo"].tolist()[0] == "ingenuo_estacional"
    assert table["servido"].sum() >= 1
    assert set(table["retenidos"]) == {3}
    assert consumo("evaluar", tmp_path / "t.csv", "--salida", "e.doc").exit_code == 2
