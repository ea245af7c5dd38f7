"""`consumo critica lista`: the review queue."""

from typing import Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(  # noqa: PLR0913 - an option for each filter of the queue
    context: typer.Context,
    *,
    ciclo: Annotated[str | None, typer.Option(help="Solo los de este ciclo.")] = None,
    bateria: Annotated[str | None, typer.Option(help="Solo los de esta batería.")] = None,
    usuario: Annotated[str | None, typer.Option(help="Solo los de este usuario.")] = None,
    codigo: Annotated[str | None, typer.Option(help="Solo los de este código.")] = None,
    severidad: Annotated[str | None, typer.Option(help="bloquea | revisar | informa")] = None,
    estado: Annotated[str, typer.Option(help="abierto | decidido | releer | todos")] = "abierto",
    limite: Annotated[int, typer.Option(help="Cuántos se muestran.", min=1)] = 20,
    datos: Datos = None,
) -> None:
    """Muestra la cola de crítica.

    Primero lo que más energía tiene en riesgo; la primera columna es el id para decidir.
    """
    from consumo.cli.tables import print_counts, print_rows
    from consumo.services.dataset import open_dataset
    from consumo.services.queries.hallazgos import list_hallazgos

    terminal = terminal_of(context)
    dataset = open_dataset(settings_from(datos=datos))
    body = list_hallazgos(
        dataset,
        terminal.idioma,
        limite=limite,
        ciclo=ciclo,
        bateria=bateria,
        usuario=usuario,
        codigo=codigo,
        severidad=severidad,
        estado=None if estado == "todos" else estado,
    )
    names = ("id", "kwh_en_riesgo", "severidad", "codigo", "usuario", "ciclo", "estado", "mensaje")
    if body["hallazgos"]:
        print_rows(terminal, names, [[one[name] for name in names] for one in body["hallazgos"]])
    print_counts(terminal, {"total": body["total"], **body["estados"], "bloquean": body["bloquean"]})
