"""The reading process as a copy of this one: what it needs is imported once, not twice. Linux only.

A copy of a process with threads may wait for ever for a lock that one of them held, and on macOS system libraries
break in a copy: there, and in a server, the process is started anew (`isolated_start`).
"""

import os
import signal
import sys
import traceback
from pathlib import Path
from typing import IO, Final, NoReturn

from consumo.importing.isolated_child import serve
from consumo.importing.isolated_told import Told

__all__ = ["Forked", "can_fork"]

_STATUS: Final = Path("/proc/self/status")


def can_fork() -> bool:
    """Whether this process may be copied: on Linux, with one thread, native ones counted."""
    if sys.platform != "linux":
        return False
    try:
        return "\nThreads:\t1\n" in _STATUS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


class Forked:
    """A copy of this process that waits for its task; used as a `subprocess.Popen` is.

    Attributes:
        stdin: where it is told its task.
        stdout: where it says how it goes.
        returncode: as of `Popen`; None while it runs.
    """

    def __init__(self, log: IO[bytes]) -> None:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()  # or both would write what is waiting
        asked, ask = os.pipe()
        answers, answer = os.pipe()
        self.returncode: int | None = None
        self._pid = os.fork()
        if self._pid == 0:
            # Held open here, the ends of the parent would hide that it has gone.
            os.close(ask)
            os.close(answers)
            _serve(asked, answer, log.fileno())
        os.close(asked)
        os.close(answer)
        self.stdin: IO[bytes] = os.fdopen(ask, "wb")
        self.stdout: IO[bytes] = os.fdopen(answers, "rb")

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; None while it runs."""
        return self._waited(os.WNOHANG)

    def wait(self) -> int:
        """Wait until it has ended; return its exit code."""
        while (code := self._waited(0)) is None:
            pass
        return code

    def kill(self) -> None:
        """End it."""
        if self.poll() is None:
            os.kill(self._pid, signal.SIGKILL)

    def _waited(self, options: int) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self._pid, options)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


def _serve(asked: int, answer: int, log: int) -> NoReturn:
    """Be the copy: nothing of the parent's terminal, and no way back into its code."""
    code = 1
    try:
        nothing = os.open(os.devnull, os.O_RDONLY)
        for ours, its in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(ours, its)
        os.environ["RUST_BACKTRACE"] = "0"
        code = serve(os.fdopen(asked, "rb"), Told(os.fdopen(answer, "wb")))
    except BaseException:  # noqa: BLE001 - nothing may run on into the parent's code; the log says what it was
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
