"""The hallazgos of a version as one file: those of the Panel, and those of reading each source that counts."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from consumo.domain.hallazgo import Hallazgo, Rango
from consumo.domain.propuesta import Propuesta, TipoPropuesta
from consumo.domain.vocabulary import Severidad
from consumo.storage.durable import read_json, write_json

__all__ = ["Findings", "load_findings", "save_findings"]

_PLAIN: Final = ("codigo", "hoja", "fila", "columna", "valor", "usuario", "bateria", "ciclo", "veces", "kwh_en_riesgo")


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
    for name in ("evidencia", "sobre"):
        if content := getattr(h, name):
            record[name] = _plain(content)
    if h.gravedad is not None:
        record["gravedad"] = h.gravedad.value
    if h.rango is not None:
        record["rango"] = _plain((h.rango.minimo, h.rango.maximo, h.rango.unidad))
    if h.propuesta is not None:
        record["propuesta"] = _proposal_to_plain(h.propuesta)
    if h.alternativas:
        record["alternativas"] = [_proposal_to_plain(one) for one in h.alternativas]
    return record


def _proposal_to_plain(one: Propuesta) -> dict[str, Any]:
    fields = ((name, getattr(one, name)) for name in ("tipo", "campo", "de", "a", "kwh", "cuenta"))
    return {name: _plain(value) for name, value in fields if value is not None}


def _proposal_from_plain(record: Mapping[str, Any]) -> Propuesta:
    return Propuesta(**{"campo": None, **record, "tipo": TipoPropuesta(record["tipo"])})


def _plain(value: Any) -> Any:
    """Return `value` as JSON has it: evidence is gathered by many hands, and one odd number must not stop an import."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _from_plain(record: dict[str, Any]) -> Hallazgo:
    read = dict(record)
    if gravedad := read.pop("gravedad", None):
        read["gravedad"] = Severidad(gravedad)
    if rango := read.pop("rango", None):
        read["rango"] = Rango(*rango)
    if propuesta := read.pop("propuesta", None):
        read["propuesta"] = _proposal_from_plain(propuesta)
    read["alternativas"] = tuple(map(_proposal_from_plain, read.pop("alternativas", ())))
    return Hallazgo(**read)
