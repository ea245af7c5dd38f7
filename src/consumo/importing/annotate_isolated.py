"""Annotating a workbook in a process of its own, as `isolated` reads one."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.hallazgo_record import record_of
from consumo.domain.vocabulary import Idioma
from consumo.importing.annotate import Annotated
from consumo.importing.isolated_annotate import ANNOTATED, COUNTS
from consumo.importing.isolated_limits import limits_for
from consumo.importing.isolated_process import Progress, run_task
from consumo.importing.mapping import Mapping

__all__ = ["annotate_isolated"]

_COPYING: Final = 3
"""Times the processor time of reading that reading, copying and compressing a workbook may take."""


def annotate_isolated(
    source: Path,
    target: Path,
    *,
    found: Sequence[Hallazgo] = (),
    mappings: Sequence[Mapping] = (),
    idioma: Idioma = Idioma.ES,
    memory: int | None = None,
    progress: Progress | None = None,
) -> Annotated:
    """Do as `annotate_workbook` does, with the memory and the time bounded; `target` appears whole or not at all.

    Args:
        source: the workbook.
        target: an .xlsx; it is replaced if it exists.
        found: findings about a usuario and ciclo, to be placed where the workbook says them.
        mappings: as of `read_lecturas`.
        idioma: language of the comments.
        memory: most that the process may take [bytes]; as the machine allows if None.
        progress: called with the file's name and the share done [0-1].

    Raises:
        WorkbookError: if the file cannot be opened, or takes more than it may.
        OSError: if `target` cannot be written.
    """
    request = {
        "ruta": str(source.absolute()),
        "hallazgos": [record_of(h) for h in found],
        "mapeos": [mapping.to_dict() for mapping in mappings],
        "idioma": idioma.value,
    }
    limits = limits_for([source], memory=memory)
    limits = replace(limits, cpu=limits.cpu * _COPYING, wall=limits.wall * _COPYING)
    with run_task("anotar", request, limits=limits, archivo=source.name, progress=progress) as folder:
        unfinished = target.with_name(f"~{target.name}.tmp")
        try:
            shutil.copyfile(folder / ANNOTATED, unfinished)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        return Annotated(**json.loads((folder / COUNTS).read_text(encoding="ascii")))
