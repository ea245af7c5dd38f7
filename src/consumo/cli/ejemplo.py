"""`consumo ejemplo`: write a sample workbook."""

from pathlib import Path
from typing import Annotated

import typer

from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(
    context: typer.Context,
    ruta: Annotated[Path, typer.Argument(help="Libro .xlsx que se escribe.", metavar="RUTA.xlsx")],
    *,
    usuarios: Annotated[int, typer.Option(help="Número de usuarios.")] = 120,
    ciclos: Annotated[int, typer.Option(help="Número de ciclos mensuales; el último es 2025-09.")] = 36,
    baterias: Annotated[int, typer.Option(help="Número de baterías; a lo más una por usuario.")] = 6,
    semilla: Annotated[int, typer.Option(help="La misma semilla da las mismas lecturas.")] = 0,
    reemplazar: Annotated[bool, typer.Option("--reemplazar", help="Escribe sobre un libro que ya existe.")] = False,
) -> None:
    """Escribe un libro de ejemplo.

    Las lecturas son inventadas; el libro también sirve de plantilla.
    """
    from consumo.services.sample import write_sample

    terminal = terminal_of(context)
    with terminal.progress("Escribiendo", "Writing") as progress:
        written = write_sample(
            ruta,
            usuarios=usuarios,
            ciclos=ciclos,
            baterias=baterias,
            semilla=semilla,
            replace=reemplazar,
            progress=progress,
        )
    terminal.say(
        f"{written.ruta}: {usuarios} usuarios, {baterias} baterías, {ciclos} ciclos, {written.filas} lecturas.",
        f"{written.ruta}: {usuarios} usuarios, {baterias} baterias, {ciclos} ciclos, {written.filas} readings.",
    )
