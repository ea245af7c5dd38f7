"""`consumo evaluar`: how good the forecasts would have been."""

from pathlib import Path
from typing import Annotated

import typer

from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(
    context: typer.Context,
    ruta: Annotated[Path, typer.Argument(help="Libro o CSV con la historia.", metavar="RUTA")],
) -> None:
    """Mide qué tan buenos son los pronósticos.

    Pronostica los últimos ciclos como si no se conocieran y compara los modelos con lo que pasó.
    """
    from consumo.services.evaluate import evaluate_file

    terminal = terminal_of(context)
    terminal.out.print(evaluate_file(ruta))
