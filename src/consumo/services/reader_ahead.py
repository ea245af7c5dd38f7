"""The process that reads workbooks, started before its request is there: a short import waits for two interpreters."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["start_ahead"]

_THREADS: Final = "OPENBLAS_NUM_THREADS"


def start_ahead() -> None:
    """Import what reads, and start the process that will read while the caller imports the rest.

    Where nothing has imported NumPy before, no thread runs yet and the process is a copy of this one, ready at once
    (`consumo.importing.isolated_fork`); else it is started anew.
    """
    with _one_thread():
        from consumo.importing import isolated_read, isolated_start  # noqa: F401, PLC0415 - NumPy starts threads
    isolated_start.start_ahead()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let a NumPy that is imported inside start none; the processes started later are told nothing of it."""
    wanted = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        if wanted is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = wanted
