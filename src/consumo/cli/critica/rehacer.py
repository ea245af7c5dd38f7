"""`consumo critica rehacer`: judge the published readings by the profile as it is now."""

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of

__all__ = ["run"]


def run(context: typer.Context, *, datos: Datos = None) -> None:
    """Vuelve a juzgar lo publicado con el perfil de ahora (CONSUMO_PERFIL), y publica una versión.

    Ni las lecturas ni las decisiones cambian. «consumo servir» lo hace solo al empezar, si el perfil cambió.
    """
    from consumo.services.dataset import open_dataset
    from consumo.services.forecasting import prepare_in_background
    from consumo.services.queries.queue import queue_of
    from consumo.services.rejudge import rejudge

    terminal, settings = terminal_of(context), settings_from(datos=datos)
    before = len(queue_of(open_dataset(settings)).entries)
    done = rejudge(settings)
    if not done.forecast_kept:
        prepare_in_background(settings, done.version_datos)
    after = len(queue_of(open_dataset(settings)).entries)
    terminal.say(
        f"Hallazgos: {before} antes, {after} ahora. Publicada la versión {done.version_datos}.",
        f"Findings: {before} before, {after} now. Published version {done.version_datos}.",
    )
