"""The published data set as one process serves it: opened once, replaced when another process publishes."""

import logging
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Final

from consumo.critica.profile import GENERAL, Profile
from consumo.domain.decision import Decision, Standing
from consumo.domain.errors import ConsumoError, NoDataError, StorageError
from consumo.domain.forecast_result import Forecast
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.making import Making
from consumo.domain.panel import Panel
from consumo.services.perfil import profile_of
from consumo.services.settings import Settings
from consumo.storage.reader import Reader

__all__ = ["Dataset", "DatasetHandle", "open_dataset"]

_LOG: Final = logging.getLogger(__name__)
_RETRY: Final = 5.0
"""Seconds after which what could not be opened is tried again: the cause may have passed."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """What queries answer from.

    Attributes:
        version_datos: id of the version.
        panel: its Panel, mapped from disk.
        hallazgos: its findings.
        forecast: its forecast; None while it is being prepared.
        cargado_en: when it was published, ISO.
        decisiones: the decisions that count for it, in order.
        standing: which of them hold.
        perfil: the profile of the critique that the settings name.
        making: how far the forecast is where there is none, as far as that is known.
    """

    version_datos: str
    panel: Panel
    hallazgos: tuple[Hallazgo, ...]
    forecast: Forecast | None
    cargado_en: str
    decisiones: tuple[Decision, ...] = ()
    standing: Standing = field(default_factory=Standing)
    perfil: Profile = GENERAL
    making: Making | None = None


def open_dataset(settings: Settings) -> Dataset:
    """Open the published data set once, for a command.

    Raises:
        NoDataError: if nothing has been published.
        ParameterError: if the profile cannot be read.
        StorageError: if the data folder cannot be read.
    """
    return DatasetHandle(settings.datos, profile_of(settings)).current()


class DatasetHandle:
    """Gives the published data set, noticing by itself when it changes.

    Args:
        datos: the data folder.
        perfil: the profile of the critique.
    """

    def __init__(self, datos: Path, perfil: Profile = GENERAL) -> None:
        self._store = Reader(datos)
        self._perfil = perfil
        self._lock = Lock()
        self._stamp: tuple[int, int] | None = None
        self._failed: tuple[int, int] | None = None
        self._dataset: Dataset | None = None
        self._retry_at = 0.0
        self._forecast_stamp: tuple[int, int] | None = None
        self._forecast_retry_at = 0.0

    def current(self) -> Dataset:
        """Return the published data set; two `stat` calls where nothing changed.

        A version that cannot be opened leaves the one that is being served in place.

        Raises:
            NoDataError: if nothing has been published.
            StorageError: if the data folder cannot be read and nothing is being served yet.
        """
        dataset = self._dataset
        try:
            stamp = self._store.current_stamp()
        except StorageError:
            if dataset is None:
                raise
            return dataset
        if dataset is None or stamp != self._stamp:
            dataset = self._reopen(stamp)
        elif (made := self._store.forecast_stamp(dataset.version_datos)) != self._forecast_stamp:
            dataset = self._with_forecast(dataset, made)
        return dataset

    def _reopen(self, stamp: tuple[int, int] | None) -> Dataset:
        with self._lock:
            if self._dataset is not None and stamp == self._stamp:
                return self._dataset
            if stamp is None:
                if self._dataset is None:
                    raise NoDataError
                return self._dataset
            if self._dataset is not None and stamp == self._failed and time.monotonic() < self._retry_at:
                return self._dataset
            try:
                opened, made = self._open()
            except (ConsumoError, OSError, ValueError, KeyError) as error:
                if self._dataset is None:
                    raise
                _LOG.warning("the new version cannot be opened, the old one is still served: %s", error)
                self._failed, self._retry_at = stamp, time.monotonic() + _RETRY
                return self._dataset
            self._stamp, self._dataset, self._forecast_stamp = stamp, opened, made
            return opened

    def _open(self) -> tuple[Dataset, tuple[int, int] | None]:
        """Return the published data set, and the stamp of its forecast from before it was read."""
        wanted = self._store.current_id()
        made = self._store.forecast_stamp(wanted) if wanted is not None else None
        snapshot = self._store.snapshot(wanted)
        dataset = Dataset(
            snapshot.version.version,
            snapshot.panel,
            snapshot.hallazgos,
            snapshot.forecast,
            snapshot.version.creada,
            snapshot.decisiones,
            snapshot.standing,
            self._perfil,
        )
        return dataset, made

    def _with_forecast(self, dataset: Dataset, made: tuple[int, int] | None) -> Dataset:
        """Return the data set with the forecast that was made since: the first, or one with another calendar."""
        if time.monotonic() < self._forecast_retry_at:
            return dataset
        try:
            forecast = self._store.load_forecast(dataset.version_datos)
        except ConsumoError as error:
            _LOG.warning("the forecast cannot be opened: %s", error)
            forecast = None
        if forecast is None:
            self._forecast_retry_at = time.monotonic() + _RETRY
            return dataset
        with self._lock:
            if self._dataset is dataset:
                self._dataset, self._forecast_stamp = replace(dataset, forecast=forecast), made
            return self._dataset or dataset
