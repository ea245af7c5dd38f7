"""The hallazgos of a version as one file: those of the Panel, and those of reading each source that counts."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Severidad
from consumo.storage.durable import read_json, write_json

__all__ = ["load_findings", "load_reading_findings", "save_findings"]

_PLAIN: Final = ("codigo", "hoja", "fila", "columna", "valor", "usuario", "bateria", "ciclo", "veces")

ByFuente = Mapping[str, Sequence[Hallazgo]]


def save_findings(path: Path, *, lectura: ByFuente, panel: Sequence[Hallazgo]) -> None:
    """Write the findings; their sentences are rendered anew when read.

    Args:
        path: the file.
        lectura: findings of reading each source; those of an earlier import stand until it is imported again.
        panel: findings of the Panel as a whole.
    """
    read = {fuente: [_to_plain(h) for h in found] for fuente, found in lectura.items()}
    write_json(path, {"lectura": read, "panel": [_to_plain(h) for h in panel]})


def load_findings(path: Path) -> tuple[Hallazgo, ...]:
    """Read all findings back; none if the file is absent."""
    content = read_json(path) or {"lectura": {}, "panel": []}
    every = [*content["lectura"].values(), content["panel"]]
    return tuple(_from_plain(record) for found in every for record in found)


def load_reading_findings(path: Path) -> dict[str, tuple[Hallazgo, ...]]:
    """Read back the findings of each source; none if the file is absent."""
    content = read_json(path) or {"lectura": {}}
    return {fuente: tuple(map(_from_plain, found)) for fuente, found in content["lectura"].items()}


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
