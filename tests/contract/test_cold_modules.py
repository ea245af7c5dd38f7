"""What a fresh process imports: a library that a command does not use costs every call of it a tenth of a second."""

import subprocess
import sys

import pytest
from tests.hostile import GOOD, rows_xml, write_package

SERVERS = {"flask", "flask_openapi", "granian", "gunicorn"}
LEARNERS = {"lightgbm", "sklearn", "scipy", "mlforecast", "dask"}
FILES = {"pyarrow", "openpyxl", "xlsxwriter"}
TABLES = {"numpy", "pandas", "deltalake", "python_calamine"}
SETTINGS = {"pydantic", "pydantic_settings"}
TERMINAL = {"typer", "rich"}
OURS = {"consumo.api", "consumo.storage", "consumo.critica", "consumo.forecast", "consumo.services"}

_RUN = "import sys, atexit; atexit.register(lambda: print(*sys.modules)); "


def modules(code: str, *arguments: str) -> set[str]:
    """Return the modules that a fresh process has at its end."""
    command = [sys.executable, "-c", _RUN + code, *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("code", "unused"),
    [
        pytest.param(
            "import consumo.cli.main", SERVERS | LEARNERS | FILES | TABLES | SETTINGS, id="the command before its work"
        ),
        pytest.param(
            "import consumo.importing.isolated_read, consumo.importing.isolated_child",
            SERVERS | LEARNERS | FILES | SETTINGS | TERMINAL | OURS,
            id="the process that reads",
        ),
    ],
)
def test_importing_what_works_imports_nothing_else(code, unused):
    assert not modules(code) & unused


def test_an_import_runs_without_what_it_does_not_use(tmp_path):
    path = write_package(tmp_path / "a.xlsx", rows_xml(GOOD))
    code = "from consumo.cli.main import main; main()"
    loaded = modules(code, "importar", str(path), "--simular", "--datos", str(tmp_path / "datos"))
    assert {"consumo.services.publish", "pandas"} <= loaded, "the import did not run"
    assert not loaded & (SERVERS | LEARNERS | FILES)
