"""The folder of work that was asked for and runs apart: a folder per job, that any process may look at.

trabajos/ID/estado.json     what was asked and how it stands
trabajos/ID/progreso.json   how far it is, written often and never pushed to the disk
trabajos/ID/informe.json    what came of it
trabajos/ID/cambios.csv.gz  what it would change, row by row, where no version says so
trabajos/ID/archivos/       the files that were sent
trabajos/ID/.vivo           locked by the process that works on it, for as long as it lives
trabajos/ID/.cancelar       somebody asked it to stop
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from filelock import FileLock, Timeout

from consumo.domain.errors import NotFoundError
from consumo.storage.durable import read_json, refuse, rename, write_json

__all__ = ["JobFolder", "Jobs"]

_STATE: Final = "estado.json"
_PROGRESS: Final = "progreso.json"
_REPORT: Final = "informe.json"


class JobFolder:
    """One job.

    Args:
        path: its folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = path / "archivos"

    @property
    def id(self) -> str:
        """Its id; ids sort in time."""
        return self.path.name

    def state(self) -> dict[str, Any]:
        """Return what was asked and how it stands.

        Raises:
            NotFoundError: if it was deleted meanwhile.
        """
        content: dict[str, Any] | None = read_json(self.path / _STATE)
        if content is None:
            raise NotFoundError("importacion", self.id)
        return content

    def save_state(self, content: dict[str, Any]) -> None:
        """Replace the state."""
        self._write(_STATE, content)

    def progress(self) -> tuple[str, float]:
        """Return the step it is at and the share done [0-1]."""
        content = read_json(self.path / _PROGRESS) or {}
        return str(content.get("paso", "")), float(content.get("parte", 0.0))

    def save_progress(self, step: str, share: float) -> None:
        """Replace the progress; what is lost in a power cut is worked out anew."""
        draft = self.path / f".{_PROGRESS}"
        draft.write_text(json.dumps({"paso": step, "parte": round(share, 4)}), encoding="utf-8")
        rename(draft, self.path / _PROGRESS)

    def report(self) -> dict[str, Any] | None:
        """Return what came of it, None while nothing has."""
        content: dict[str, Any] | None = read_json(self.path / _REPORT)
        return content

    def save_report(self, content: dict[str, Any]) -> None:
        """Write what came of it."""
        self._write(_REPORT, content)

    @property
    def changes(self) -> Path:
        """Where the single changes are written, if they are."""
        return self.path / "cambios.csv.gz"

    def ask_to_stop(self) -> None:
        """Leave word that it should stop."""
        try:
            (self.path / ".cancelar").touch()
        except OSError as error:
            raise refuse(self.path, error) from error

    def told_to_stop(self) -> bool:
        """Whether somebody asked it to stop, or deleted it; one `stat`."""
        return (self.path / ".cancelar").exists() or not self.path.is_dir()

    @contextmanager
    def alive(self, *, patience: float = 0.0) -> Iterator[bool]:
        """Be the process that works on it; yields False if another one is, and still is after `patience` [s]."""
        lock = FileLock(self.path / ".vivo")
        try:
            lock.acquire(timeout=patience)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def delete(self) -> None:
        """Delete it with its files; what Windows still holds open goes with the next cleaning."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _write(self, name: str, content: dict[str, Any]) -> None:
        try:
            write_json(self.path / name, content)
        except OSError as error:
            raise refuse(self.path, error) from error


class Jobs:
    """All jobs of a data folder.

    Args:
        datos: the data folder; nothing is written before the first job.
    """

    def __init__(self, datos: Path) -> None:
        self._root = datos / "trabajos"

    def ids(self) -> list[str]:
        """Return the ids, newest first."""
        if not self._root.is_dir():
            return []
        return sorted((path.name for path in self._root.iterdir() if (path / _STATE).exists()), reverse=True)

    def get(self, job: str) -> JobFolder:
        """Return a job.

        Raises:
            NotFoundError: if there is none with this id.
        """
        # An id that is not a plain name could reach files outside the folder.
        if not job.replace("-", "").isalnum() or not (self._root / job / _STATE).exists():
            raise NotFoundError("importacion", job, self.ids())
        return JobFolder(self._root / job)

    def create(self) -> JobFolder:
        """Make the folder of a new job, which does not count before it has a state."""
        folder = JobFolder(self._root / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{token_hex(3)}")
        try:
            folder.files.mkdir(parents=True)
        except OSError as error:
            raise refuse(self._root, error) from error
        return folder

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Be the only one to take in a job while the block runs; others wait."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with FileLock(self._root / ".lock"):
                yield
        except OSError as error:
            raise refuse(self._root, error) from error
