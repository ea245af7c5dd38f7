"""The real services behind an app."""

import logging
import time
from collections.abc import Sequence
from functools import cache, lru_cache, partial
from typing import Final, Literal

from consumo.api.auth import is_loopback
from consumo.api.backend import Backend
from consumo.domain.errors import ConsumoError
from consumo.domain.making import Making
from consumo.services.dataset import DatasetHandle
from consumo.services.decision_request import DecisionRequest
from consumo.services.differences import compare_versions
from consumo.services.imports.desk import ImportDesk
from consumo.services.making import inputs_stamp, making_of, note_failure
from consumo.services.perfil import profile_of
from consumo.services.settings import Settings
from consumo.services.token import token_of
from consumo.services.versions import list_versions, restore_version

__all__ = ["connect"]

_log = logging.getLogger(__name__)

_RETRY: Final = 300.0
"""Seconds after which the forecast of a version that still has none is set going again."""


def connect(settings: Settings | None = None) -> Backend:
    """Return the backend over the data folder of `settings`, those of the environment and `.env` if None."""
    given = settings or Settings()

    def reload() -> object:
        # Reading workbooks takes pandas and the readers, which the answers to GET do without.
        from consumo.services.publish import reload_excel  # noqa: PLC0415

        return reload_excel(given)

    def decide(wanted: Sequence[tuple[str, DecisionRequest]]) -> object:
        from consumo.services.decide import decide_all  # noqa: PLC0415 - as above

        return decide_all(given, wanted)

    def undo(numeros: Sequence[int], quien: str, motivo: str) -> object:
        from consumo.services.decide import undo_all  # noqa: PLC0415 - as above

        return undo_all(given, numeros, quien=quien, motivo=motivo)

    return Backend(
        current=DatasetHandle(given.datos, profile_of(given)).current,
        reload=reload,
        decide=decide,
        undo=undo,
        imports=ImportDesk(given),
        versions=partial(list_versions, given),
        # Pages of one comparison come one after the other.
        compare=lru_cache(4)(partial(compare_versions, given)),
        restore=partial(restore_version, given),
        max_upload=given.max_mb * 1_000_000,
        prepare=ForecastStarter(given).start,
        token=cache(lambda: token_of(given).value),
        lectura=_who_may_read(given),
        cors_origenes=given.cors_origenes,
    )


class ForecastStarter:
    """Sets the forecast of a version going and tells how far it is; never waits and never fails."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._started: tuple[tuple[str, str], float] = (("", ""), 0.0)

    def start(self, version: str) -> Making | None:
        """Start the forecast of `version` unless this process did so a moment ago; return how far it is.

        Where a calendar or series that the settings name was changed since, it is started at once.
        """
        now, wanted = time.monotonic(), (version, inputs_stamp(self._settings))
        last, at = self._started
        if wanted != last or now - at >= _RETRY:
            self._started = (wanted, now)
            self._start(version)
        return making_of(self._settings, version)

    def _start(self, version: str) -> None:
        try:
            from consumo.services.forecasting import prepare_in_background  # noqa: PLC0415

            prepare_in_background(self._settings, version)
        except (ConsumoError, OSError, ImportError) as error:  # ImportError: LightGBM without its system library
            _log.warning("the forecast of %s cannot be started: %s", version, error)
            note_failure(self._settings, version, error)


def _who_may_read(settings: Settings) -> Literal["nadie", "local", "todos"]:
    if settings.lectura_publica:
        return "todos"
    return "local" if is_loopback(settings.host) else "nadie"
