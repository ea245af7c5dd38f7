"""`consumo servir`: import where asked, and serve the API and the dashboard."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from consumo.cli.options import Datos, hand_over, settings_from
from consumo.cli.terminal import Terminal, terminal_of
from consumo.domain.errors import ConsumoError

if TYPE_CHECKING:
    from consumo.services.settings import Settings

__all__ = ["run"]

_MOST_THREADS: Final = 16
"""Requests that one worker answers at a time, where the machine has the cores for it."""


def run(
    context: typer.Context,
    *,
    excel: Annotated[
        Path | None, typer.Option(help="Libro o carpeta que se importa primero, y de nuevo con POST /reload-excel.")
    ] = None,
    datos: Datos = None,
    host: Annotated[str | None, typer.Option(help="Dirección en que se escucha.  [por defecto: 127.0.0.1]")] = None,
    port: Annotated[
        int | None, typer.Option(help="Puerto; si está en uso, el siguiente libre.  [por defecto: 8000]")
    ] = None,
    workers: Annotated[int, typer.Option(help="Procesos que atienden; comparten los datos en memoria.", min=1)] = 1,
    ejemplo: Annotated[
        bool, typer.Option("--ejemplo", help="Si no hay datos, crea e importa un libro de ejemplo.")
    ] = False,
) -> None:
    """Sirve la API y el tablero.

    Antes importa el libro, si se pide. Si no se puede publicar, se sirve la última versión buena.
    """
    from consumo.cli.ports import free_port
    from consumo.services.forecast_inputs import read_inputs
    from consumo.services.perfil import profile_of

    terminal = terminal_of(context)
    settings = settings_from(excel=excel, datos=datos, host=host, port=port)
    profile_of(settings)  # said here, before the workers end for it
    read_inputs(settings)  # as well: the forecast is made in a process that nobody looks at
    free_port(settings.host, settings.port)  # an address that is not of this machine is said before the import
    if ejemplo:
        settings = _with_sample(terminal, settings)
    if excel is not None:
        _import(terminal, settings)
    _rejudge(terminal, settings)
    settings = settings.model_copy(update={"port": free_port(settings.host, settings.port)})  # an import takes a while
    hand_over(settings)
    version = _prepare_forecast(settings)
    _announce(terminal, settings, version, wanted=port)
    _serve(settings, workers)


def _with_sample(terminal: Terminal, settings: "Settings") -> "Settings":
    """Publish the sample workbook where nothing is published yet."""
    from consumo.services.publish_sample import publish_sample

    with terminal.progress("Libro de ejemplo", "Sample workbook") as progress:
        book = publish_sample(settings, progress=progress)
    return settings if settings.excel is not None else settings.model_copy(update={"excel": book})


def _import(terminal: Terminal, settings: "Settings") -> None:
    """Import what the settings name; if that cannot be published, the version that is there goes on being served."""
    from consumo.cli.importar import print_report
    from consumo.services.publish import reload_excel
    from consumo.services.versions import current_version

    try:
        print_report(terminal, reload_excel(settings), findings=10)
    except ConsumoError as error:
        version = current_version(settings)
        if version is None:
            raise
        terminal.note(f"Error: {error.es}", f"Error: {error.en}")
        terminal.note(f"Se sirve la última versión buena, {version}.", f"Serving the last good version, {version}.")


def _rejudge(terminal: Terminal, settings: "Settings") -> None:
    """Judge anew what was judged by another profile; where that cannot be done, what is there goes on being served."""
    from consumo.services.rejudge import is_judged_otherwise, rejudge

    try:
        if not is_judged_otherwise(settings):
            return
        done = rejudge(settings)
    except ConsumoError as error:
        terminal.note(f"Error: {error.es}", f"Error: {error.en}")
        return
    terminal.note(
        f"El perfil de la crítica cambió: lo publicado se juzgó de nuevo, versión {done.version_datos}.",
        f"The profile of the critique changed: what is published was judged anew, version {done.version_datos}.",
    )


def _prepare_forecast(settings: "Settings") -> str | None:
    """See to it that the published version gets its forecast; return its id, None if nothing is published."""
    from consumo.services.forecasting import prepare_in_background
    from consumo.services.versions import current_version

    version = current_version(settings)
    if version is not None:
        prepare_in_background(settings, version)
    return version


def _announce(terminal: Terminal, settings: "Settings", version: str | None, *, wanted: int | None) -> None:
    from consumo.cli.ports import shown_host
    from consumo.services.token import token_of

    asked = wanted or settings_from().port
    if settings.port != asked:
        terminal.note(
            f"El puerto {asked} está en uso; se usa el {settings.port}.",
            f"Port {asked} is in use; using {settings.port}.",
        )
    if version is None:
        terminal.note(
            "Todavía no hay datos: importe un libro con «consumo importar RUTA».",
            "There are no data yet: import a workbook with 'consumo importar PATH'.",
        )
    token = token_of(settings)
    if token.created:
        terminal.say(
            f"Token para escribir (se muestra esta única vez; queda en la carpeta de datos): {token.value}",
            f"Token for writing (shown this once; kept in the data folder): {token.value}",
        )
    url = f"http://{shown_host(settings.host)}:{settings.port}"
    terminal.say(
        f"consumo en {url}  (API: {url}/docs, versión de datos: {version or 'ninguna'}). Ctrl+C para terminar.",
        f"consumo at {url}  (API: {url}/docs, data version: {version or 'none'}). Ctrl+C to stop.",
    )


def _serve(settings: "Settings", workers: int) -> None:
    import multiprocessing
    import os

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # A worker forked from here would inherit the threads of the import's storage engine, and die at the first reload.
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "consumo.wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=min(_MOST_THREADS, 2 * (os.cpu_count() or 1) + 1),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve()
