"""`consumo pronosticar`: make the forecast of a version or a workbook, and write it to a file where asked."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consumo.cli.options import Datos, settings_from
from consumo.cli.terminal import Terminal, terminal_of
from consumo.domain.errors import NoDataError, ParameterError
from consumo.domain.vocabulary import MAX_HORIZON

if TYPE_CHECKING:
    from consumo.services.settings import Settings

__all__ = ["run"]

_LOCAL = "local"

Ruta = Annotated[
    Path | None,
    typer.Argument(help="Libro que se pronostica sin publicarlo; sin él, la versión publicada.", metavar="[RUTA]"),
]
Horizonte = Annotated[int, typer.Option(help="Ciclos hacia adelante en el archivo.", min=1, max=MAX_HORIZON)]
Salida = Annotated[
    Path | None,
    typer.Option(help="Archivo .parquet, .csv o .xlsx con el pronóstico de cada usuario.", metavar="ARCHIVO"),
]
Motor = Annotated[str, typer.Option(help="Dónde se calcula: local, o dask://SERVIDOR:PUERTO de un clúster en marcha.")]
Calendario = Annotated[
    Path | None,
    typer.Option(
        help="CSV con las fechas (desde, hasta) de los ciclos que vienen.  [por defecto: CONSUMO_CALENDARIO]",
        metavar="ARCHIVO",
        show_default=False,
    ),
]
Series = Annotated[
    Path | None,
    typer.Option(
        help="CSV con series conocidas de antemano, una fila por ciclo (festivos, temperatura).  "
        "[por defecto: CONSUMO_SERIES]",
        metavar="ARCHIVO",
        show_default=False,
    ),
]


def run(  # noqa: PLR0913 - an option per thing that may be given
    context: typer.Context,
    ruta: Ruta = None,
    *,
    datos: Datos = None,
    version: Annotated[str | None, typer.Option(help="Versión de datos.  [por defecto: la publicada]")] = None,
    horizonte: Horizonte = MAX_HORIZON,
    salida: Salida = None,
    motor: Motor = _LOCAL,
    calendario: Calendario = None,
    series: Series = None,
    en_turno: Annotated[bool, typer.Option("--en-turno", hidden=True)] = False,
) -> None:
    """Prepara el pronóstico de una versión.

    La API lo sirve desde entonces; con --salida también se escribe en un archivo.
    """
    terminal = terminal_of(context)
    if salida is not None:
        from consumo.services.forecast_file import check_forecast_path

        check_forecast_path(salida)
    settings = settings_from(datos=datos, calendario=calendario, series=series)
    if en_turno:
        _in_turn(terminal, settings)
    elif ruta is not None:
        _of_workbook(terminal, settings, ruta, salida, horizonte, motor)
    else:
        _of_version(terminal, settings, version, salida, horizonte, motor)


def _in_turn(terminal: Terminal, settings: "Settings") -> None:
    from consumo.services.forecasting import prepare_in_turn

    made = prepare_in_turn(settings)
    terminal.say(f"Pronósticos hechos: {made}.", f"Forecasts made: {made}.")


def _of_version(
    terminal: Terminal, settings: "Settings", version: str | None, salida: Path | None, horizonte: int, motor: str
) -> None:
    from consumo.services.forecasting import prepare_forecast
    from consumo.services.versions import current_version

    wanted = version or current_version(settings)
    if wanted is None:
        raise NoDataError
    with terminal.progress("Pronosticando", "Forecasting") as progress:
        card = prepare_forecast(settings, wanted, motor=motor, progress=progress).modelo
    terminal.say(f"Pronóstico de la versión {wanted} listo.", f"The forecast of version {wanted} is ready.")
    if card.motivo:  # why there is none, or why seasonal-naive is served
        code = f"{card.codigo}: " if card.codigo else ""
        terminal.say(code + card.motivo, code + card.motivo_en)
    if salida is not None:
        from consumo.services.forecast_file import write_forecast

        with terminal.progress("Escribiendo", "Writing") as progress:
            rows = write_forecast(settings, wanted, salida, horizonte=horizonte, progress=progress)
        _written(terminal, salida, rows)


def _of_workbook(
    terminal: Terminal, settings: "Settings", ruta: Path, salida: Path | None, horizonte: int, motor: str
) -> None:
    from consumo.services.forecast_workbook import forecast_workbook

    if salida is None:
        raise ParameterError(
            "salida", None, "el archivo para el pronóstico del libro", "the file for the workbook's forecast"
        )
    with terminal.progress("Pronosticando", "Forecasting") as progress:
        rows = forecast_workbook(settings, ruta, salida, horizonte=horizonte, motor=motor, progress=progress)
    _written(terminal, salida, rows)


def _written(terminal: Terminal, salida: Path, rows: int) -> None:
    terminal.say(f"{salida}: {rows} filas.", f"{salida}: {rows} rows.")
