"""Write the stored forecast of a version to a file."""

from pathlib import Path
from typing import Final

from consumo.domain.errors import InputError, ParameterError, StorageError
from consumo.forecast.predict import forecast_frame
from consumo.services.settings import Settings
from consumo.storage.store import Store

__all__ = ["check_forecast_path", "write_forecast"]

_SUFFIXES: Final = (".csv", ".xlsx")
_SHEET_ROWS: Final = 1_048_575


def check_forecast_path(path: Path) -> None:
    """Refuse a path to which no forecast can be written, before any work is done.

    Raises:
        ParameterError: if its ending is not one that we write.
    """
    if path.suffix.lower() not in _SUFFIXES:
        expected = " | ".join(_SUFFIXES)
        raise ParameterError("salida", str(path), f"un archivo {expected}", f"a file {expected}")


def write_forecast(settings: Settings, version: str, path: Path) -> int:
    """Write `usuario, ciclo, desde, hasta, dias, kwh` and the limits of each band, a row per usuario and ciclo.

    Args:
        settings: the data folder.
        version: a version whose forecast has been made.
        path: `.csv` or `.xlsx`; replaced if it exists.

    Returns:
        Number of rows written.

    Raises:
        InputError: if the version has no forecast, or there are more rows than a sheet holds.
        StorageError: if the file cannot be written.
    """
    check_forecast_path(path)
    snapshot = Store(settings.datos).snapshot(version)
    if snapshot.forecast is None:
        raise InputError(
            f"La versión {version} todavía no tiene pronóstico.", f"Version {version} has no forecast yet."
        )
    frame = forecast_frame(snapshot.panel, snapshot.forecast)
    as_csv = path.suffix.lower() == ".csv"
    if not as_csv and len(frame) > _SHEET_ROWS:
        raise InputError(
            f"Son {len(frame)} filas y una hoja tiene {_SHEET_ROWS}: escriba un .csv.",
            f"There are {len(frame)} rows and a sheet holds {_SHEET_ROWS}: write a .csv.",
        )
    try:
        if as_csv:
            frame.to_csv(path, index=False)
        else:
            frame.to_excel(path, index=False, sheet_name="Pronostico", engine="xlsxwriter")
    except OSError as error:
        raise StorageError(
            f"No se puede escribir «{path}»: {error.strerror}.", f"Cannot write '{path}': {error.strerror}."
        ) from error
    return len(frame)
