"""`consumo critica decidir`: decide on a hallazgo."""

from collections.abc import Sequence
from typing import Annotated, Final

import typer

from consumo.cli.critica.outcome import Motivo, Quien, publish_decision
from consumo.cli.options import Datos, settings_from
from consumo.domain.decision import TipoDecision

__all__ = ["KINDS", "known_kind", "run"]

KINDS: Final = tuple(kind for kind in TipoDecision if kind is not TipoDecision.DESHACER)
"""What can be decided."""


def known_kind(tipo: str, kinds: Sequence[TipoDecision]) -> TipoDecision:
    """Return the kind of decision that `tipo` names.

    Raises:
        ParameterError: if it is none of `kinds`.
    """
    from consumo.domain.errors import ParameterError

    if tipo not in kinds:
        raise ParameterError("tipo", tipo, " | ".join(kinds), " | ".join(kinds))
    return TipoDecision(tipo)


def run(  # noqa: PLR0913 - an option for each value that a decision may be given
    context: typer.Context,
    hallazgo: Annotated[str, typer.Argument(help="Id, como lo muestra «consumo critica lista».", metavar="ID")],
    tipo: Annotated[
        str, typer.Argument(help="aceptar | estimar | corregir | releer | cambio_de_medidor", metavar="TIPO")
    ],
    *,
    motivo: Motivo,
    quien: Quien = None,
    propuesta: Annotated[bool, typer.Option("--propuesta", help="corregir: lo que el hallazgo propone.")] = False,
    reemplaza: Annotated[int | None, typer.Option(help="La decisión vigente que esta reemplaza.")] = None,
    kwh: Annotated[float | None, typer.Option(help="corregir, estimar: consumo del ciclo.")] = None,
    lectura_anterior: Annotated[float | None, typer.Option(help="corregir, cambio_de_medidor.")] = None,
    lectura_actual: Annotated[float | None, typer.Option(help="corregir, cambio_de_medidor.")] = None,
    factor: Annotated[float | None, typer.Option(help="corregir; el del medidor nuevo.")] = None,
    digitos: Annotated[int | None, typer.Option(help="Dígitos del registro, si dio la vuelta.")] = None,
    lectura_final: Annotated[float | None, typer.Option(help="cambio_de_medidor: la última del viejo.")] = None,
    lectura_inicial: Annotated[float | None, typer.Option(help="cambio_de_medidor: la primera del nuevo.")] = None,
    medidor: Annotated[str | None, typer.Option(help="cambio_de_medidor: el medidor nuevo.")] = None,
    datos: Datos = None,
) -> None:
    """Decide sobre un hallazgo y publica una versión.

    Lo leído no se borra: la decisión se puede deshacer. «estimar» sin --kwh toma lo que diga la escalera de estimación.
    """
    from consumo.services.decide import decide
    from consumo.services.decision_request import DecisionRequest

    kind = known_kind(tipo, KINDS)
    values = {
        "kwh": kwh,
        "lectura_anterior": lectura_anterior,
        "lectura_actual": lectura_actual,
        "factor": factor,
        "digitos": digitos,
        "lectura_final": lectura_final,
        "lectura_inicial": lectura_inicial,
        "medidor": medidor,
    }

    def ask(who: str) -> DecisionRequest:
        return DecisionRequest(
            tipo=kind,
            quien=who,
            motivo=motivo,
            datos={name: value for name, value in values.items() if value is not None},
            propuesta=propuesta,
            reemplaza=reemplaza,
        )

    settings = settings_from(datos=datos)
    publish_decision(context, settings, quien, lambda who: decide(settings, hallazgo, ask(who)))
