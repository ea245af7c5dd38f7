"""Write a sample workbook."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from consumo.domain.errors import ParameterError, StorageError
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
    replace: bool = False,
    progress: Callable[[str, float], None] | None = None,
) -> SampleWorkbook:
    """Write a realistic workbook of invented readings at `path`; the same arguments give the same readings.

    The file appears whole or not at all.

    Args:
        path: file to write (`.xlsx`); its folder must exist.
        usuarios: number of usuarios, at least 1.
        ciclos: number of monthly ciclos, the last of them 2025-09.
        baterias: number of baterias, at most one per usuario.
        semilla: seed.
        replace: whether a file that is there already may be written over.
        progress: called with the sheet being written and the fraction done, 0 to 1.

    Raises:
        ParameterError: if a size is out of its range, or the path is not that of a new `.xlsx`.
        StorageError: if the file cannot be written.
    """
    target = Path(path)
    _check_target(target, replace=replace)
    world = draw_world(usuarios=usuarios, ciclos=ciclos, baterias=baterias, semilla=semilla)
    unfinished = target.with_name(f"~{target.name}.tmp")
    try:
        try:
            rows = write_workbook(world, unfinished, progress=progress)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"No se puede escribir «{target}»: {error.strerror}. Elija otra carpeta o cierre el libro si está abierto.",
            f"Cannot write '{target}': {error.strerror}. Choose another folder, or close the workbook if it is open.",
        ) from error
    return SampleWorkbook(target, rows)


def _check_target(target: Path, *, replace: bool) -> None:
    if target.suffix.lower() != ".xlsx":
        raise ParameterError("ruta", str(target), "un archivo terminado en .xlsx", "a file whose name ends in .xlsx")
    if target.exists() and not replace:
        raise ParameterError(
            "ruta",
            str(target),
            "un archivo que no exista (o --reemplazar)",
            "a file that does not exist (or --reemplazar)",
        )
