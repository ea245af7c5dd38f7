"""The opaque cursor of a list: where the next page starts, in which version and which list."""

import base64
import binascii
import hashlib
import json

from consumo.domain.errors import ParameterError

__all__ = ["read_cursor", "write_cursor"]


def write_cursor(position: int, *, version_datos: str, listing: tuple[str | None, ...]) -> str:
    """Return the cursor of `position` in the list that `listing` (order and filters) selects from a version."""
    raw = json.dumps([position, _seal(version_datos, listing)], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(cursor: str, *, version_datos: str, listing: tuple[str | None, ...]) -> int:
    """Return the position that `cursor` names.

    Raises:
        ParameterError: if it is not a cursor, or belongs to another version, order or filter.
    """
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        position, seal = json.loads(raw)
        usable = type(position) is int and position >= 0 and isinstance(seal, str)
    except (binascii.Error, ValueError, TypeError):
        usable = False
    if not usable:
        raise ParameterError("cursor", cursor, "el de «siguiente», tal cual", "the one of 'siguiente', as it is")
    if seal != _seal(version_datos, listing):
        raise ParameterError(
            "cursor",
            cursor,
            "uno de la misma versión de los datos, orden y filtros; empiece de nuevo sin cursor",
            "one of the same version of the data, order and filters; start again without a cursor",
        )
    return int(position)


def _seal(version_datos: str, listing: tuple[str | None, ...]) -> str:
    text = json.dumps([version_datos, *listing])
    return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()
