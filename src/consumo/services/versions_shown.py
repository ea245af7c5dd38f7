"""Versions and their differences as lists that are read a page at a time."""

import math
from typing import Any

from consumo.services.differences import Differences
from consumo.services.queries.cursor import read_cursor, write_cursor
from consumo.services.versions import ListedVersion

__all__ = ["shown_differences", "shown_versions"]


def shown_versions(listed: list[ListedVersion], *, limite: int, cursor: str | None) -> dict[str, Any]:
    """Return a page of versions, newest first: `versiones, total, siguiente` (a cursor, or None).

    Raises:
        ParameterError: if `cursor` is not one of these.
    """
    newest = listed[::-1]
    # The cursor counts those that are left, so that a version published meanwhile does not move the pages.
    left = len(newest) if cursor is None else read_cursor(cursor, version_datos="", listing=("versiones",))
    first = max(len(newest) - left, 0)
    page = newest[first : first + limite]
    rest = len(newest) - first - len(page)
    return {
        "versiones": [_version(one) for one in page],
        "total": len(newest),
        "siguiente": write_cursor(rest, version_datos="", listing=("versiones",)) if rest > 0 else None,
    }


def _version(one: ListedVersion) -> dict[str, Any]:
    version = one.version
    return {
        "version": version.version,
        "creada": version.creada,
        "fuente": version.fuente,
        "publicada": one.publicada,
        "archivos": [{"nombre": name, "sha256": digest} for name, digest in version.archivos.items()],
        "resumen": dict(version.resumen),
        "cambios": dict(version.cambios),
    }


def shown_differences(
    compared: Differences,
    *,
    cambio: str | None = None,
    usuario: str | None = None,
    ciclo: str | None = None,
    limite: int,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Return a page of differences: `version_de, version_a, cambios, diferencias, total, siguiente`.

    Raises:
        ParameterError: if `cursor` is not one of this list.
    """
    rows = compared.detalle
    for name, wanted in (("cambio", cambio), ("usuario", usuario), ("ciclo", ciclo)):
        if wanted is not None:
            rows = rows[rows[name] == wanted]
    listing = (compared.version_de, cambio, usuario, ciclo)
    start = 0 if cursor is None else read_cursor(cursor, version_datos=compared.version_a, listing=listing)
    page = rows.iloc[start : start + limite]
    after = start + len(page)
    more = write_cursor(after, version_datos=compared.version_a, listing=listing) if after < len(rows) else None
    return {
        "version_de": compared.version_de,
        "version_a": compared.version_a,
        "cambios": compared.cambios,
        "diferencias": [_difference(row) for row in page.to_dict("records")],
        "total": len(rows),
        "siguiente": more,
    }


def _difference(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "cambio": row["cambio"],
        "clase": row["clase"],
        "usuario": row["usuario"],
        "bateria": row["bateria"] or None,
        "ciclo": row["ciclo"],
        "kwh_de": _known(row["de"]),
        "kwh_a": _known(row["a"]),
        "campos": row["campos"].split(),
    }


def _known(kwh: float) -> float | None:
    return None if math.isnan(kwh) else kwh
