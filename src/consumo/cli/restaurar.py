"""`consumo restaurar`: publish an earlier version again."""

from typing import Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(
    context: typer.Context,
    version: Annotated[str, typer.Argument(help="Id de la versión, como lo muestra «consumo versiones».")],
    *,
    datos: Datos = None,
) -> None:
    """Vuelve a publicar una versión anterior.

    Los servidores en marcha lo notan solos.
    """
    from consumo.services.versions import restore_version

    terminal = terminal_of(context)
    before = restore_version(settings_from(datos=datos), version) or "—"
    terminal.say(
        f"Publicada de nuevo la versión {version} (antes: {before}).",
        f"Version {version} is published again (before: {before}).",
    )
