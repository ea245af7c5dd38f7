"""A hallazgo as a plain record: what is kept in files and passed between processes; sentences are rendered anew."""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from consumo.domain.hallazgo import Hallazgo, Rango
from consumo.domain.propuesta import Propuesta, TipoPropuesta
from consumo.domain.vocabulary import Severidad

__all__ = ["hallazgo_of", "plain_of", "record_of"]

_PLAIN: Final = ("codigo", "hoja", "fila", "columna", "valor", "usuario", "bateria", "ciclo", "veces", "kwh_en_riesgo")


def record_of(h: Hallazgo) -> dict[str, Any]:
    """Return what JSON can hold of `h`; evidence that it cannot becomes null or text."""
    record = {name: plain_of(value) for name in _PLAIN if (value := getattr(h, name)) is not None}
    for name in ("evidencia", "sobre"):
        if content := getattr(h, name):
            record[name] = plain_of(content)
    if h.gravedad is not None:
        record["gravedad"] = h.gravedad.value
    if h.rango is not None:
        record["rango"] = plain_of((h.rango.minimo, h.rango.maximo, h.rango.unidad))
    if h.propuesta is not None:
        record["propuesta"] = _proposal_to_plain(h.propuesta)
    if h.alternativas:
        record["alternativas"] = [_proposal_to_plain(one) for one in h.alternativas]
    return record


def hallazgo_of(record: Mapping[str, Any]) -> Hallazgo:
    """Return the hallazgo of which `record` was made."""
    read = dict(record)
    if gravedad := read.pop("gravedad", None):
        read["gravedad"] = Severidad(gravedad)
    if rango := read.pop("rango", None):
        read["rango"] = Rango(*rango)
    if propuesta := read.pop("propuesta", None):
        read["propuesta"] = _proposal_from_plain(propuesta)
    read["alternativas"] = tuple(map(_proposal_from_plain, read.pop("alternativas", ())))
    return Hallazgo(**read)


def _proposal_to_plain(one: Propuesta) -> dict[str, Any]:
    fields = ((name, getattr(one, name)) for name in ("tipo", "campo", "de", "a", "kwh", "cuenta"))
    return {name: plain_of(value) for name, value in fields if value is not None}


def _proposal_from_plain(record: Mapping[str, Any]) -> Propuesta:
    return Propuesta(**{"campo": None, **record, "tipo": TipoPropuesta(record["tipo"])})


def plain_of(value: Any) -> Any:
    """Return `value` as JSON has it: evidence is gathered by many hands, and one odd number must not stop an import."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list | tuple):
        return [plain_of(part) for part in value]
    if isinstance(value, Mapping):
        return {str(name): plain_of(part) for name, part in value.items()}
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
