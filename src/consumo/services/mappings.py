"""Confirmed mappings: written for people as TOML, and remembered in the data folder for files of the same shape.

mapeos/FORMA.toml    what the files of a family mean
"""

import json
import os
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from consumo.domain.errors import ParameterError, StorageError
from consumo.importing.mapping import MEANINGS, Mapping
from consumo.importing.proposal import Proposal
from consumo.services.settings import Settings

__all__ = [
    "MEANINGS",
    "Mapping",
    "is_confirmed",
    "mapping_from",
    "read_mapping",
    "remember",
    "remembered",
    "to_toml",
    "unconfirmed",
]

_FOLDER: Final = "mapeos"
_HELP: Final = f"""\
# Qué significa cada columna. Corrija lo que no sea así, guarde, e importe con: consumo importar LIBRO --mapeo ESTE.toml
# What each column means. Correct what is not so, save, and import with: consumo importar WORKBOOK --mapeo THIS.toml
#
# significado = {" | ".join(MEANINGS)}
# mes = "2025-09" donde la columna trae las cifras de un mes / where the column holds the figures of one month
# orden_fecha = "dma" (31/12/2025) | "mda" (12/31/2025);  decimal = "," | "."
# ignorar = true: de esa tabla no se toma nada / nothing is taken from that table
"""


def to_toml(mapping: Mapping, proposals: Iterable[Proposal] = ()) -> str:
    """Return the mapping as a file that a person can read and correct; `read_mapping` gives it back.

    Args:
        mapping: what is confirmed.
        proposals: give each column its reason and examples, as comments.
    """
    said = {
        (table.forma, column.indice): f"{column.porque.message('es')} · ej.: {', '.join(column.ejemplos) or '—'}"
        for proposal in proposals
        for table in proposal.tablas
        for column in table.columnas
    }
    lines = [_HELP]
    for table, content in zip(mapping.tablas, mapping.to_dict()["tablas"], strict=True):
        lines.append("[[tablas]]")
        lines += [f"{key} = {_value(value)}" for key, value in content.items() if key != "columnas"]
        for column, fields in zip(table.columnas, content.get("columnas", ()), strict=True):
            comment = said.get((table.forma, column.indice))
            lines += ["", *([f"# {_one_line(comment)}"] if comment else []), "[[tablas.columnas]]"]
            lines += [f"{key} = {_value(value)}" for key, value in fields.items()]
        lines.append("")
    return "\n".join(lines)


def mapping_from(text: str) -> Mapping:
    """Read a mapping written as TOML, or as JSON.

    Raises:
        ParameterError: if it is neither, or says what cannot be.
    """
    try:
        content: Any = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except ValueError as error:
        raise ParameterError("mapeo", _one_line(str(error)), "TOML o JSON válido", "valid TOML or JSON") from error
    return Mapping.from_dict(content)


def read_mapping(ruta: Path) -> Mapping:
    """Read the mapping that a file holds.

    Raises:
        ParameterError: if it cannot be read, or says what cannot be.
    """
    try:
        text = ruta.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no UTF-8"
        raise ParameterError(
            "mapeo", str(ruta), f"un archivo que se pueda leer ({reason})", f"a file that can be read ({reason})"
        ) from error
    return mapping_from(text)


def remember(settings: Settings, mapping: Mapping) -> Path:
    """Keep a confirmed mapping for the next files of its shape.

    Raises:
        StorageError: if the data folder cannot be written.
    """
    path = settings.datos / _FOLDER / f"{mapping.forma}.toml"
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(to_toml(mapping), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise StorageError(
            f"No se puede guardar el mapeo en «{path}»: {error.strerror}. Revise los permisos de la carpeta de datos.",
            f"Cannot keep the mapping in '{path}': {error.strerror}. Check the rights of the data folder.",
        ) from error
    return path


def remembered(settings: Settings) -> list[Mapping]:
    """Return the mappings that were confirmed before.

    Raises:
        ParameterError: if somebody edited one into what cannot be.
    """
    return [read_mapping(path) for path in sorted((settings.datos / _FOLDER).glob("[!.]*.toml"))]


def is_confirmed(proposal: Proposal, mappings: Sequence[Mapping]) -> bool:
    """Whether a person has said of every table of `proposal` what it means."""
    tables = [table for mapping in mappings for table in mapping.tablas]
    return all(any(said.fits(table.hoja, table.forma) for said in tables) for table in proposal.tablas)


def unconfirmed(proposals: Iterable[Proposal], mappings: Sequence[Mapping]) -> list[Proposal]:
    """Return the proposals that are in doubt and that nobody has confirmed."""
    return [proposal for proposal in proposals if proposal.dudas and not is_confirmed(proposal, mappings)]


def _value(value: Any) -> str:
    # TOML's basic strings, numbers, booleans and flat lists are JSON's, but for the one control character JSON keeps.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
