"""The command line, run in-process in a folder of its own."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from consumo.cli.main import app


@pytest.fixture
def consumo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Consumo":
    for name in ("CONSUMO_IDIOMA", "CONSUMO_EXCEL", "CONSUMO_DATOS", "CONSUMO_HOST", "CONSUMO_PORT", "CONSUMO_TRAZA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    started: list[str] = []
    monkeypatch.setattr(
        "consumo.services.forecasting.prepare_in_background", lambda _settings, version: started.append(version)
    )
    return Consumo(started)


class Consumo:
    """Runs the command line in-process.

    Attributes:
        started: versions whose forecast was set going.
    """

    def __init__(self, started: list[str]) -> None:
        self.started = started

    def __call__(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def libro(consumo: Consumo, tmp_path: Path) -> Path:
    path = tmp_path / "libro.xlsx"
    assert consumo("ejemplo", path, "--usuarios", 8, "--ciclos", 4, "--baterias", 2).exit_code == 0
    return path
