"""`python -m consumo.importing.isolated_child`: opens files for a process that must not die of them.

The first line on stdin says what to do; every line on stdout is a JSON object that says how it goes. It ends when
its parent does. Nothing that a file holds is ever run.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import IO, Any, Final

from consumo.domain.errors import ConsumoError, WorkbookError
from consumo.domain.hallazgo_record import record_of
from consumo.importing.isolated_limits import Limits, confine
from consumo.importing.isolated_refusal import refusal_of

__all__ = ["Told", "main"]

_OFTEN: Final = 0.1  # seconds between two words about the progress


class Told:
    """What the parent is told."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._last, self._step = 0.0, ""
        self.archivo = ""

    def file(self, name: str) -> None:
        """Say which file is being read."""
        self.archivo = name
        self.send(archivo=name)

    def progress(self, step: str, share: float) -> None:
        """Say how far it is, but not more often than a person can see."""
        now = time.monotonic()
        if step == self._step and now - self._last < _OFTEN and share < 1:
            return
        self._last, self._step = now, step
        self.send(paso=step, parte=round(share, 4))

    def failed(self, error: ConsumoError) -> None:
        """Say what was raised."""
        found = error.hallazgos if isinstance(error, WorkbookError) else ()
        said = {"es": error.es, "en": error.en, "hallazgos": [record_of(h) for h in found]}
        self.send(error={"clase": type(error).__name__, **said})

    def send(self, **said: Any) -> None:
        """Write one line."""
        self._stream.write(json.dumps(said, allow_nan=False).encode() + b"\n")
        self._stream.flush()


Task = Callable[[Mapping[str, Any], Path, Limits, Told], None]


def main() -> int:
    """Do what the first line on stdin says; return the exit code."""
    told = Told(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # what a library prints is no word of ours
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits.from_dict(request["limites"])
    confine(limits)
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        _task(request["tarea"])(request, Path(request["carpeta"]), limits, told)
    except ConsumoError as error:
        told.failed(error)
    except MemoryError:
        told.failed(refusal_of("archivo.demasiada_memoria", told.archivo, maximo=limits.memory // 1_000_000))
    except Exception as error:  # noqa: BLE001 - the boundary: a file that a reader trips over is a finding
        traceback.print_exc()
        detail = f"{type(error).__name__}: {error}"[:200]
        told.failed(refusal_of("archivo.lector_interrumpido", told.archivo, detalle=detail))
    else:
        told.send(listo=True)
    return 0


def _task(name: str) -> Task:
    if name == "leer":
        from consumo.importing.isolated_read import read_task  # noqa: PLC0415 - after the limits are in force

        return read_task
    raise ValueError(name)


def _end_with_parent() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # nothing to tidy up: freeing a million cells one by one costs more than reading them
