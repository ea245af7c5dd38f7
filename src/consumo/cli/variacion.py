"""`consumo variacion`: why a consumption varied between two ciclos."""

from typing import Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(
    context: typer.Context,
    *,
    usuario: Annotated[str | None, typer.Option(help="De un usuario.")] = None,
    bateria: Annotated[str | None, typer.Option(help="De una batería; sin ninguno, del total.")] = None,
    ciclo: Annotated[str | None, typer.Option(help="Id del ciclo.  [por defecto: el último]")] = None,
    contra: Annotated[str | None, typer.Option(help="Con qué ciclo se compara.  [por defecto: el anterior]")] = None,
    datos: Datos = None,
) -> None:
    """Explica por qué varió un consumo.

    Lo reparte en días, uso, factor, estimados, altas, bajas y lecturas que faltan; las partes suman la variación.
    """
    from consumo.cli.tables import print_rows
    from consumo.services.dataset import open_dataset
    from consumo.services.queries.variacion import explain

    terminal = terminal_of(context)
    dataset = open_dataset(settings_from(datos=datos))
    body = explain(dataset, usuario=usuario, bateria=bateria, ciclo=ciclo, contra=contra, idioma=terminal.idioma)
    print_rows(terminal, ("parte", "kwh"), [[part["parte"], part["kwh"]] for part in body["partes"]])
    if body["mayores"]:
        names = ("usuario", "nombre", "kwh_contra", "kwh", "variacion_kwh")
        print_rows(terminal, names, [[one[name] for name in names] for one in body["mayores"]])
    terminal.out.print(body["texto"])
