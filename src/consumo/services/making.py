"""What a process that makes a forecast tells those that wait for it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from consumo.domain.errors import BusyError, ConsumoError, InputError, StorageError
from consumo.domain.making import Making
from consumo.services.settings import Settings
from consumo.storage.making_file import MakingFile

__all__ = ["ended_early", "inputs_stamp", "making_of", "note_failure", "telling_failure", "telling_progress"]

Progress = Callable[[str, float], None]

_OFTEN: Final = 0.25
"""Seconds between two words about the progress of one step."""

_LOG_FILE: Final = "pronosticos/registro.txt"


@contextmanager
def telling_progress(settings: Settings, version: str, progress: Progress | None) -> Iterator[Progress]:
    """Give what is to be told the progress of `version`; it passes it to `progress` and to whoever waits."""
    file = MakingFile(settings.datos, version)
    told, last = -_OFTEN, ""

    def tell(step: str, share: float) -> None:
        nonlocal told, last
        if progress is not None:
            progress(step, share)
        if step != last or time.monotonic() - told >= _OFTEN:
            file.save(Making(parte=round(share, 3)))
            told, last = time.monotonic(), step

    tell("", 0.0)
    try:
        yield tell
    finally:
        file.forget()


@contextmanager
def telling_failure(settings: Settings, version: str) -> Iterator[None]:
    """Where the block fails, leave the reason for whoever waits for `version`, and raise it on."""
    try:
        yield
    except BusyError:  # whoever is at it tells how it goes
        raise
    except Exception as error:
        note_failure(settings, version, error)
        raise


def note_failure(settings: Settings, version: str, error: Exception) -> None:
    """Leave word that the forecast of `version` could not be made, and why."""
    known = error if isinstance(error, ConsumoError) else _unforeseen(error)
    MakingFile(settings.datos, version).save(Making.failed(_to_mend(known) if isinstance(known, InputError) else known))


def making_of(settings: Settings, version: str) -> Making | None:
    """Return how far the forecast of `version` is, None where nobody has said so."""
    return MakingFile(settings.datos, version).load()


def ended_early(settings: Settings, version: str, code: int) -> None:
    """Leave word that the process making the forecast of `version` ended with `code`, unless it said why itself."""
    file = MakingFile(settings.datos, version)
    making = file.load()
    if code and making is not None and making.fallo is None:
        file.save(Making.failed(_killed(code)))


def inputs_stamp(settings: Settings) -> str:
    """Return what changes when the files that the settings name are changed, at the cost of one `stat` each."""
    return " ".join(_stamp_of(path) for path in (settings.calendario, settings.series) if path is not None)


def _stamp_of(path: Path) -> str:
    try:
        status = path.stat()
    except OSError as error:
        return f"{path} {error.errno}"
    return f"{path} {status.st_mtime_ns} {status.st_size} {status.st_mode}"


def _to_mend(error: InputError) -> InputError:
    return InputError(
        f"{error.es} Corrija ese archivo, o quítelo de la configuración: el pronóstico se hará en cuanto se lea.",
        f"{error.en} Mend that file, or take it out of the settings: the forecast is made as soon as it can be read.",
    )


def _unforeseen(error: Exception) -> StorageError:
    kind = f"{type(error).__name__}: {error}"
    return StorageError(
        f"El cálculo se interrumpió ({kind}). Se vuelve a intentar solo; si se repite, mire {_LOG_FILE} en la carpeta "
        "de datos, o ejecute `consumo pronosticar`.",
        f"The calculation stopped ({kind}). It is tried again by itself; if it happens again, see {_LOG_FILE} in the "
        "data folder, or run `consumo pronosticar`.",
    )


def _killed(code: int) -> StorageError:
    return StorageError(
        f"El proceso que lo calculaba terminó antes de tiempo (código {code}), quizá por falta de memoria. Se vuelve a "
        f"intentar solo; si se repite, mire {_LOG_FILE} en la carpeta de datos.",
        f"The process that worked it out ended early (code {code}), perhaps for want of memory. It is tried again by "
        f"itself; if it happens again, see {_LOG_FILE} in the data folder.",
    )
