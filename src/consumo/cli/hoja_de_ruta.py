"""`consumo hoja-de-ruta`: the sheet for the person who reads the meters."""

from pathlib import Path
from typing import Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(
    context: typer.Context,
    ruta: Annotated[Path, typer.Argument(help="Libro .xlsx que se escribe.", metavar="RUTA.xlsx")],
    *,
    bateria: Annotated[str | None, typer.Option(help="Solo los de esta batería.")] = None,
    solo: Annotated[str, typer.Option(help="todos | pendientes (faltan, se releen o están en duda)")] = "todos",
    fecha: Annotated[
        str | None, typer.Option(help="Día de la lectura, AAAA-MM-DD.  [por defecto: el último del ciclo]")
    ] = None,
    datos: Datos = None,
) -> None:
    """Escribe la hoja de ruta de quien lee los medidores.

    Con la lectura que se espera de cada uno; al llenarla, la que se sale de lo esperado se pone roja.
    """
    from consumo.services.dataset import open_dataset
    from consumo.services.route_file import write_route_sheet

    terminal = terminal_of(context)
    dataset = open_dataset(settings_from(datos=datos))
    write_route_sheet(dataset, ruta, terminal.idioma, bateria=bateria, solo=solo, fecha=fecha)
    terminal.say(f"{ruta}: hoja de ruta de la versión {dataset.version_datos}.", f"{ruta}: route sheet written.")
