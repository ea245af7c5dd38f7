"""How far a forecast is, as a small file beside its version that any process may look at.

pronosticos/.ID.marcha.json   there while the forecast is being made, and after it failed
"""

import json
import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from consumo.domain.making import Making
from consumo.storage.durable import rename

__all__ = ["MakingFile"]

_LOG: Final = logging.getLogger(__name__)


class MakingFile:
    """The state of one version's forecast. Nothing here is worth failing for: the forecast matters, not the word of it.

    Args:
        datos: the data folder.
        version: whose forecast.
    """

    def __init__(self, datos: Path, version: str) -> None:
        self._path = datos / "pronosticos" / f".{version}.marcha.json"

    def load(self) -> Making | None:
        """Return how far it is, None where nobody has said so."""
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            fallo = content["fallo"]
            return Making(parte=content["parte"], fallo=None if fallo is None else (str(fallo[0]), str(fallo[1])))
        except (OSError, ValueError, KeyError, IndexError, TypeError):
            return None

    def save(self, making: Making) -> None:
        """Replace the state in one step; it is never pushed to the disk: a power cut ends the work that it tells of."""
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps({"parte": making.parte, "fallo": making.fallo}), encoding="utf-8")
            rename(draft, self._path)
        except OSError as error:
            _LOG.warning("how far the forecast is cannot be written: %s", error)
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def forget(self) -> None:
        """There is no more to tell."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
