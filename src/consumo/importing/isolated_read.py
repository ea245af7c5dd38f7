"""The task `leer` of the child process: look at the files from outside, read them, write down what they say."""

from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from consumo.importing.inspect_file import inspect_file
from consumo.importing.isolated_limits import Limits
from consumo.importing.isolated_result import save_result
from consumo.importing.isolated_told import Told
from consumo.importing.load import read_lecturas, workbooks_in
from consumo.importing.mapping import Mapping

__all__ = ["read_task"]


def read_task(request: AnyMapping[str, Any], folder: Path, limits: Limits, told: Told) -> None:
    """Read the files of `request` into `folder`.

    Raises:
        WorkbookError: if a file is not read.
    """
    rutas = [Path(ruta) for ruta in request["rutas"]]
    seen = []
    for file in (file for ruta in rutas for file in workbooks_in(ruta)):
        told.file(file.name)
        seen += inspect_file(file, limits)

    def progress(step: str, share: float) -> None:
        if step and step != told.archivo:
            told.file(step)
        told.progress(step, share)

    mappings = [Mapping.from_dict(mapping) for mapping in request["mapeos"]]
    read = read_lecturas(rutas, hoja=request["hoja"], mappings=mappings, progress=progress, max_cells=limits.cells)
    save_result(folder, replace(read, hallazgos=(*seen, *read.hallazgos)))
