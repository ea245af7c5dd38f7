"""`python -m consumo.importing.isolated_child`: opens files for a process that must not die of them.

The first line on stdin says what to do; every line on stdout is a JSON object that says how it goes. It ends when
its parent does. Nothing that a file holds is ever run.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import IO, Any

from consumo.domain.errors import ConsumoError
from consumo.importing.isolated_limits import Limits, confine
from consumo.importing.isolated_refusal import refusal_of
from consumo.importing.isolated_told import Told

__all__ = ["main", "serve"]

Task = Callable[[Mapping[str, Any], Path, Limits, Told], None]


def main() -> int:
    """Do what the first line on stdin says; return the exit code."""
    told = Told(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # what a library prints is no word of ours
    _task("leer")  # its readers are imported while the parent gets ready; no file is open yet
    return serve(sys.stdin.buffer, told)


def serve(requests: IO[bytes], told: Told) -> int:
    """Do what the first line of `requests` says, and end when there are no more; return the exit code."""
    asked = requests.readline()
    if not asked:
        return 0  # started ahead, and not needed
    request = json.loads(asked)
    limits = Limits.from_dict(request["limites"])
    # Before the limits: where they are tight no thread can start.
    Thread(target=_end_with_parent, args=(requests,), daemon=True).start()
    confine(limits)
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
        from consumo.importing.isolated_read import read_task  # noqa: PLC0415 - this module has to say what goes wrong with it

        return read_task
    if name == "anotar":
        from consumo.importing.isolated_annotate import annotate_task  # noqa: PLC0415 - only where it is asked for

        return annotate_task
    raise ValueError(name)


def _end_with_parent(requests: IO[bytes]) -> None:
    while requests.read(4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # nothing to tidy up: freeing a million cells one by one costs more than reading them
