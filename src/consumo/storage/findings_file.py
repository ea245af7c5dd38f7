"""The hallazgos of a version as one file: those of the Panel, and those of reading each source that counts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.hallazgo_record import hallazgo_of, record_of
from consumo.storage.durable import read_json, write_json

__all__ = ["Findings", "load_findings", "save_findings"]


class Findings(NamedTuple):
    """The findings of a version.

    Attributes:
        lectura: those of reading each source; those of an earlier import stand until its source is imported again.
        panel: those of the Panel as a whole.
    """

    lectura: Mapping[str, Sequence[Hallazgo]]
    panel: Sequence[Hallazgo]

    @property
    def every(self) -> tuple[Hallazgo, ...]:
        """All of them."""
        return tuple(h for found in (*self.lectura.values(), self.panel) for h in found)


def save_findings(path: Path, findings: Findings) -> None:
    """Write the findings; their sentences are rendered anew when read."""
    read = {fuente: [record_of(h) for h in found] for fuente, found in findings.lectura.items()}
    write_json(path, {"lectura": read, "panel": [record_of(h) for h in findings.panel]})


def load_findings(path: Path) -> Findings:
    """Read the findings back; none if the file is absent."""
    content = read_json(path) or {"lectura": {}, "panel": []}
    read = {fuente: tuple(map(hallazgo_of, found)) for fuente, found in content["lectura"].items()}
    return Findings(read, tuple(map(hallazgo_of, content["panel"])))
