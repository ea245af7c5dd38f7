"""A stored forecast as a file: csv, xlsx or parquet, a row per usuario and ciclo."""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.errors import InputError, NotReadyError, ParameterError, StorageError
from consumo.domain.forecast_result import Forecast, is_served
from consumo.domain.making import Making
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import MAX_HORIZON
from consumo.forecast.predict import forecast_frame
from consumo.services.dataset import Dataset
from consumo.services.queries.pronosticos import check_ahead
from consumo.services.queries.scope import scope_of
from consumo.services.settings import Settings
from consumo.storage.reader import Reader

__all__ = ["check_forecast_path", "forecast_csv", "forecast_xlsx", "write_forecast"]

Rows = NDArray[np.intp]
Progress = Callable[[str, float], None]

_SUFFIXES: Final = (".parquet", ".csv", ".xlsx")
_SHEET_ROWS: Final = 1_048_575
_BLOCK: Final = 5_000
_AS_TEXT: Final = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
"""An id that begins with = stays a text when the workbook is opened."""


def check_forecast_path(path: Path) -> None:
    """Refuse a path to which no forecast can be written, before any work is done.

    Raises:
        ParameterError: if its ending is not one that we write.
    """
    if path.suffix.lower() not in _SUFFIXES:
        expected = " | ".join(_SUFFIXES)
        raise ParameterError("salida", str(path), f"un archivo {expected}", f"a file {expected}")


def write_forecast(
    settings: Settings,
    version: str,
    path: Path,
    *,
    horizonte: int = MAX_HORIZON,
    progress: Progress = lambda _what, _share: None,
) -> int:
    """Write `usuario, ciclo, desde, hasta, dias, kwh` and the limits of each band, a row per usuario and ciclo.

    Args:
        settings: the data folder.
        version: a version whose forecast has been made.
        path: `.parquet`, `.csv` or `.xlsx`; replaced if it exists.
        horizonte: ciclos ahead, 1 to MAX_HORIZON.
        progress: told the share of the usuarios that is written.

    Returns:
        Number of rows written.

    Raises:
        InputError: if there are more rows than a sheet holds, none for a .parquet, or `horizonte` is out of its range.
        NotReadyError: if the version has no forecast.
        StorageError: if the file cannot be written.
    """
    check_forecast_path(path)
    check_ahead(horizonte)
    snapshot = Reader(settings.datos).snapshot(version)
    panel, forecast = snapshot.panel, _ready(snapshot.forecast, version)
    rows = np.arange(panel.n_usuarios)
    frames = _Counted(_blocks(panel, forecast, rows, horizonte), len(rows), progress)
    try:
        match path.suffix.lower():
            case ".xlsx":
                frame = _sheet(panel, forecast, rows, horizonte)
                with path.open("wb") as file:
                    return _write_xlsx(file, frame)
            case ".csv":
                with path.open("wb") as file:
                    for k, frame in enumerate(frames):
                        file.write(_csv_of(frame, header=k == 0))
            case _:
                if not is_served(forecast.motivos).any():
                    raise _nobody(forecast)
                _write_parquet(path, frames)
    except OSError as error:
        raise StorageError(
            f"No se puede escribir «{path}»: {error.strerror}.", f"Cannot write '{path}': {error.strerror}."
        ) from error
    return frames.rows


def forecast_csv(dataset: Dataset, *, bateria: str | None = None, horizonte: int = 6) -> Iterator[bytes]:
    """Return the forecast as CSV, block by block, so that no request holds a country in memory.

    Args:
        dataset: the version to write.
        bateria: only its usuarios.
        horizonte: ciclos ahead, 1 to MAX_HORIZON.

    Raises:
        NotFoundError: if there is no such bateria.
        NotReadyError: while the forecast is being prepared.
        ParameterError: if `horizonte` is out of its range.
    """
    check_ahead(horizonte)
    rows = scope_of(dataset.panel, usuario=None, bateria=bateria).rows(dataset.panel)
    forecast = _ready(dataset.forecast, dataset.version_datos, dataset.making)
    frames = _blocks(dataset.panel, forecast, rows, horizonte)
    return (_csv_of(frame, header=k == 0) for k, frame in enumerate(frames))


def forecast_xlsx(dataset: Dataset, *, bateria: str | None = None, horizonte: int = 6) -> bytes:
    """Return the forecast as a workbook; arguments and errors as in `forecast_csv`.

    Raises:
        InputError: if there are more rows than a sheet holds.
    """
    check_ahead(horizonte)
    rows = scope_of(dataset.panel, usuario=None, bateria=bateria).rows(dataset.panel)
    frame = _sheet(dataset.panel, _ready(dataset.forecast, dataset.version_datos, dataset.making), rows, horizonte)
    file = BytesIO()
    _write_xlsx(file, frame)
    return file.getvalue()


def _ready(forecast: Forecast | None, version: str, making: Making | None = None) -> Forecast:
    if forecast is None and making is not None and making.fallo is not None:
        es, en = making.fallo
        raise NotReadyError(
            f"El pronóstico de la versión {version} no se pudo hacer: {es}",
            f"The forecast of version {version} could not be made: {en}",
        )
    if forecast is None:
        raise NotReadyError(
            f"El pronóstico de la versión {version} se está preparando; vuelva a pedirlo en unos segundos.",
            f"The forecast of version {version} is being prepared; ask again in a few seconds.",
        )
    return forecast


def _blocks(panel: Panel, forecast: Forecast, rows: Rows, horizonte: int) -> Iterator[pd.DataFrame]:
    for start in range(0, max(len(rows), 1), _BLOCK):
        yield forecast_frame(panel, forecast, rows=rows[start : start + _BLOCK], horizonte=horizonte)


def _nobody(forecast: Forecast) -> InputError:
    """Say that a Parquet file would be empty: the library writes none of no rows."""
    return InputError(
        f"Ningún usuario tiene pronóstico, no hay filas que escribir. {forecast.modelo.motivo}".rstrip(),
        f"No usuario has a forecast, there are no rows to write. {forecast.modelo.motivo_en}".rstrip(),
    )


class _Counted:
    """Blocks on their way to a file, counted."""

    def __init__(self, frames: Iterable[pd.DataFrame], usuarios: int, progress: Progress) -> None:
        self.rows = 0
        self._frames, self._usuarios, self._progress = frames, max(usuarios, 1), progress

    def __iter__(self) -> Iterator[pd.DataFrame]:
        for k, frame in enumerate(self._frames, start=1):
            yield frame
            self.rows += len(frame)
            self._progress("", min(k * _BLOCK / self._usuarios, 1.0))


def _write_parquet(path: Path, frames: Iterable[pd.DataFrame]) -> None:
    from consumo.storage.parquet_file import write_parquet  # noqa: PLC0415 - deltalake, that csv and xlsx do without

    write_parquet(path, ({str(name): column.to_numpy() for name, column in frame.items()} for frame in frames))


def _csv_of(frame: pd.DataFrame, *, header: bool) -> bytes:
    return frame.to_csv(index=False, header=header, float_format="%.3f", lineterminator="\n").encode()


def _sheet(panel: Panel, forecast: Forecast, rows: Rows, horizonte: int) -> pd.DataFrame:
    frame = forecast_frame(panel, forecast, rows=rows, horizonte=horizonte)
    if len(frame) > _SHEET_ROWS:
        raise InputError(
            f"Son {len(frame)} filas y una hoja tiene {_SHEET_ROWS}: pida un .csv.",
            f"There are {len(frame)} rows and a sheet holds {_SHEET_ROWS}: ask for a .csv.",
        )
    return frame.round(dict.fromkeys(frame.columns[5:], 3))


def _write_xlsx(file: BinaryIO, frame: pd.DataFrame) -> int:
    options: dict[str, Any] = _AS_TEXT
    with pd.ExcelWriter(file, engine="xlsxwriter", datetime_format="yyyy-mm-dd", engine_kwargs=options) as book:
        frame.to_excel(book, index=False, sheet_name="Pronostico")
    return len(frame)
