"""How the process that opens somebody else's file is started: anew, or as a copy of this one."""

import atexit
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Final, Self

from consumo.importing.isolated_fork import Forked, can_fork

__all__ = ["Child", "next_child", "start_ahead"]

_CHILD: Final = "consumo.importing.isolated_child"
_LOG: Final = "salida.txt"


class Child:
    """A process that waits for its task, and the folder in which it will leave its results.

    Args:
        copied: make it a copy of this process.
    """

    def __init__(self, *, copied: bool = False) -> None:
        # Not in the data folder: a dry run leaves that untouched.
        self.made = tempfile.TemporaryDirectory(prefix="consumo-", ignore_cleanup_errors=True)
        self.log = Path(self.made.name) / _LOG
        with self.log.open("wb") as log:
            self.process: subprocess.Popen[bytes] | Forked = Forked(log) if copied else _started(log)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End it, whatever it is doing."""
        if self.process.poll() is None:
            self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        self.process.wait()


_ahead: Final[list[Child]] = []


def start_ahead() -> None:
    """Start the process of the next task now: it gets ready, or reads, while the caller imports what it needs itself.

    Called when what reads is imported and no thread runs, it is a copy and ready at once.
    """
    if not _ahead:
        _ahead.append(Child(copied=can_fork()))
        atexit.register(_end_those_ahead)


def next_child() -> Child:
    """Return the process started ahead, or a new one."""
    return _ahead.pop() if _ahead else Child()


def _end_those_ahead() -> None:
    while _ahead:
        child = _ahead.pop()
        with child.made, child:
            pass


def _started(log: IO[bytes]) -> subprocess.Popen[bytes]:
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
        [sys.executable, "-m", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env={**os.environ, **threads, "RUST_BACKTRACE": "0", "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        creationflags=vars(subprocess).get("CREATE_NO_WINDOW", 0),
    )
