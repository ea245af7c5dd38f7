"""The empty workbook to fill in."""

from pathlib import Path

from consumo.domain.errors import ParameterError, StorageError
from consumo.sample.template import write_template

__all__ = ["save_template", "template"]


def template() -> bytes:
    """Return the .xlsx: the canonical columns with their checks, and a sheet that explains them."""
    return write_template()


def save_template(ruta: Path, *, replace: bool = False) -> Path:
    """Write the template at `ruta`.

    Raises:
        ParameterError: if the path is not that of a new `.xlsx`.
        StorageError: if the file cannot be written.
    """
    if ruta.suffix.lower() != ".xlsx":
        raise ParameterError("ruta", str(ruta), "un archivo terminado en .xlsx", "a file whose name ends in .xlsx")
    try:
        with ruta.open("wb" if replace else "xb") as stream:
            stream.write(template())
    except FileExistsError:
        raise ParameterError(
            "ruta",
            str(ruta),
            "un archivo que no exista (o --reemplazar)",
            "a file that does not exist (or --reemplazar)",
        ) from None
    except OSError as error:
        raise StorageError(
            f"No se puede escribir «{ruta}»: {error.strerror}. Elija otra carpeta o cierre el libro si está abierto.",
            f"Cannot write '{ruta}': {error.strerror}. Choose another folder, or close the workbook if it is open.",
        ) from error
    return ruta
