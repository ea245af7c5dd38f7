"""The commands: what they print, where, and with which exit code. Never a traceback."""

from pathlib import Path

import pytest
from tests.integration.cli.conftest import Consumo

from consumo import __version__


def test_a_workbook_is_written_imported_listed_and_restored(consumo: Consumo, libro: Path) -> None:
    done = consumo("importar", libro)
    assert done.exit_code == 0, done.stderr
    assert "Publicada la versión" in done.stdout
    assert "usuarios 8" in done.stdout
    (version,) = consumo.started
    listed = consumo("versiones")
    assert f"*  {version}" in listed.stdout
    restored = consumo("restaurar", version)
    assert restored.exit_code == 0, restored.stderr
    assert version in restored.stdout


def test_importing_again_says_that_nothing_changed(consumo: Consumo, libro: Path) -> None:
    consumo("importar", libro)
    assert "Sin cambios" in consumo("importar", libro).stdout
    assert len(consumo.started) == 1


def test_a_dry_run_publishes_nothing(consumo: Consumo, libro: Path) -> None:
    done = consumo("importar", libro, "--simular")
    assert done.exit_code == 0, done.stderr
    assert "no se publicó nada" in done.stdout
    assert consumo("versiones").exit_code == 1
    assert consumo.started == []


def test_balance_and_variation_are_shown(consumo: Consumo, libro: Path) -> None:
    consumo("importar", libro)
    balance = consumo("balance")
    assert balance.exit_code == 0, balance.stderr
    assert "entregado_kwh" in balance.stdout
    assert "entraron" in balance.stdout.splitlines()[-1]
    assert "against" in consumo("--idioma", "en", "variacion").stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["r.pdf"], ".xlsx"),
        (["r.xlsx", "--solo", "algunos"], "pendientes"),
        (["r.xlsx", "--fecha", "ayer"], "AAAA-MM-DD"),
    ],
)
def test_the_route_sheet_is_written(
    consumo: Consumo, libro: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    consumo("importar", libro)
    wrong = consumo("hoja-de-ruta", *arguments)
    assert (wrong.exit_code, said in wrong.stderr) == (2, True)
    done = consumo("hoja-de-ruta", "r.xlsx", "--fecha", "2026-01-02")
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "r.xlsx").read_bytes()[:2] == b"PK"


def test_a_finding_is_decided_on_listed_and_undone(consumo: Consumo, tmp_path: Path) -> None:
    months = [(f"2025-{m:02d}-01", f"2025-{m + 1:02d}-01", 100 + m) for m in range(1, 9)]
    rows = [f"{u},A,{desde},{hasta},{kwh}" for u in (1, 2) for desde, hasta, kwh in months]
    rows += ["1,A,2025-09-01,2025-10-01,104", "2,A,2025-09-01,2025-10-01,900"]
    (tmp_path / "l.csv").write_text("\n".join(["usuario,bateria,desde,hasta,kwh", *rows]))
    consumo("importar", "l.csv")
    listed = consumo("critica", "lista")
    assert listed.exit_code == 0, listed.stderr
    (line,) = [line for line in listed.stdout.splitlines() if "consumo.alto" in line]
    about = line.split()[0]
    done = consumo("critica", "decidir", about, "estimar", "--motivo", "m", "--quien", "Ana")
    assert done.exit_code == 0, done.stderr
    assert "Decisión 1 (estimar): 900 → " in done.stdout
    assert consumo.started[-1] in done.stdout
    assert "abierto 0" in consumo("critica", "lista").stdout
    again = consumo("critica", "decidir", about, "aceptar", "--motivo", "m")
    assert (again.exit_code, "Ana ya decidió" in again.stderr) == (2, True)
    assert "Ana" in consumo("critica", "decisiones", "--estado", "vigente").stdout
    assert "abierta" in consumo("estimaciones").stdout
    undone = consumo("--idioma", "en", "critica", "deshacer", "1", "--motivo", "m")
    assert "Decision 2 (deshacer)" in undone.stdout
    assert about in consumo("critica", "lista").stdout


def test_rules_are_shown_and_tried(consumo: Consumo, libro: Path) -> None:
    consumo("importar", libro)
    rules = consumo("critica", "reglas")
    assert rules.exit_code == 0, rules.stderr
    assert "consumo.alto" in rules.stdout
    tried = consumo("critica", "simular", "--regla", "consumo.alto", "--valores", "1,4", "--presupuesto", 5)
    assert tried.exit_code == 0, tried.stderr
    assert "Vigente: desvios = 4." in tried.stdout
    assert consumo("critica", "simular", "--regla", "consumo.alto", "--valores", "x").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["importar", "no-hay.xlsx"], 2, "No existe el archivo"),
        (["importar", "vacio.xlsx"], 2, "vacio.xlsx"),
        (["importar", "texto.xlsx"], 2, "texto.xlsx"),
        (["ejemplo", "libro.txt"], 2, ".xlsx"),
        (["ejemplo", "nuevo.xlsx", "--usuarios", "0"], 2, "usuarios"),
        (["ejemplo", "nuevo.xlsx", "--baterias", "999"], 2, "baterias"),
        (["ejemplo", "no/hay/carpeta.xlsx"], 1, "No se puede escribir"),
        (["ejemplo", "nuevo.xlsx", "--usuarios", "muchos"], 2, "--usuarios"),
        (["versiones"], 1, "Todavía no hay datos"),
        (["restaurar", "v0"], 2, "v0"),
        (["pronosticar"], 1, "Todavía no hay datos"),
        (["pronosticar", "--salida", "p.doc"], 2, "salida"),
        (["evaluar", "no-hay.csv"], 2, "no-hay.csv"),
        (["servir", "--port", "99999"], 2, "CONSUMO_PORT"),
        (["servir", "--host", "no.such.host.invalid"], 2, "host"),
        (["critica", "lista"], 1, "Todavía no hay datos"),
        (["critica", "decidir", "x", "borrar", "--motivo", "m"], 2, "tipo"),
        (["critica", "decidir", "x", "aceptar"], 2, "--motivo"),
        (["critica", "deshacer", "1", "--motivo", "m"], 1, "Todavía no hay datos"),
        (["estimaciones", "--estado", "vieja"], 2, "estado"),
        (["hoja-de-ruta", "r.xlsx"], 1, "Todavía no hay datos"),
        (["--idioma", "en", "versiones"], 1, "No data set has been published"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_does_not_hold_is_one_message_and_a_code(
    consumo: Consumo, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    (tmp_path / "vacio.xlsx").write_bytes(b"")
    (tmp_path / "texto.xlsx").write_bytes(b"hola, no soy un libro")
    done = consumo(*arguments)
    assert done.exit_code == code, done.stderr
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_an_existing_workbook_is_not_written_over(consumo: Consumo, libro: Path) -> None:
    before = libro.read_bytes()
    assert consumo("ejemplo", libro).exit_code == 2
    assert libro.read_bytes() == before
    assert consumo("ejemplo", libro, "--reemplazar", "--usuarios", 9).exit_code == 0
    assert libro.read_bytes() != before


def test_what_nobody_foresaw_is_one_line_too(consumo: Consumo, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("disco al revés\nsegunda línea")

    monkeypatch.setattr("consumo.services.versions.list_versions", broken)
    done = consumo("versiones")
    assert done.exit_code == 1
    assert done.stderr.startswith("Error inesperado: RuntimeError: disco al revés.")
    assert len(done.stderr.strip().splitlines()) == 1


def test_english_comes_from_the_environment_too(consumo: Consumo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSUMO_IDIOMA", "en")
    assert "No data set has been published" in consumo("versiones").stderr


def test_version_is_printed(consumo: Consumo) -> None:
    assert consumo("--version").stdout.strip() == __version__


def test_the_template_is_written_once(consumo: Consumo, tmp_path: Path) -> None:
    assert consumo("plantilla", tmp_path / "vacio.xlsx").exit_code == 0
    again = consumo("plantilla", tmp_path / "vacio.xlsx")
    assert (again.exit_code, "--reemplazar" in again.stderr) == (2, True)
    assert consumo("plantilla", tmp_path / "vacio.xlsx", "--reemplazar").exit_code == 0
    assert consumo("plantilla", tmp_path / "vacio.csv").exit_code == 2


def test_differences_between_versions(consumo: Consumo, libro: Path, tmp_path: Path) -> None:
    assert consumo("diferencias").exit_code == 1
    consumo("importar", libro)
    text = "usuario,bateria,ciclo,kwh\nnuevo,B1,2025-09,12\n"
    (tmp_path / "mas.csv").write_text(text, encoding="utf-8")
    assert consumo("importar", tmp_path / "mas.csv").exit_code == 0
    done = consumo("diferencias")
    assert done.exit_code == 0, done.stderr
    assert "nuevas 1  corregidas 0  retiradas 0" in done.stdout
    assert "nueva" in done.stdout.splitlines()[-1]
    assert consumo("diferencias", "nada").exit_code == 2


def test_a_profile_that_there_is_not_stops_the_server_at_once(
    consumo: Consumo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONSUMO_PERFIL", "atlantida")
    done = consumo("servir")
    assert done.exit_code == 2
    assert "atlantida" in done.stderr
    assert "Traceback" not in done.stderr
