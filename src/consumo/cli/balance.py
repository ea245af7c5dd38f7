"""`consumo balance`: delivered against measured, ciclo by ciclo."""

from typing import Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(
    context: typer.Context,
    bateria: Annotated[
        str | None, typer.Argument(help="Sin ella, la suma de las que tienen totalizador.", metavar="[BATERIA]")
    ] = None,
    *,
    datos: Datos = None,
) -> None:
    """Muestra el balance de energía de una batería.

    Lo entregado por el totalizador contra lo medido, ciclo por ciclo, y qué usuarios explican un alza de la pérdida.
    """
    from consumo.cli.tables import print_rows
    from consumo.services.dataset import open_dataset
    from consumo.services.queries.balance import balance_series

    terminal = terminal_of(context)
    dataset = open_dataset(settings_from(datos=datos))
    body = balance_series(dataset, bateria=bateria, idioma=terminal.idioma)
    headers = ("ciclo", "entregado_kwh", "medido_kwh", "perdida_kwh", "perdida", "neta", "cobertura", "motivo")
    print_rows(terminal, headers, [[point[name] for name in headers] for point in body["ciclos"]])
    if body["alza"] is not None and body["alza"]["sospechosos"]:
        names = ("usuario", "nombre", "medidor", "explica", "caida_kwh")
        print_rows(terminal, names, [[one[name] for name in names] for one in body["alza"]["sospechosos"]])
    terminal.out.print(body["texto"])
