"""What deciding and undoing have in common: who, why, and what is printed afterwards."""

import getpass
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from consumo.cli.terminal import terminal_of

if TYPE_CHECKING:
    from consumo.services.decide import Decided
    from consumo.services.settings import Settings

__all__ = ["Motivo", "Quien", "publish_decision"]

Motivo = Annotated[str, typer.Option(help="Por qué; queda en el registro.")]
Quien = Annotated[
    str | None, typer.Option(help="Quién decide.  [por defecto: el usuario del sistema]", show_default=False)
]


def publish_decision(
    context: typer.Context, settings: "Settings", quien: str | None, act: Callable[[str], "Decided"]
) -> None:
    """Do what `act` does for `quien`, say what came of it and see to the forecast of the new version."""
    from consumo.services.forecasting import prepare_in_background

    terminal = terminal_of(context)
    done = act(quien or getpass.getuser())
    if not done.forecast_kept:
        prepare_in_background(settings, done.version_datos)
    if len(done.decisiones) > 1:
        first, last, count = done.decisiones[0].numero, done.decisiones[-1].numero, len(done.decisiones)
        terminal.say(
            f"{count} decisiones, de la {first} a la {last}. Publicada la versión {done.version_datos}.",
            f"{count} decisions, from {first} to {last}. Published version {done.version_datos}.",
        )
        return
    for made in done.decisiones:
        before, after = ("—" if kwh is None else f"{kwh:g}" for kwh in (made.antes, made.despues))
        terminal.say(
            f"Decisión {made.numero} ({made.tipo}): {before} → {after} kWh. Publicada la versión {done.version_datos}.",
            f"Decision {made.numero} ({made.tipo}): {before} → {after} kWh. Published version {done.version_datos}.",
        )
