"""Tables keep rows on one line and numbers to the right."""

import io

from rich.console import Console

from consumo.cli.tables import print_findings, print_rows
from consumo.cli.terminal import Terminal
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Idioma


def terminal(idioma: Idioma = Idioma.ES) -> tuple[Terminal, io.StringIO]:
    written = io.StringIO()
    console = Console(file=written, markup=False, highlight=False, emoji=False, soft_wrap=True, width=40)
    return Terminal(idioma, out=console, notes=console), written


def test_numbers_go_right_and_texts_left() -> None:
    where, written = terminal()
    print_rows(where, ["id", "kwh"], [("a", 5), ("[b]", 1234)])
    assert written.getvalue().splitlines() == ["id    kwh", "a       5", "[b]  1234"]


def test_the_gravest_findings_come_first_and_the_rest_is_counted() -> None:
    where, written = terminal(Idioma.EN)
    findings = [
        Hallazgo(codigo="hoja.sin_tabla", hoja="Leeme"),
        Hallazgo(codigo="lectura.faltante", usuario="7", veces=3),
        Hallazgo(codigo="archivo.vacio"),
    ]
    print_findings(where, findings, limit=1)
    lines = written.getvalue().splitlines()
    assert lines[0].startswith("severity")
    assert lines[1].startswith("bloquea")
    assert "lectura.faltante (3)" in lines[2]
