"""`consumo evaluar`: how good the forecasts would have been."""

from pathlib import Path
from typing import Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(
    context: typer.Context,
    ruta: Annotated[
        Path | None, typer.Argument(help="Libro o CSV con la historia; sin él, la versión publicada.", metavar="[RUTA]")
    ] = None,
    *,
    datos: Datos = None,
    retener: Annotated[int, typer.Option(help="Cuántos ciclos del final se retienen.")] = 6,
    semilla: Annotated[int, typer.Option(help="La misma semilla da el mismo resultado.")] = 0,
    completas: Annotated[
        bool, typer.Option("--completas", help="Solo usuarios con dato en todos los ciclos (CSV).")
    ] = False,
    donde: Annotated[
        str | None, typer.Option(help="Solo usuarios con ese valor en todas sus filas (CSV).", metavar="COLUMNA=VALOR")
    ] = None,
) -> None:
    """Mide qué tan buenos son los pronósticos.

    Pronostica los últimos ciclos como si no se conocieran y compara los métodos con lo que pasó.
    """
    from consumo.cli.tables import print_rows
    from consumo.services.evaluate import evaluate_file, evaluate_version

    terminal = terminal_of(context)
    if ruta is None:
        done = evaluate_version(settings_from(datos=datos), retener=retener, semilla=semilla)
    else:
        done = evaluate_file(ruta, retener=retener, semilla=semilla, completas=completas, donde=donde)
    terminal.say(
        f"{done.usuarios} usuarios, {done.ciclos} ciclos y {done.retenidos} retenidos, {done.periodo} al año.",
        f"{done.usuarios} usuarios, {done.ciclos} ciclos and {done.retenidos} held out, {done.periodo} a year.",
    )
    table = done.table()
    print_rows(terminal, list(table.columns), list(table.itertuples(index=False, name=None)))
