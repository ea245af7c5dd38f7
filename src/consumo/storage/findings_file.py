"""The hallazgos of a version as one file: those of the Panel, and those of reading each source that counts."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Severidad
from consumo.storage.durable import read_json, write_json

__all__ = ["Findings", "load_findings", "save_findings"]

_PLAIN: Final = ("codigo", "hoja", "fila", "columna", "valor", "usuario", "bateria", "ciclo", "veces")


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
    read = {fuente: [_to_plain(h) for h in found] for fuente, found in findings.lectura.items()}
    write_json(path, {"lectura": read, "panel": [_to_plain(h) for h in findings.panel]})


def load_findings(path: Path) -> Findings:
    """Read the findings back; none if the file is absent."""
    content = read_json(path) or {"lectura": {}, "panel": []}
    read = {fuente: tuple(map(_from_plain, found)) for fuente, found in content["lectura"].items()}
    return Findings(read, tuple(map(_from_plain, content["panel"])))


def _to_plain(h: Hallazgo) -> dict[str, Any]:
    record = {name: _plain(value) for name in _PLAIN if (value := getattr(h, name)) is not None}
    if h.evidencia:
        record["evidencia"] = {name: _plain(value) for name, value in h.evidencia.items()}
    if h.gravedad is not None:
        record["gravedad"] = h.gravedad.value
    return record


def _plain(value: Any) -> Any:
    """Return `value` as JSON has it: evidence is gathered by many hands, and one odd number must not stop an import."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _from_plain(record: dict[str, Any]) -> Hallazgo:
    gravedad = record.get("gravedad")
    return Hallazgo(**{**record, "gravedad": Severidad(gravedad) if gravedad else None})
