"""`consumo critica decisiones`: who decided what, when and why."""

from typing import Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(
    context: typer.Context,
    *,
    usuario: Annotated[str | None, typer.Option(help="Solo las de este usuario.")] = None,
    ciclo: Annotated[str | None, typer.Option(help="Solo las de este ciclo.")] = None,
    estado: Annotated[
        str | None, typer.Option(help="vigente | caducada | deshecha | reemplazada | hecha", metavar="ESTADO")
    ] = None,
    limite: Annotated[int, typer.Option(help="Cuántas se muestran.", min=1)] = 20,
    datos: Datos = None,
) -> None:
    """Muestra quién decidió qué, cuándo y por qué.

    La última primero.
    """
    from consumo.cli.tables import print_counts, print_rows
    from consumo.services.dataset import open_dataset
    from consumo.services.queries.decisiones import list_decisiones

    terminal = terminal_of(context)
    dataset = open_dataset(settings_from(datos=datos))
    body = list_decisiones(dataset, terminal.idioma, limite=limite, usuario=usuario, ciclo=ciclo, estado=estado)
    names = ("decision", "cuando", "quien", "tipo", "estado", "usuario", "ciclo", "kwh_antes", "kwh_despues", "motivo")
    if body["decisiones"]:
        print_rows(terminal, names, [[one[name] for name in names] for one in body["decisiones"]])
    print_counts(terminal, {"total": body["total"], **body["estados"]})
