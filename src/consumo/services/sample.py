"""Write a sample workbook."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from consumo.domain.errors import StorageError
from consumo.sample.workbook import write_workbook
from consumo.sample.world import draw_world

__all__ = ["SampleWorkbook", "write_sample"]


@dataclass(frozen=True, slots=True)
class SampleWorkbook:
    """What was written: where, and how many rows of readings."""

    ruta: Path
    filas: int


def write_sample(
    path: str | Path,
    *,
    usuarios: int = 120,
    ciclos: int = 36,
    baterias: int = 6,
    semilla: int = 0,
    progress: Callable[[str, float], None] | None = None,
) -> SampleWorkbook:
    """Write a realistic workbook of invented readings at `path`; the same arguments give the same readings.

    Args:
        path: file to write (`.xlsx`); its folder must exist.
        usuarios: number of usuarios, at least 1.
        ciclos: number of monthly ciclos, the last of them 2025-09.
        baterias: number of baterias, at most one per usuario.
        semilla: seed.
        progress: called with the sheet being written and the fraction done, 0 to 1.

    Raises:
        ParameterError: if a size is out of its range.
        StorageError: if the file cannot be written.
    """
    target = Path(path)
    world = draw_world(usuarios=usuarios, ciclos=ciclos, baterias=baterias, semilla=semilla)
    try:
        rows = write_workbook(world, target, progress=progress)
    except OSError as error:
        raise StorageError(
            f"No se puede escribir «{target}»: {error.strerror}. Elija otra carpeta o cierre el libro si está abierto.",
            f"Cannot write '{target}': {error.strerror}. Choose another folder, or close the workbook if it is open.",
        ) from error
    return SampleWorkbook(target, rows)
