"""`consumo critica decidir-varios`: one decision on all open hallazgos that match."""

from typing import Annotated

import typer

from consumo.cli.critica.decidir import KINDS, known_kind
from consumo.cli.critica.outcome import Motivo, Quien, publish_decision
from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(  # noqa: PLR0913 - an option for each filter of the queue
    context: typer.Context,
    tipo: Annotated[str, typer.Argument(help="aceptar | estimar | corregir (con --propuesta) | releer")],
    *,
    motivo: Motivo,
    quien: Quien = None,
    ciclo: Annotated[str | None, typer.Option(help="Solo los de este ciclo.")] = None,
    bateria: Annotated[str | None, typer.Option(help="Solo los de esta batería.")] = None,
    usuario: Annotated[str | None, typer.Option(help="Solo los de este usuario.")] = None,
    codigo: Annotated[str | None, typer.Option(help="Solo los de este código.")] = None,
    severidad: Annotated[str | None, typer.Option(help="bloquea | revisar | informa")] = None,
    propuesta: Annotated[bool, typer.Option("--propuesta", help="corregir: lo que propone cada hallazgo.")] = False,
    si: Annotated[bool, typer.Option("--si", help="No pregunta antes.")] = False,
    datos: Datos = None,
) -> None:
    """Decide lo mismo sobre todos los hallazgos abiertos que cumplen, y publica una sola versión.

    Todo o nada. Se deshace entero con «consumo critica deshacer» y los números que muestra al final.
    """
    from consumo.domain.errors import InputError
    from consumo.services.dataset import open_dataset
    from consumo.services.decide import decide_all
    from consumo.services.decision_request import MAX_DECISIONES, DecisionRequest
    from consumo.services.queries.hallazgos import matching

    kind = known_kind(tipo, KINDS)
    terminal, settings = terminal_of(context), settings_from(datos=datos)
    filters = {"ciclo": ciclo, "bateria": bateria, "usuario": usuario, "codigo": codigo, "severidad": severidad}
    entries = matching(open_dataset(settings), estado="abierto", **filters)
    if propuesta:
        entries = [entry for entry in entries if entry.hallazgo.propuesta is not None]
    if not 0 < len(entries) <= MAX_DECISIONES:
        raise InputError(
            f"Cumplen {len(entries)} hallazgos abiertos; se esperaba de 1 a {MAX_DECISIONES}. Cambie los filtros.",
            f"{len(entries)} open findings match; expected 1 to {MAX_DECISIONES}. Change the filters.",
        )
    question = terminal.text(f"¿«{kind}» sobre {len(entries)} hallazgos?", f"'{kind}' on {len(entries)} findings?")
    if not si and not typer.confirm(question, err=True):
        raise typer.Exit(1)
    publish_decision(
        context,
        settings,
        quien,
        lambda who: decide_all(
            settings,
            [
                (entry.id, DecisionRequest(tipo=kind, quien=who, motivo=motivo, propuesta=propuesta))
                for entry in entries
            ],
        ),
    )
