"""Processes of our own that outlive the one that starts them."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread

__all__ = ["start_detached"]


def start_detached(arguments: Sequence[str], *, log: Path, ended: Callable[[int], None] | None = None) -> None:
    """Start our interpreter with `arguments` (`-m`, a module, …) and come back at once.

    Args:
        arguments: what follows the interpreter.
        log: file that its output is added to.
        ended: told its exit code, if this process is still there then.
    """
    with log.open("ab") as stream:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            # Detached, so that stopping a worker does not stop what it started for all.
            start_new_session=True,
            creationflags=_detached(),
        )

    def wait() -> None:  # else it stays a zombie until we end
        code = process.wait()
        if ended is not None:
            ended(code)

    Thread(target=wait, daemon=True, name=arguments[1]).start()


def _detached() -> int:
    if os.name != "nt":
        return 0
    flags: int = vars(subprocess)["DETACHED_PROCESS"] | vars(subprocess)["CREATE_NEW_PROCESS_GROUP"]
    return flags
