"""Reading workbooks in a process of its own: a file that kills its reader kills nothing else."""

from collections.abc import Callable, Sequence
from pathlib import Path

from consumo.importing.isolated_limits import limits_for
from consumo.importing.isolated_process import Progress, run_task
from consumo.importing.isolated_result import load_result
from consumo.importing.load import ReadResult, workbooks_in
from consumo.importing.mapping import Mapping

__all__ = ["read_isolated"]


def read_isolated(
    rutas: Sequence[Path],
    *,
    hoja: str | None = None,
    mappings: Sequence[Mapping] = (),
    memory: int | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ReadResult:
    """Do as `read_lecturas` does, with the memory and the time that a file may take bounded.

    Args:
        rutas: files or folders.
        hoja: read only this sheet.
        mappings: confirmed by a person; each overrides what is detected in the tables of its shape.
        memory: most that the reader may take [bytes]; as the machine allows if None.
        progress: called with the file's name and the share done [0-1].
        cancelled: asked ten times a second whether to stop.

    Raises:
        WorkbookError: if a file cannot be read, none holds a table, or one takes more than it may.
        CancelledError: if `cancelled` said so.
    """
    files = [file for ruta in rutas for file in workbooks_in(ruta)]
    names = ", ".join(file.name for file in files[:3]) or ", ".join(ruta.name for ruta in rutas)
    paths, confirmed = [str(ruta.absolute()) for ruta in rutas], [mapping.to_dict() for mapping in mappings]
    request = {"rutas": paths, "hoja": hoja, "mapeos": confirmed}
    limits = limits_for(files, memory=memory)
    with run_task("leer", request, limits=limits, archivo=names, progress=progress, cancelled=cancelled) as folder:
        return load_result(folder)
