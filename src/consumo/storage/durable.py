"""Writing that survives a crash: bytes, then names, then the folder that holds them."""

import json
import os
from pathlib import Path
from typing import Any

from consumo.domain.errors import StorageError

__all__ = ["read_json", "refuse", "sync_path", "sync_tree", "write_json"]


def sync_path(path: Path) -> None:
    """Push a file or folder to the disk; Windows cannot open folders, and there renames are durable by themselves."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(root: Path) -> None:
    """Push every file below `root`, and the folders, to the disk."""
    for folder, _, names in os.walk(root):
        for name in names:
            sync_path(Path(folder) / name)
        sync_path(Path(folder))


def write_json(path: Path, content: Any) -> None:
    """Replace `path` by `content` in one step: a reader sees the old or the new, never a part."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as stream:
        json.dump(content, stream, ensure_ascii=False, allow_nan=False)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
    sync_path(path.parent)


def read_json(path: Path) -> Any:
    """Return what `path` holds, None if it does not exist.

    Raises:
        StorageError: if it cannot be read.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise refuse(path, error) from error


def refuse(path: Path, error: Exception) -> StorageError:
    """Return the error that tells a person what happened to `path`."""
    return StorageError(
        f"No se puede leer o escribir «{path}»: {error}. Revise los permisos y el espacio de la carpeta de datos.",
        f"Cannot read or write '{path}': {error}. Check the rights and the free space of the data folder.",
    )
