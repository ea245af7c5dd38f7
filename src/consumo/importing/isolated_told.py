"""What the process that opens files tells its parent: one JSON object a line."""

import json
import time
from typing import IO, Any, Final

from consumo.domain.error_record import record_of_error
from consumo.domain.errors import ConsumoError

__all__ = ["Told"]

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
        self.send(error=record_of_error(error))

    def send(self, **said: Any) -> None:
        """Write one line."""
        self._stream.write(json.dumps(said, allow_nan=False).encode() + b"\n")
        self._stream.flush()
