"""The task `anotar` of the child process: write a workbook back with its problems marked."""

import json
from collections.abc import Mapping as AnyMapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from consumo.domain.hallazgo_record import hallazgo_of
from consumo.domain.vocabulary import Idioma
from consumo.importing.annotate import annotate_workbook
from consumo.importing.inspect_file import inspect_file
from consumo.importing.isolated_limits import Limits
from consumo.importing.isolated_told import Told
from consumo.importing.mapping import Mapping

__all__ = ["ANNOTATED", "COUNTS", "annotate_task"]

ANNOTATED = "anotado.xlsx"
COUNTS = "anotado.json"


def annotate_task(request: AnyMapping[str, Any], folder: Path, limits: Limits, told: Told) -> None:
    """Write the workbook of `request`, marked, into `folder`.

    Raises:
        WorkbookError: if it cannot be opened.
    """
    source = Path(request["ruta"])
    told.file(source.name)
    inspect_file(source, limits)
    done = annotate_workbook(
        source,
        folder / ANNOTATED,
        found=[hallazgo_of(record) for record in request["hallazgos"]],
        mappings=[Mapping.from_dict(mapping) for mapping in request["mapeos"]],
        idioma=Idioma(request["idioma"]),
        progress=told.progress,
    )
    (folder / COUNTS).write_text(json.dumps(asdict(done)), encoding="ascii")
