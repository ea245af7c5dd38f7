"""`consumo versiones`: list the published versions."""

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of
from consumo.domain.errors import NoDataError

__all__ = ["run"]


def run(context: typer.Context, *, datos: Datos = None) -> None:
    """Muestra las versiones publicadas.

    La más antigua primero; la marca señala la que se sirve.
    """
    from consumo.cli.tables import print_rows
    from consumo.services.versions import list_versions

    terminal = terminal_of(context)
    listed = list_versions(settings_from(datos=datos))
    if not listed:
        raise NoDataError
    counts = ("usuarios", "ciclos", "lecturas")
    changes = ("nuevas", "corregidas", "retiradas")
    print_rows(
        terminal,
        ["", "version", terminal.text("creada", "created"), *counts, *changes, "fuente"],
        [
            (
                item.publicada,
                item.version.version,
                item.version.creada[:16].replace("T", " "),
                *(item.version.resumen.get(name, 0) for name in counts),
                *(item.version.cambios.get(name, 0) for name in changes),
                item.version.fuente,
            )
            for item in listed
        ],
    )
