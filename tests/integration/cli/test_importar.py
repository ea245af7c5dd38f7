"""`consumo importar`: the report as table and JSON, the workbook back, a proposal confirmed by file or by answer."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from tests.unit.importing.workbooks import write_xlsx

from consumo.domain.hallazgo import Hallazgo
from consumo.services import publish

ROWS = [
    ["usuario", "bateria", "ciclo", "consumo_kwh", "otra"],
    ["P1", "A", "2025-01", 10, 100],
    ["P2", "A", "2025-01", "no sé", 200],
    ["P3", "A", "2025-01", 30, 300],
]
DOUBT = Hallazgo(codigo="dato.fecha_ambigua", hoja="H", columna="C")


@pytest.fixture
def libro(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "libro.xlsx", {"H": ROWS})


@pytest.fixture
def doubtful(monkeypatch) -> None:
    """Every reading is in doubt."""
    read = publish.read_isolated

    def in_doubt(*args, **options):
        done = read(*args, **options)
        return replace(done, propuestas=tuple(replace(p, dudas=(DOUBT,)) for p in done.propuestas))

    monkeypatch.setattr(publish, "read_isolated", in_doubt)


def folder_of(path: Path) -> dict[str, str]:
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(path.rglob("*")) if p.is_file()}


def test_json_is_the_whole_report_and_nothing_else(consumo, libro):
    done = consumo("importar", libro, "--json")
    assert done.exit_code == 0, done.stderr
    body = json.loads(done.stdout)
    assert (body["estado"], body["error"], body["anotado"]) == ("publicada", None, None)
    assert body["resumen"]["filas"] == sum(body["resumen"][k] for k in ("tomadas", "rechazadas", "sin_dato"))
    assert body["ciclos"] == [{"ciclo": "2025-01", "lecturas": 3, "kwh": 40.0}]
    (bad,) = [h for h in body["hallazgos"] if h["codigo"] == "dato.no_numerico"]
    assert (bad["hoja"], bad["fila"], bad["columna"], bad["valor"]) == ("H", 3, "D", "no sé")
    assert json.loads(consumo("importar", libro, "--json").stdout)["estado"] == "sin_cambios"
    assert json.loads(consumo("importar", libro, "--json", "--simular").stdout)["estado"] == "simulada"


def test_json_of_what_cannot_be_read(consumo, tmp_path):
    done = consumo("importar", tmp_path / "no-hay.xlsx", "--json")
    assert done.exit_code == 2
    body = json.loads(done.stdout)
    assert (body["estado"], body["error"]["errores"][0]["codigo"]) == ("fallida", "archivo.no_existe")


def test_a_dry_run_shows_the_proposal_and_writes_nothing(consumo, libro, tmp_path):
    consumo("importar", libro)
    write_xlsx(libro, {"H": [*ROWS, ["P4", "A", "2025-02", 5, 1]]})
    before = folder_of(tmp_path)
    done = consumo("importar", libro, "--simular")
    assert done.exit_code == 0, done.stderr
    assert "consumo_kwh" in done.stdout
    assert "2025-02         1  5,0" in done.stdout
    assert "nuevas 1" in done.stdout
    assert folder_of(tmp_path) == before


def test_a_dry_run_in_an_empty_folder_does_not_even_make_it(consumo, libro, tmp_path):
    before = folder_of(tmp_path)
    assert consumo("importar", libro, "--simular", "--datos", tmp_path / "nueva").exit_code == 0
    assert folder_of(tmp_path) == before
    assert not (tmp_path / "nueva").exists()


def test_the_workbook_comes_back_marked(consumo, libro, tmp_path):
    done = consumo("importar", libro, "--anotar", tmp_path / "marcado.xlsx")
    assert done.exit_code == 0, done.stderr
    assert "marcado.xlsx" in done.stdout
    assert openpyxl.load_workbook(tmp_path / "marcado.xlsx")["H"]["D3"].comment is not None


@pytest.mark.parametrize("target", ["libro.xlsx", "salida.xls"])
def test_the_workbook_itself_is_never_written_over(consumo, libro, tmp_path, target):
    before = libro.read_bytes()
    assert consumo("importar", libro, "--anotar", tmp_path / target).exit_code == 2
    assert libro.read_bytes() == before


def test_what_is_refused_comes_back_marked_too(consumo, tmp_path):
    book = write_xlsx(tmp_path / "raro.xlsx", {"H": [["hola"], ["mundo"]]})
    assert consumo("importar", book, "--anotar", tmp_path / "marcado.xlsx").exit_code == 2
    assert openpyxl.load_workbook(tmp_path / "marcado.xlsx").sheetnames == ["H", "Observaciones"]


def test_a_doubtful_reading_is_shown_and_not_published(consumo, libro, doubtful):
    done = consumo("importar", libro)
    assert done.exit_code == 2
    assert "consumo_kwh" in done.stdout
    assert "--mapeo" in done.stderr
    assert consumo("versiones").exit_code == 1
    assert json.loads(consumo("importar", libro, "--json").stdout)["estado"] == "por_confirmar"


def answers(monkeypatch, *given: str) -> None:
    said = iter(given)
    monkeypatch.setattr("consumo.cli.confirm.typer.prompt", lambda *_, **__: next(said))
    monkeypatch.setattr("consumo.cli.terminal.Terminal.interactive", True)


def test_confirmed_by_answer_and_remembered(consumo, libro, doubtful, monkeypatch):
    answers(monkeypatch, "x", "s")
    done = consumo("importar", libro)
    assert done.exit_code == 0, done.stderr
    assert "Publicada la versión" in done.stdout
    monkeypatch.setattr("consumo.cli.terminal.Terminal.interactive", False)
    other = write_xlsx(libro.with_name("febrero.xlsx"), {"Otra hoja": [ROWS[0], ["P1", "A", "2025-02", 11, 1]]})
    again = consumo("importar", other)
    assert again.exit_code == 0, "files of the same shape are not asked about again"


def test_corrected_by_answer(consumo, libro, doubtful, monkeypatch):
    given = ["c", "z", "consumo_kwh", "c", "D", "nada", "c", "E", "consumo_kwh", "c", "D", "ignorar", "s"]
    answers(monkeypatch, *given)
    done = consumo("importar", libro, "--hallazgos", 0)
    assert done.exit_code == 0, done.stderr
    assert "600" in done.stdout


@pytest.mark.parametrize("answer", ["n", "g"])
def test_given_up_or_kept_to_edit(consumo, libro, doubtful, monkeypatch, tmp_path, answer):
    answers(monkeypatch, answer, "m.toml")
    assert consumo("importar", libro).exit_code == 2
    assert consumo("versiones").exit_code == 1
    assert (tmp_path / "m.toml").exists() == (answer == "g")


def test_corrected_by_file(consumo, libro, doubtful, monkeypatch, tmp_path):
    answers(monkeypatch, "g", "m.toml")
    consumo("importar", libro)
    monkeypatch.setattr("consumo.cli.terminal.Terminal.interactive", False)
    text = (tmp_path / "m.toml").read_text(encoding="utf-8")
    assert "# el encabezado" in text
    done = consumo("importar", libro, "--mapeo", tmp_path / "m.toml")
    assert done.exit_code == 0, done.stderr
    assert "Publicada" in done.stdout


def test_a_mapping_that_does_not_hold(consumo, libro, tmp_path):
    (tmp_path / "m.toml").write_text("[[tablas]]\norden_fecha = 'al revés'\n", encoding="utf-8")
    done = consumo("importar", libro, "--mapeo", tmp_path / "m.toml")
    assert (done.exit_code, "orden_fecha" in done.stderr) == (2, True)


def test_how_numbers_are_read_is_confirmed_too(consumo, tmp_path, monkeypatch):
    """`1.234` is a thousand or one: nobody but the person can say."""
    for month, name in ((1, "enero.csv"), (2, "febrero.csv")):
        rows = "".join(f"P{k};2025-{month:02d};{k}.{k}23\n" for k in range(1, 6))
        (tmp_path / name).write_text("usuario;ciclo;kwh\n" + rows, encoding="utf-8")
    asked = consumo("importar", tmp_path / "enero.csv")
    assert (asked.exit_code, "separador de miles" in asked.stderr) == (2, True)
    answers(monkeypatch, "c", "decimal", "x", "c", "decimal", ".", "s")
    done = consumo("importar", tmp_path / "enero.csv")
    assert done.exit_code == 0, done.stderr
    monkeypatch.setattr("consumo.cli.terminal.Terminal.interactive", False)
    again = json.loads(consumo("importar", tmp_path / "febrero.csv", "--json").stdout)
    assert again["ciclos"] == [{"ciclo": "2025-02", "lecturas": 5, "kwh": pytest.approx(16.615)}]
