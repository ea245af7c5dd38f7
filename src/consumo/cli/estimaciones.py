"""`consumo estimaciones`: the ledger of estimates."""

from typing import Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(
    context: typer.Context,
    *,
    bateria: Annotated[str | None, typer.Option(help="Solo las de esta batería.")] = None,
    usuario: Annotated[str | None, typer.Option(help="Solo las de este usuario.")] = None,
    estado: Annotated[str, typer.Option(help="abierta | sin_liquidar | liquidada | todas")] = "abierta",
    limite: Annotated[int, typer.Option(help="Cuántas se muestran.", min=1)] = 20,
    datos: Datos = None,
) -> None:
    """Muestra lo estimado de cada usuario.

    Lo que espera una lectura real, con su edad en ciclos; o lo que una lectura ya liquidó, con su diferencia.
    """
    from consumo.cli.tables import print_counts, print_rows
    from consumo.domain.errors import ParameterError
    from consumo.services.dataset import open_dataset
    from consumo.services.queries.estimaciones import list_estimaciones
    from consumo.services.queries.ledger import STATES

    terminal = terminal_of(context)
    wanted = next((state for state in STATES if state == estado), None)
    if wanted is None and estado != "todas":
        raise ParameterError("estado", estado, " | ".join((*STATES, "todas")), " | ".join((*STATES, "todas")))
    dataset = open_dataset(settings_from(datos=datos))
    body = list_estimaciones(dataset, bateria=bateria, usuario=usuario, estado=wanted, limite=limite)
    names = ("usuario", "bateria", "estado", "edad", "estimado_kwh", "contado_kwh", "diferencia_kwh", "ciclo_real")
    if body["estimaciones"]:
        print_rows(terminal, names, [[one[name] for name in names] for one in body["estimaciones"]])
    counts = {name: body["resumen"][name]["estimaciones"] for name in ("abiertas", "sin_liquidar", "liquidadas")}
    print_counts(terminal, {"total": body["total"], **counts})
