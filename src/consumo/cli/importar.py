"""`consumo importar`: read workbooks and publish a version."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import Terminal, terminal_of

if TYPE_CHECKING:
    from consumo.services.publish import PublishReport

__all__ = ["print_report", "run"]


def run(
    context: typer.Context,
    rutas: Annotated[
        list[Path], typer.Argument(help="Libros (.xlsx .xls .xlsb .ods .csv) o carpetas.", metavar="RUTA…")
    ],
    *,
    datos: Datos = None,
    simular: Annotated[bool, typer.Option("--simular", help="Lee y dice qué hay, sin publicar nada.")] = False,
    hallazgos: Annotated[int, typer.Option(help="Cuántos hallazgos se muestran uno a uno.", min=0)] = 20,
) -> None:
    """Lee libros y publica una versión nueva.

    Se publica todo lo leído, o nada si algo lo impide; los hallazgos dicen qué celda y por qué.
    """
    from consumo.services.publish import import_workbooks

    terminal = terminal_of(context)
    settings = settings_from(datos=datos)
    with terminal.progress("Leyendo", "Reading") as progress:
        report = import_workbooks(settings, rutas, progress=progress, simular=simular)
    print_report(terminal, report, findings=hallazgos)
    if not simular and not report.sin_cambios and report.version_datos is not None:
        from consumo.services.forecasting import prepare_in_background

        prepare_in_background(settings, report.version_datos)


def print_report(terminal: Terminal, report: "PublishReport", *, findings: int) -> None:
    """Print what an import did: the version, the counts, what changed and the findings."""
    from consumo.cli.tables import print_counts, print_findings

    if report.version_datos is None:
        terminal.say("Simulación: no se publicó nada.", "Dry run: nothing was published.")
    elif report.sin_cambios:
        terminal.say(
            f"Sin cambios: sigue publicada la versión {report.version_datos}.",
            f"No changes: version {report.version_datos} is still the published one.",
        )
    else:
        before = report.version_anterior or "—"
        terminal.say(
            f"Publicada la versión {report.version_datos} (anterior: {before}).",
            f"Published version {report.version_datos} (before: {before}).",
        )
    print_counts(terminal, report.resumen)
    print_counts(terminal, report.cambios)
    print_findings(terminal, report.hallazgos, limit=findings)
