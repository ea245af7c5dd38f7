"""The hallazgos of a version as one file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Severidad
from consumo.storage.durable import read_json, write_json

__all__ = ["load_findings", "save_findings"]

_PLAIN: Final = ("codigo", "hoja", "fila", "columna", "valor", "usuario", "bateria", "ciclo", "veces")


def save_findings(path: Path, hallazgos: Sequence[Hallazgo]) -> None:
    """Write the findings; their sentences are rendered anew when read."""
    write_json(path, [_to_plain(h) for h in hallazgos])


def load_findings(path: Path) -> tuple[Hallazgo, ...]:
    """Read the findings back; none if the file is absent."""
    return tuple(_from_plain(record) for record in read_json(path) or [])


def _to_plain(h: Hallazgo) -> dict[str, Any]:
    record = {name: value for name in _PLAIN if (value := getattr(h, name)) is not None}
    if h.evidencia:
        record["evidencia"] = dict(h.evidencia)
    if h.gravedad is not None:
        record["gravedad"] = h.gravedad.value
    return record


def _from_plain(record: dict[str, Any]) -> Hallazgo:
    gravedad = record.get("gravedad")
    return Hallazgo(**{**record, "gravedad": Severidad(gravedad) if gravedad else None})
