"""Publish the sample workbook in a data folder that holds nothing yet."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from consumo.domain.errors import StorageError
from consumo.services.publish import import_workbooks
from consumo.services.sample import write_sample
from consumo.services.settings import Settings
from consumo.services.versions import current_version

__all__ = ["publish_sample"]

_NAME: Final = "ejemplo.xlsx"


def publish_sample(settings: Settings, *, progress: Callable[[str, float], None] | None = None) -> Path:
    """Write the sample workbook in the data folder and publish it, unless something is published already.

    A sample workbook that is there is left as it is: somebody may have edited it.

    Args:
        settings: the data folder.
        progress: called with the step's name and the fraction done, 0 to 1.

    Returns:
        Where the sample workbook is, or would be.

    Raises:
        StorageError: if the data folder cannot be written.
        WorkbookError: if the sample workbook was edited and cannot be read any more.
    """
    book = settings.datos / _NAME
    if current_version(settings) is not None:
        return book
    try:
        settings.datos.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"No se puede crear la carpeta de datos «{settings.datos}»: {error.strerror}. Elija otra con --datos.",
            f"Cannot create the data folder '{settings.datos}': {error.strerror}. Choose another with --datos.",
        ) from error
    if not book.exists():
        write_sample(book, progress=progress)
    import_workbooks(settings, [book], progress=progress)
    return book
