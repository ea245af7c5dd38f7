"""The task `leer` of the child process: look at the files from outside, read them, write down what they say."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consumo.importing.inspect_file import inspect_file
from consumo.importing.isolated_limits import Limits
from consumo.importing.isolated_result import save_result
from consumo.importing.load import read_lecturas, workbooks_in

if TYPE_CHECKING:
    from consumo.importing.isolated_child import Told

__all__ = ["read_task"]


def read_task(request: Mapping[str, Any], folder: Path, limits: Limits, told: "Told") -> None:
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

    read = read_lecturas(rutas, hoja=request["hoja"], progress=progress)
    save_result(folder, replace(read, hallazgos=(*seen, *read.hallazgos)))
