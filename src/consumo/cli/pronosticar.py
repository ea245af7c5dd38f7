"""`consumo pronosticar`: make the forecast of a version, and write it to a file where asked."""

from pathlib import Path
from typing import Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import terminal_of
from consumo.domain.errors import NoDataError

__all__ = ["run"]


def run(
    context: typer.Context,
    *,
    datos: Datos = None,
    version: Annotated[str | None, typer.Option(help="Versión de datos.  [por defecto: la publicada]")] = None,
    salida: Annotated[
        Path | None, typer.Option(help="Archivo .csv o .xlsx con el pronóstico de cada usuario.", metavar="ARCHIVO")
    ] = None,
    en_turno: Annotated[bool, typer.Option("--en-turno", hidden=True)] = False,
) -> None:
    """Prepara el pronóstico de una versión.

    La API lo sirve desde entonces; con --salida también se escribe en un archivo.
    """
    from consumo.services.forecasting import prepare_forecast, prepare_in_turn
    from consumo.services.versions import current_version

    terminal = terminal_of(context)
    if salida is not None:
        from consumo.services.forecast_file import check_forecast_path

        check_forecast_path(salida)
    settings = settings_from(datos=datos)
    if en_turno:
        made = prepare_in_turn(settings)
        terminal.say(f"Pronósticos hechos: {made}.", f"Forecasts made: {made}.")
        return
    wanted = version or current_version(settings)
    if wanted is None:
        raise NoDataError
    with terminal.progress("Pronosticando", "Forecasting") as progress:
        prepare_forecast(settings, wanted, progress=progress)
    terminal.say(f"Pronóstico de la versión {wanted} listo.", f"The forecast of version {wanted} is ready.")
    if salida is not None:
        from consumo.services.forecast_file import write_forecast

        rows = write_forecast(settings, wanted, salida)
        terminal.say(f"{salida}: {rows} filas.", f"{salida}: {rows} rows.")
