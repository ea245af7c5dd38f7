"""`consumo evaluar`: how good the forecasts would have been, beside those of other libraries."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import Terminal, terminal_of

if TYPE_CHECKING:
    from consumo.services.evaluate import Evaluation

__all__ = ["run"]


def run(  # noqa: PLR0913 - one parameter for each option of the command
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
    muestra: Annotated[
        int, typer.Option(help="Usuarios, al azar, que pronostican las otras bibliotecas; 0: ninguno.", min=0)
    ] = 100,
    salida: Annotated[
        Path | None, typer.Option(help="Archivo .csv, .xlsx o .json con la tabla.", metavar="ARCHIVO")
    ] = None,
) -> None:
    """Mide qué tan buenos son los pronósticos.

    Pronostica los últimos ciclos como si no se conocieran y compara los métodos con lo que pasó; también los de otras
    bibliotecas, si están instaladas.
    """
    from consumo.cli.tables import print_rows
    from consumo.services.evaluate import evaluate_file, evaluate_version
    from consumo.services.evaluation_file import check_evaluation_path, write_evaluation
    from consumo.services.peers import Peers

    terminal = terminal_of(context)
    if salida is not None:
        check_evaluation_path(salida)
    with terminal.progress("Evaluando", "Evaluating") as progress:
        peers = Peers(muestra, progress) if muestra else None
        if ruta is None:
            done = evaluate_version(settings_from(datos=datos), retener=retener, semilla=semilla, peers=peers)
        else:
            done = evaluate_file(ruta, retener=retener, semilla=semilla, completas=completas, donde=donde, peers=peers)
    _say_what(terminal, done)
    table = done.table()
    print_rows(terminal, list(table.columns), list(table.itertuples(index=False, name=None)))
    if salida is not None:
        write_evaluation(done, salida)
        terminal.say(f"Tabla escrita en {salida}.", f"Table written to {salida}.")


def _say_what(terminal: Terminal, done: "Evaluation") -> None:
    from consumo.services.peers import INSTALL

    terminal.say(
        f"{done.usuarios} usuarios, {done.ciclos} ciclos y {done.retenidos} retenidos, {done.periodo} al año.",
        f"{done.usuarios} usuarios, {done.ciclos} ciclos and {done.retenidos} held out, {done.periodo} a year.",
    )
    for name in done.faltan:
        terminal.note(f"{name}: no está instalado ({INSTALL}).", f"{name}: not installed ({INSTALL}).")
