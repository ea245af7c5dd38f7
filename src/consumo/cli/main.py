"""The command `consumo`."""

import os
import sys
from typing import Annotated

import typer

from consumo.cli import (
    balance,
    diferencias,
    ejemplo,
    estimaciones,
    evaluar,
    hoja_de_ruta,
    importar,
    plantilla,
    pronosticar,
    restaurar,
    servir,
    variacion,
    versiones,
)
from consumo.cli.boundary import at_boundary
from consumo.cli.critica import decidir, decidir_varios, decisiones, deshacer, lista, reglas, rehacer, simular
from consumo.cli.terminal import Terminal
from consumo.domain.vocabulary import Idioma

__all__ = ["app", "main"]

# Pydantic would look through every installed package for plugins, which we have none of: a tenth of a second.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

app = typer.Typer(
    name="consumo",
    help="De los libros de Excel con lecturas de medidores a un análisis vivo: consumo, tendencia y pronóstico.",
    epilog="Documentación: docs/ en el repositorio. English: --idioma en.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(value: bool) -> None:
    if value:
        from consumo import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def consumo(
    context: typer.Context,
    idioma: Annotated[
        Idioma, typer.Option(envvar="CONSUMO_IDIOMA", help="Idioma de los mensajes.", case_sensitive=False)
    ] = Idioma.ES,
    version: Annotated[  # noqa: ARG001 - typer calls _show_version
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Muestra la versión y termina.")
    ] = False,
) -> None:
    """De los libros de Excel con lecturas de medidores a un análisis vivo: consumo, tendencia y pronóstico."""
    context.obj = Terminal(idioma)


COMMANDS = (
    ejemplo, plantilla, importar, versiones, diferencias, restaurar, servir, pronosticar, evaluar, balance, variacion,
    estimaciones, hoja_de_ruta,
)  # fmt: skip

CRITICA = (lista, decidir, decidir_varios, deshacer, decisiones, reglas, simular, rehacer)
critica = typer.Typer(help="Cola de crítica: qué lecturas revisar, y qué se decidió sobre ellas.", no_args_is_help=True)

for command in COMMANDS:
    app.command(name=command.__name__.rpartition(".")[2].replace("_", "-"))(at_boundary(command.run))
for command in CRITICA:
    critica.command(name=command.__name__.rpartition(".")[2].replace("_", "-"))(at_boundary(command.run))
app.add_typer(critica, name="critica")


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console in an old code page must not break on «→».
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()
