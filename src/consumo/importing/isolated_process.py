"""The parent's side of a process that opens somebody else's file: start it, listen, and tell what it died of."""

import json
import queue
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO, Any, Final

from consumo.domain.error_record import error_from_record
from consumo.domain.errors import CancelledError, ConsumoError, WorkbookError
from consumo.importing.isolated_limits import Limits
from consumo.importing.isolated_refusal import refusal_of
from consumo.importing.isolated_start import Child, next_child

__all__ = ["Progress", "run_task"]

Progress = Callable[[str, float], None]

_TICK: Final = 0.1  # seconds between two looks at the clock
_MOST_LOG: Final = 100_000  # bytes
_OUT_OF_MEMORY: Final = ("memory allocation of", "MemoryError", "bad_alloc", "Cannot allocate memory", "out of memory")


@contextmanager
def run_task(
    task: str,
    request: Mapping[str, Any],
    *,
    limits: Limits,
    archivo: str,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[Path]:
    """Run a task of `isolated_child` in a process of its own; inside the block its results are in a folder.

    Args:
        task: its name there.
        request: what it is given; JSON.
        limits: what it may use.
        archivo: name of the file to blame if the process dies before it names one.
        progress: told what is being done and the share done, 0 to 1.
        cancelled: asked ten times a second whether to stop.

    Raises:
        WorkbookError: what the task raised; or that it went over a limit, or died.
        CancelledError: if `cancelled` said so.
    """
    child = next_child()
    with child.made as name:
        content = {"tarea": task, "carpeta": name, "limites": limits.as_dict(), **request}
        with child:
            listener = _Listener(child, limits, archivo, progress, cancelled or (lambda: False))
            listener.listen(json.dumps(content).encode() + b"\n")
            code = child.process.wait()
        if listener.failure is not None:
            raise listener.failure
        if not listener.done:
            raise _death_of(code, child.log.read_bytes(), listener.archivo, limits)
        yield Path(name)


class _Listener:
    """Follows what the child tells until it ends.

    Attributes:
        archivo: the file that it is at.
        done: whether it said that it finished.
        failure: what it raised, or why it was stopped.
    """

    def __init__(
        self,
        child: Child,
        limits: Limits,
        archivo: str,
        progress: Progress | None,
        cancelled: Callable[[], bool],
    ) -> None:
        self.archivo = archivo
        self.done = False
        self.failure: ConsumoError | None = None
        self._process, self._limits = child.process, limits
        self._progress, self._cancelled = progress, cancelled

    def listen(self, request: bytes) -> None:
        """Give the child its request and follow it to its end."""
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        assert self._process.stdin is not None  # noqa: S101 - opened with pipes
        assert self._process.stdout is not None  # noqa: S101
        # A pipe cannot be waited for with a time limit on Windows; a thread that blocks on it can.
        Thread(target=_pump, args=(self._process.stdout, lines), daemon=True, name="isolated").start()
        try:
            self._process.stdin.write(request)
            self._process.stdin.flush()
        except OSError:
            return  # it died at once; the return code says of what
        end = time.monotonic() + self._limits.wall
        while self.failure is None:
            try:
                line = lines.get(timeout=_TICK)
            except queue.Empty:
                line = None
            if line == b"":
                return
            if line is not None:
                self._hear(json.loads(line))
            if self._cancelled():
                self.failure = CancelledError()
            elif time.monotonic() > end:
                self.failure = _too_slow(self.archivo, self._limits.wall)

    def _hear(self, said: Mapping[str, Any]) -> None:
        if "archivo" in said:
            self.archivo = said["archivo"]
        if "paso" in said and self._progress is not None:
            self._progress(said["paso"], said["parte"])
        if "error" in said:
            self.failure = error_from_record(said["error"])
        self.done = self.done or "listo" in said


def _pump(stream: IO[bytes], lines: "queue.SimpleQueue[bytes]") -> None:
    try:
        for line in stream:
            lines.put(line)
    except (OSError, ValueError):
        pass  # closed from our side while it waited
    lines.put(b"")


def _death_of(code: int, log: bytes, archivo: str, limits: Limits) -> WorkbookError:
    """Return the finding about a child that ended without a word."""
    said = log[-_MOST_LOG:].decode("utf-8", "replace")
    if -code == vars(signal).get("SIGXCPU"):
        return _too_slow(archivo, limits.cpu)
    if any(mark in said for mark in _OUT_OF_MEMORY) or -code == vars(signal).get("SIGKILL"):
        return refusal_of("archivo.demasiada_memoria", archivo, maximo=limits.memory // 1_000_000)
    last = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "")
    return refusal_of("archivo.lector_interrumpido", archivo, detalle=last[:200] or _name_of(code))


def _too_slow(archivo: str, seconds: int) -> WorkbookError:
    return refusal_of("archivo.demasiado_tiempo", archivo, maximo=seconds)


def _name_of(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"código {code:#x}" if code > 255 else f"código {code}"
