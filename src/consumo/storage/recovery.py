"""Putting a data folder in order after a writer that was killed, a full disk or a power cut."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from consumo.storage.decision_log import DECISIONES, drop_unpublished, record_length
from consumo.storage.delta_log import drop_after, drop_strays, table_version
from consumo.storage.manifest import heads_of, known_ids, read_manifest
from consumo.storage.record import TABLES

__all__ = ["recover", "whole_or_nothing"]

_UNDERWAY: Final = ".en-curso"


@contextmanager
def whole_or_nothing(root: Path) -> Iterator[None]:
    """Recover `root`, mark it as being written, and recover again if what is done inside fails. Needs the lock."""
    recover(root)
    mark = root / _UNDERWAY
    mark.touch()
    try:
        yield
    except BaseException:
        recover(root)
        raise
    mark.unlink(missing_ok=True)


def recover(root: Path) -> None:
    """Take back what was never published. Needs the writer lock.

    A version counts from the moment its manifest has its name, which is after everything it names was pushed to the
    disk. What lies beyond the newest manifests is dropped: commits of the record, torn or whole, and decisions; then
    data files and panels that no manifest names.

    Raises:
        StorageError: if a manifest cannot be read, so that nobody can tell what counts.
    """
    ids = known_ids(root)
    heads = heads_of(read_manifest(root, version) for version in ids[-1:])
    if _goes_beyond(root, heads):
        # The newest manifest names the newest entries; before anything is dropped, every other one is asked too.
        heads = heads_of(read_manifest(root, version) for version in ids)
    late = [drop_after(root / name, heads.get(name)) for name in TABLES]
    late.append(drop_unpublished(root, heads.get(DECISIONES, 0)))
    mark = root / _UNDERWAY
    if not (any(late) or mark.exists()):
        return
    for name in TABLES:
        drop_strays(root / name, heads.get(name))
    if (root / "paneles").is_dir():
        for folder in (root / "paneles").iterdir():
            if folder.name not in ids:
                shutil.rmtree(folder, ignore_errors=True)
    for folder in (root, root / "versiones"):
        for draft in folder.glob(".*.json.*"):
            draft.unlink(missing_ok=True)
    mark.unlink(missing_ok=True)


def _goes_beyond(root: Path, heads: Mapping[str, int]) -> bool:
    tables = ((table_version(root / name), heads.get(name, -1)) for name in TABLES)
    return any(last is not None and last > head for last, head in tables) or (
        record_length(root) > heads.get(DECISIONES, 0)
    )
