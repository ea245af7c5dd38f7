"""A person's workbook back with its problems marked in it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from consumo.domain.errors import ParameterError, StorageError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Idioma
from consumo.importing.annotate import Annotated
from consumo.importing.annotate_isolated import annotate_isolated
from consumo.importing.mapping import Mapping
from consumo.services.mappings import remembered
from consumo.services.settings import Settings

__all__ = ["Annotated", "annotate", "check_annotated_paths"]


def annotate(
    settings: Settings,
    libro: Path,
    salida: Path,
    *,
    found: Sequence[Hallazgo] = (),
    mapeos: Sequence[Mapping] = (),
    idioma: Idioma = Idioma.ES,
    progress: Callable[[str, float], None] | None = None,
) -> Annotated:
    """Write `libro` as `salida` with its problems coloured and commented, and listed in a sheet `Observaciones`.

    Args:
        settings: names the data folder, whose confirmed mappings hold here too.
        libro: the workbook.
        salida: an .xlsx; it is replaced if it exists.
        found: the findings of an import; those about what this workbook says are placed in it.
        mapeos: confirmed by a person, as of `import_workbooks`.
        idioma: language of the comments.
        progress: told what is being done and the share done, 0 to 1.

    Raises:
        ParameterError: if `salida` is no .xlsx, or is the workbook itself.
        WorkbookError: if the workbook cannot be opened.
        StorageError: if `salida` cannot be written.
    """
    check_annotated_paths([libro], salida)
    try:
        return annotate_isolated(
            libro,
            salida,
            found=[h for h in found if h.hoja is None and (h.usuario or h.bateria)],
            mappings=[*mapeos, *remembered(settings)],
            idioma=idioma,
            memory=None if settings.max_memoria_mb is None else settings.max_memoria_mb * 1_000_000,
            progress=progress,
        )
    except OSError as error:
        raise StorageError(
            f"No se puede escribir «{salida}»: {error.strerror}. Elija otra carpeta o cierre el libro si está abierto.",
            f"Cannot write '{salida}': {error.strerror}. Choose another folder, or close the workbook if it is open.",
        ) from error


def check_annotated_paths(libros: Sequence[Path], salida: Path) -> None:
    """Refuse to write over what a person gave, or what Excel would not open.

    Raises:
        ParameterError: naming what does not hold.
    """
    if salida.suffix.lower() != ".xlsx":
        raise ParameterError("anotar", str(salida), "un archivo terminado en .xlsx", "a file whose name ends in .xlsx")
    if any(salida.absolute() == libro.absolute() for libro in libros):
        raise ParameterError(
            "anotar", str(salida), "un archivo que no sea el libro mismo", "a file other than the workbook"
        )
    if len(libros) > 1:
        names = ", ".join(libro.name for libro in libros)
        raise ParameterError("anotar", names, "un solo libro", "a single workbook")
