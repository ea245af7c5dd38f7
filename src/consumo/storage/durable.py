"""Writing that survives a crash: bytes, then names, then the folder that holds them."""

import gzip
import json
import os
import shutil
import time
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from consumo.domain.errors import StorageError

__all__ = [
    "link",
    "read_json",
    "read_packed_json",
    "refuse",
    "rename",
    "sync_path",
    "sync_paths",
    "sync_tree",
    "write_json",
]

_PATIENCE: Final = 2.0
"""Seconds that a rename waits on Windows for readers that have the file open."""


def sync_path(path: Path) -> None:
    """Push a file or folder to the disk; Windows cannot open folders, and there renames are durable by themselves."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_paths(files: Iterable[Path], *, root: Path) -> None:
    """Push these files below `root`, and the folders from each up to `root`, to the disk."""
    folders: set[Path] = {root}
    for file in files:
        sync_path(file)
        folders.update(folder for folder in file.parents if folder.is_relative_to(root))
    for folder in folders:
        sync_path(folder)


def sync_tree(root: Path) -> None:
    """Push every file below `root`, and the folders, to the disk."""
    sync_paths((file for file in root.rglob("*") if file.is_file()), root=root)


def write_json(path: Path, content: Any) -> None:
    """Replace `path` by `content` in one step: a reader sees the old or the new, never a part."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8") as stream:
            # Not json.dump, which encodes in Python: of 8,000 hallazgos that took half of a decision's time.
            stream.write(json.dumps(content, ensure_ascii=False, allow_nan=False))
            stream.flush()
            os.fsync(stream.fileno())
        rename(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_path(path.parent)


def rename(source: Path, target: Path) -> None:
    """Put `source` in the place of `target` in one step."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            source.replace(target)
        except PermissionError:
            # Windows refuses while a reader has the target open, which lasts microseconds; elsewhere it means no.
            if os.name != "nt" or time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            return


def link(source: Path | str, target: Path | str) -> None:
    """Give a file that never changes a second name; a copy where the file system has no such thing."""
    try:
        Path(target).hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


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


def read_packed_json(path: Path) -> Any:
    """Return what the gzip file `path` holds, None if it does not exist.

    Raises:
        StorageError: if it cannot be read.
    """
    try:
        return json.loads(gzip.decompress(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise refuse(path, error) from error


def refuse(path: Path, error: Exception) -> StorageError:
    """Return the error that tells a person what happened to `path`."""
    reason = getattr(error, "strerror", None) or str(error)
    return StorageError(
        f"No se puede leer o escribir «{path}»: {reason}. Revise los permisos y el espacio de la carpeta de datos.",
        f"Cannot read or write '{path}': {reason}. Check the rights and the free space of the data folder.",
    )
