"""A file from outside, before any reader opens it: how large it would become, and what in it is not to be trusted."""

import zipfile
from pathlib import Path
from typing import Final

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.isolated_limits import Limits
from consumo.importing.isolated_refusal import refusal_of

__all__ = ["inspect_file"]

_ZIP: Final = b"PK\x03\x04"
_HEAD: Final = 8192  # bytes of a part in which a document type would stand
_XML: Final = (".xml", ".rels")
_ENCRYPTED: Final = 0x1


def inspect_file(ruta: Path, limits: Limits) -> list[Hallazgo]:
    """Return what is to be said of an archive as such; other files are left to their readers.

    What cannot be opened as an archive is left to the readers too: they tell damaged from protected.

    Raises:
        WorkbookError: if it would expand beyond the limits, declares XML entities, or is encrypted.
    """
    try:
        with ruta.open("rb") as stream:
            if stream.read(4) != _ZIP:
                return []
        with zipfile.ZipFile(ruta) as archive:
            parts = archive.infolist()
            _check_size(ruta, parts, limits)
            _check_parts(ruta, archive, parts)
            return _mentions(ruta, parts)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError):
        return []


def _check_size(ruta: Path, parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(parts) > limits.parts:
        raise refusal_of("archivo.demasiadas_partes", ruta.name, partes=len(parts), maximo=limits.parts)
    expanded = sum(part.file_size for part in parts)
    if expanded > limits.expanded:
        raise refusal_of("archivo.demasiado_grande", ruta.name, bytes=expanded, maximo=limits.expanded)
    ratio = expanded / max(ruta.stat().st_size, 1)
    if expanded > limits.ratio_from and ratio > limits.ratio:
        raise refusal_of("archivo.compresion_excesiva", ruta.name, veces_mayor=round(ratio), maximo=limits.ratio)


def _check_parts(ruta: Path, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise refusal_of("archivo.protegido", ruta.name)
        if not part.filename.lower().endswith(_XML):
            continue
        try:
            with archive.open(part) as stream:
                head = stream.read(_HEAD)
        except Exception:  # noqa: BLE001, S112 - a damaged part is the readers' to report
            continue
        # No spreadsheet program declares a document type; entities that name each other expand without end.
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise refusal_of("archivo.entidades", ruta.name, parte=part.filename)


def _mentions(ruta: Path, parts: list[zipfile.ZipInfo]) -> list[Hallazgo]:
    names = [part.filename.lower() for part in parts]
    found = []
    links = sum(name.startswith("xl/externallinks/") and name.endswith(_XML[0]) for name in names)
    if links:
        found.append(Hallazgo(codigo="archivo.vinculos_externos", valor=ruta.name, veces=links))
    if any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in names):
        found.append(Hallazgo(codigo="archivo.macros", valor=ruta.name))
    return [
        Hallazgo(codigo=h.codigo, valor=h.valor, veces=h.veces, evidencia={"archivo": ruta.name, "vinculos": links})
        for h in found
    ]
