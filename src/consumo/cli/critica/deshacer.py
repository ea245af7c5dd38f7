"""`consumo critica deshacer`: undo decisions."""

from typing import Annotated

import typer

from consumo.cli.critica.outcome import Motivo, Quien, publish_decision
from consumo.cli.options import Datos, settings_from

__all__ = ["run"]


def run(
    context: typer.Context,
    decision: Annotated[
        list[str],
        typer.Argument(
            help="Números, como los muestra «consumo critica decisiones»; 5-9 son cinco.", metavar="NÚMERO…"
        ),
    ],
    *,
    motivo: Motivo,
    quien: Quien = None,
    datos: Datos = None,
) -> None:
    """Deshace decisiones y publica una versión.

    Queda como si no se hubieran tomado; todas siguen en el registro.
    """
    from consumo.services.decide import undo_all

    numeros = [number for text in decision for number in _numbers(text)]
    settings = settings_from(datos=datos)
    publish_decision(context, settings, quien, lambda who: undo_all(settings, numeros, quien=who, motivo=motivo))


def _numbers(text: str) -> range:
    """Return the numbers that `7` or `5-9` stands for."""
    from consumo.domain.errors import ParameterError

    first, dash, last = text.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()):
        raise ParameterError("NÚMERO", text, "un número, o dos como 5-9", "a number, or two as in 5-9")
    return range(int(first), int(last or first) + 1)
