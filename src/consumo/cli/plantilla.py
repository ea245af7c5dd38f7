"""`consumo plantilla`: write the empty workbook to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(
    context: typer.Context,
    ruta: Annotated[Path, typer.Argument(help="Libro .xlsx que se escribe.", metavar="RUTA.xlsx")],
    *,
    reemplazar: Annotated[bool, typer.Option("--reemplazar", help="Escribe sobre un libro que ya existe.")] = False,
) -> None:
    """Escribe el libro vacío para llenar.

    Trae las columnas que se esperan, revisa lo que se escribe en ellas y explica cada una.
    """
    from consumo.services.template import save_template

    terminal = terminal_of(context)
    written = save_template(ruta, replace=reemplazar)
    terminal.say(
        f"{written}: llénelo y luego «consumo importar {written}».",
        f"{written}: fill it in, then 'consumo importar {written}'.",
    )
