"""The forecast of a workbook that is not published: in a data folder that is thrown away, by the same steps."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from consumo.domain.errors import NoDataError
from consumo.services.engine import LOCAL
from consumo.services.forecast_file import check_forecast_path, write_forecast
from consumo.services.forecasting import prepare_forecast
from consumo.services.mappings import remembered
from consumo.services.publish import import_workbooks
from consumo.services.settings import Settings

__all__ = ["forecast_workbook"]

Progress = Callable[[str, float], None]

_READING: Final = 0.3  # share of the whole that reading is counted as


def forecast_workbook(
    settings: Settings,
    ruta: Path,
    salida: Path,
    *,
    horizonte: int,
    motor: str = LOCAL,
    progress: Progress = lambda _what, _share: None,
) -> int:
    """Read a workbook (or a folder of them), forecast every usuario and write the file; nothing is published.

    Args:
        settings: names the perfil, the limits and the data folder whose remembered mappings count.
        ruta: the workbook.
        salida: as in `write_forecast`.
        horizonte: ciclos ahead, 1 to MAX_HORIZON.
        motor: see `consumo.services.engine`.
        progress: told what is being done and the share done, 0 to 1.

    Returns:
        Number of rows written.

    Raises:
        ConsumoError: as `import_workbooks`, `prepare_forecast` and `write_forecast`.
    """
    check_forecast_path(salida)
    with TemporaryDirectory() as folder:
        aside = settings.model_copy(update={"datos": Path(folder)})
        mappings = remembered(settings)
        found = import_workbooks(
            aside, [ruta], mapeos=mappings, progress=lambda step, share: progress(step, _READING * share)
        )
        if found.version_datos is None:
            raise NoDataError
        prepare_forecast(
            aside, motor=motor, progress=lambda step, share: progress(step, _READING + (1 - _READING) * share)
        )
        return write_forecast(aside, found.version_datos, salida, horizonte=horizonte)
