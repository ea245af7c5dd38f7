"""The generated pages say what the program says; every command and every finding code is documented."""

import ast
import re
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

import consumo
from consumo.cli.main import app
from consumo.domain.catalogo import all_codes, entry_of

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(consumo.__file__).parent
COMMANDS = [[str(command.name)] for command in app.registered_commands] + [
    [str(group.name), str(command.name)]
    for group in app.registered_groups
    for command in group.typer_instance.registered_commands
]


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = spec_from_file_location("generate_docs", ROOT / "tools" / "generate_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["cli.md", "hallazgos.md", "reglas.md"])
def test_generated_pages_are_fresh(generator: ModuleType, page: str) -> None:
    written = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    assert written == generator.pages()[page], "stale: run `make docs`"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_and_option_has_help(command: list[str]) -> None:
    shown = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    # An option without help ends its line with its metavar or its default.
    bare = [line for line in shown.stdout.splitlines() if re.fullmatch(r"  (-\w, )?--[\w-]+( <[^>]+>)?\s*", line)]
    assert bare == []


def codes_in_source() -> Iterator[tuple[str, str]]:
    """Yield (code, place) of every text in the source that has the form of a finding code of a known family."""
    families = "|".join(sorted({code.partition(".")[0] for code in all_codes()}))
    pattern = re.compile(rf"({families})\.[a-z_]+")
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "codigo" and isinstance(node.value, ast.Constant):
                yield str(node.value.value), f"{path.name}:{node.value.lineno}"
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and pattern.fullmatch(node.value):
                if (SOURCE / node.value.partition(".")[2]).exists():
                    continue  # `consumo.api` is a package, though `consumo` is a family of codes too
                yield node.value, f"{path.name}:{node.lineno}"


def test_every_code_used_is_in_the_catalogue() -> None:
    known = set(all_codes())
    assert [(code, place) for code, place in codes_in_source() if code not in known] == []


def test_every_code_of_the_catalogue_is_used() -> None:
    used = {code for code, _ in codes_in_source()}
    assert sorted(set(all_codes()) - used) == []


@pytest.mark.parametrize("code", all_codes())
def test_every_code_is_said_in_both_languages(code: str) -> None:
    entry = entry_of(code)
    for sentence in (entry.mensaje, entry.esperado, entry.sugerencia):
        assert sentence.es.strip()
        assert sentence.en.strip()


@pytest.mark.parametrize(
    "name", ["README.md", "README.es.md", "ARCHITECTURE.md", "deploy/README.md", "docs/guia/cada-mes.md"]
)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert [link for link in missing if not link.startswith("docs/images/")] == []
