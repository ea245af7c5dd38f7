"""The log of a Delta table as files: what a commit added, and how to take back commits that were never published."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

__all__ = ["drop_after", "drop_strays", "files_of", "table_version"]

_LOG: Final = "_delta_log"
_HINT: Final = "_last_checkpoint"


def table_version(path: Path) -> int | None:
    """Return the number of the last commit in the log, torn or not; None if there is no table."""
    return max((number for number, _ in _commits(path)), default=None)


def files_of(path: Path, versions: Iterable[int]) -> Iterator[Path]:
    """Yield the files of these commits: their entries in the log and the data they added."""
    for version in versions:
        entry = path / _LOG / f"{version:020d}.json"
        yield from _added(path, entry)
        yield entry


def drop_after(path: Path, version: int | None) -> bool:
    """Take back every commit after `version` (all of them if None); return whether there was one.

    What it drops was never published: the writer was killed, or the disk was full, before the pointer moved. Entries
    may be torn (power loss): they are dropped unread.
    """
    kept = -1 if version is None else version
    late = sorted(((number, file) for number, file in _commits(path) if number > kept), reverse=True)
    for _, file in late:  # the last first: a log without holes stays readable if we are stopped here
        file.unlink()
    hint = path / _LOG / _HINT
    # A hint to a checkpoint that is gone, or half a hint, makes the table unreadable; without one it is only slower.
    if hint.exists() and _hinted(hint) > kept:
        hint.unlink()
    return bool(late)


def drop_strays(path: Path, version: int | None) -> None:
    """Delete data files that no commit up to `version` added: what a writer left that did not come to commit."""
    known: set[Path] = set()
    if version is not None:
        for number in range(version + 1):
            known.update(_added(path, path / _LOG / f"{number:020d}.json"))
    if not all(file.exists() for file in known):
        return  # something else is wrong here: this is no moment to delete
    for file in path.rglob("*.parquet"):
        if file not in known and _LOG not in file.relative_to(path).parts:
            file.unlink()


def _commits(path: Path) -> list[tuple[int, Path]]:
    """Return the files of the log whose name starts with the number of a version, checkpoints included."""
    if not (path / _LOG).is_dir():
        return []
    named = ((file.name.split(".", 1)[0], file) for file in (path / _LOG).iterdir())
    return [(int(number), file) for number, file in named if number.isdecimal()]


def _added(path: Path, entry: Path) -> Iterator[Path]:
    for line in entry.read_text(encoding="utf-8").splitlines():
        added = json.loads(line).get("add")
        if added:
            yield path / unquote(added["path"])


def _hinted(hint: Path) -> float:
    try:
        return int(json.loads(hint.read_text(encoding="utf-8"))["version"])
    except (ValueError, KeyError, TypeError):
        return float("inf")
