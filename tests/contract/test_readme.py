"""The README's example does what it says."""

import doctest
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from consumo.cli.main import app

ROOT = Path(__file__).resolve().parents[2]


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", "README.es.md", "docs/guia/cada-mes.md"])
def test_the_example_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("consumo.services.forecasting.prepare_in_background", lambda *_: False)
    for line in "".join(blocks(page, "sh")).splitlines():
        name, *arguments = shlex.split(line)
        assert name == "consumo"
        if arguments[0] == "servir":  # it would not return
            continue
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, f"{line}: {done.stderr}"
    for block in blocks(page, "pycon"):
        example = doctest.DocTestParser().get_doctest(block, {}, page, page, 0)
        assert doctest.DocTestRunner(verbose=False).run(example).failed == 0


def test_the_readme_names_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in text
    assert "make test" in text
