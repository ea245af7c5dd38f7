"""`consumo critica deshacer`: undo a decision."""

from typing import Annotated

import typer

from consumo.cli.critica.outcome import Motivo, Quien, publish_decision
from consumo.cli.options import Datos, settings_from

__all__ = ["run"]


def run(
    context: typer.Context,
    decision: Annotated[int, typer.Argument(help="Número, como lo muestra «consumo critica decisiones».")],
    *,
    motivo: Motivo,
    quien: Quien = None,
    datos: Datos = None,
) -> None:
    """Deshace una decisión y publica una versión.

    Queda como si no se hubiera decidido; ambas siguen en el registro.
    """
    from consumo.services.decide import undo

    settings = settings_from(datos=datos)
    publish_decision(context, settings, quien, lambda who: undo(settings, decision, quien=who, motivo=motivo))
