"""Write the route sheet to a file, from what a person typed."""

from datetime import date
from pathlib import Path

from consumo.domain.errors import ParameterError, StorageError
from consumo.domain.vocabulary import Idioma
from consumo.services.dataset import Dataset
from consumo.services.route_rows import SOLO
from consumo.services.route_sheet import route_sheet

__all__ = ["write_route_sheet"]


def write_route_sheet(
    dataset: Dataset, path: Path, idioma: Idioma, *, bateria: str | None, solo: str, fecha: str | None
) -> None:
    """Write the route sheet; a file that is there is replaced.

    Args:
        dataset: the version.
        path: a `.xlsx`.
        idioma: language of the sheet.
        bateria: only the usuarios of this bateria.
        solo: one of SOLO.
        fecha: day of the reading, ISO; the end of the ciclo if None.

    Raises:
        ParameterError: if `path` is no .xlsx, `solo` is not one of SOLO or `fecha` no date.
        NotFoundError: if there is no such bateria.
        StorageError: if the file cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise ParameterError("ruta", str(path), "un archivo .xlsx", "a file .xlsx")
    chosen = next((one for one in SOLO if one == solo), None)
    if chosen is None:
        raise ParameterError("solo", solo, " | ".join(SOLO), " | ".join(SOLO))
    try:
        day = None if fecha is None else date.fromisoformat(fecha)
    except ValueError:
        raise ParameterError("fecha", fecha, "una fecha AAAA-MM-DD", "a date YYYY-MM-DD") from None
    content = route_sheet(dataset, idioma, bateria=bateria, solo=chosen, fecha=day)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise StorageError(
            f"No se puede escribir «{path}»: {error.strerror}.", f"Cannot write '{path}': {error.strerror}."
        ) from error
