"""`consumo diferencias`: what changed between two versions."""

from typing import Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(
    context: typer.Context,
    version: Annotated[
        str | None, typer.Argument(help="Una versión; sin ella, la que se sirve.", metavar="[VERSION]")
    ] = None,
    *,
    con: Annotated[str | None, typer.Option(help="La otra; sin ella, la anterior.", metavar="VERSION")] = None,
    datos: Datos = None,
    usuario: Annotated[str | None, typer.Option(help="Solo los cambios de este usuario.")] = None,
    ciclo: Annotated[str | None, typer.Option(help="Solo los cambios de este ciclo.")] = None,
    limite: Annotated[int, typer.Option(help="Cuántos cambios se muestran uno a uno.", min=0)] = 50,
) -> None:
    """Muestra qué cambió entre dos versiones.

    Lo nuevo, lo corregido (de → a) y lo retirado, por usuario y ciclo; de la más antigua a la más nueva.
    """
    from consumo.cli.tables import print_counts, print_rows
    from consumo.domain.errors import NoDataError
    from consumo.services.differences import compare_versions
    from consumo.services.versions import current_version
    from consumo.services.versions_shown import shown_differences

    terminal = terminal_of(context)
    settings = settings_from(datos=datos)
    wanted = version or current_version(settings)
    if wanted is None:
        raise NoDataError
    page = shown_differences(compare_versions(settings, wanted, con), usuario=usuario, ciclo=ciclo, limite=limite)
    terminal.say(f"{page['version_de']} → {page['version_a']}", f"{page['version_de']} → {page['version_a']}")
    print_counts(terminal, page["cambios"])
    if page["diferencias"]:
        headers = ["cambio", "usuario", "bateria", "ciclo", "kWh de", "kWh a", "campos"]
        keys = ("cambio", "usuario", "bateria", "ciclo", "kwh_de", "kwh_a")
        rows = [(*(row[key] for key in keys), " ".join(row["campos"])) for row in page["diferencias"]]
        print_rows(terminal, headers, rows)
    rest = page["total"] - len(page["diferencias"])
    if rest > 0:
        terminal.say(f"… y {rest} más.", f"… and {rest} more.")
