"""`consumo critica simular`: how many findings a rule would give at other thresholds."""

from typing import Annotated, Any, Final

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import Terminal, terminal_of

__all__ = ["run"]

_SHOWN: Final = 6
"""Ciclos whose findings are shown one by one."""


def run(
    context: typer.Context,
    *,
    regla: Annotated[str, typer.Option(help="Código de la regla; «consumo critica reglas» los lista.")],
    parametro: Annotated[str | None, typer.Option(help="Cuál de sus parámetros.  [por defecto: su umbral]")] = None,
    valores: Annotated[
        str | None, typer.Option(help="Valores separados por comas.  [por defecto: alrededor del vigente]")
    ] = None,
    presupuesto: Annotated[
        float | None, typer.Option(help="Hallazgos por ciclo que se pueden revisar; dice qué valor cabe.", min=0)
    ] = None,
    ultimos: Annotated[int, typer.Option(help="Cuántos ciclos se juzgan.", min=1)] = 13,
    datos: Datos = None,
) -> None:
    """Cuenta los hallazgos por ciclo que daría una regla con otros umbrales.

    Nada cambia: los umbrales se fijan en el perfil (CONSUMO_PERFIL).
    """
    from consumo.domain.errors import ParameterError
    from consumo.services.dataset import open_dataset
    from consumo.services.queries.reglas import simulate_rule

    terminal = terminal_of(context)
    try:
        given = None if valores is None else [float(part) for part in valores.split(",")]
    except ValueError:
        raise ParameterError("valores", valores, "números separados por comas", "numbers separated by commas") from None
    body = simulate_rule(
        open_dataset(settings_from(datos=datos)),
        regla=regla,
        parametro=parametro,
        valores=given,
        presupuesto=presupuesto,
        ultimos=ultimos,
    )
    _show(terminal, body)
    name, now, best = body["parametro"], body["vigente"], body["propuesto"]
    terminal.say(f"Vigente: {name} = {now:g}.", f"In force: {name} = {now:g}.")
    if presupuesto is not None:
        terminal.say(
            f"Con {presupuesto:g} por ciclo: " + (f"{name} = {best:g}." if best is not None else "no alcanza ninguno."),
            f"For {presupuesto:g} per ciclo: " + (f"{name} = {best:g}." if best is not None else "none is enough."),
        )


def _show(terminal: Terminal, body: dict[str, Any]) -> None:
    """Print a line per threshold: findings per ciclo, their share, and how many in each of the last ciclos."""
    from consumo.cli.tables import print_rows

    shown = body["ciclos"][-_SHOWN:]
    headers = [body["parametro"], terminal.text("por ciclo", "per ciclo"), "%", *shown]
    rows = [
        [
            f"{one['valor']:g}",
            f"{one['promedio']:.1f}",
            f"{100 * (one['parte'] or 0):.2f}",
            *one["por_ciclo"][-len(shown) :],
        ]
        for one in body["valores"]
    ]
    print_rows(terminal, headers, rows)
