"""The token for writes: the configured one, or one made at first start and kept in the data folder."""

import os
import secrets
import time
from pathlib import Path
from typing import Final, NamedTuple

from consumo.domain.errors import StorageError
from consumo.services.settings import Settings

__all__ = ["Token", "token_of"]

_FILE: Final = "token"
_PATIENCE: Final = 1.0
"""Seconds given to the process that is making the token right now."""


class Token(NamedTuple):
    """A token, and whether it was made just now (so that it is shown once)."""

    value: str
    created: bool


def token_of(settings: Settings) -> Token:
    """Return the token of `settings`, making one where there is none.

    The file can be read by its owner only; on Windows the rights of the folder apply.

    Raises:
        StorageError: if it cannot be read or kept.
    """
    if settings.token is not None:
        return Token(settings.token.get_secret_value(), created=False)
    path = settings.datos / _FILE
    try:
        return _read_or_make(path)
    except OSError as error:
        raise StorageError(
            f"No se puede leer o guardar el token en «{path}»: {error}. Revise los permisos de la carpeta de datos.",
            f"Cannot read or keep the token in '{path}': {error}. Check the rights of the data folder.",
        ) from error


def _read_or_make(path: Path) -> Token:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = secrets.token_urlsafe(24)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Token(_read(path), created=False)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(made + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    return Token(made, created=True)


def _read(path: Path) -> str:
    """Return the token kept in `path`; another process may be about to write it."""
    end = time.monotonic() + _PATIENCE
    while not (kept := path.read_text(encoding="utf-8").strip()):
        if time.monotonic() > end:
            # An empty token would let in whoever sends none.
            raise OSError("el archivo está vacío; bórrelo y se hará otro / the file is empty; delete it")
        time.sleep(0.02)
    return kept
