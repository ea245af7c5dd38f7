"""Work out the forecast of a published version and keep it beside it; requests only read what is ready."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from consumo.domain.errors import BusyError, ConsumoError, InputError, StorageError
from consumo.domain.forecast_result import Forecast
from consumo.domain.making import Making
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import MAX_HORIZON
from consumo.forecast.panel_forecast import forecast_panel
from consumo.forecast.track import PastForecast
from consumo.services.background import start_detached
from consumo.services.engine import LOCAL, check_engine, engine
from consumo.services.forecast_inputs import ForecastInputs, read_inputs
from consumo.services.making import ended_early, note_failure, telling_failure, telling_progress
from consumo.services.settings import Settings
from consumo.storage.making_file import MakingFile
from consumo.storage.reader import Reader, Snapshot

__all__ = ["NIVELES", "prepare_forecast", "prepare_in_background", "prepare_in_turn"]

_LOG: Final = logging.getLogger(__name__)

Progress = Callable[[str, float], None]

NIVELES: Final = (80, 95)
"""Nominal coverages [%] that are worked out for every version."""

_TURN: Final = "turno"
"""Name of the lock under which the background forecasts: one process at a time for a data folder."""

_PATIENCE: Final = 3600.0


def prepare_forecast(
    settings: Settings,
    version: str | None = None,
    *,
    semilla: int = 0,
    again: bool = False,
    motor: str = LOCAL,
    lenient: bool = False,
    progress: Progress | None = None,
) -> Forecast:
    """Forecast a version MAX_HORIZON ciclos ahead and store it; where that is done already, open it.

    It is done anew where it was made with another calendar, or other series, than the settings name now.

    Two processes asked for the same version do the work once: the second waits for the first.

    Args:
        settings: names the data folder.
        version: the published one if None.
        semilla: of every random draw.
        again: forecast anew even where there is a forecast.
        motor: what the usuarios are forecast on, see `consumo.services.engine`.
        lenient: forecast without calendar and series where they do not fit the data, and say so in the model's reason,
            instead of raising.
        progress: told what is being done and the share done, 0 to 1.

    Raises:
        NoDataError: if nothing is published.
        NotFoundError: if there is no such version.
        BusyError: if another process has been at it for an hour.
        StorageError: if the forecast cannot be written.
        InputError: if the calendar or the series of the settings cannot be read, or do not fit the data; if `motor` is
            none, or does not answer.
    """
    check_engine(motor)
    inputs = read_inputs(settings)
    store = Reader(settings.datos)
    snapshot = store.snapshot(version)
    wanted = snapshot.version.version
    try:
        with _lock_of(settings.datos, wanted).acquire(timeout=_PATIENCE):
            ready = None if again else store.load_forecast(wanted)
            if ready is not None and ready.modelo.insumos == inputs.huella:
                return ready
            past = _served_before(store, snapshot)
            with telling_progress(settings, wanted, progress) as tell, engine(motor) as executor:
                forecast = _forecast(
                    snapshot.panel, inputs, lenient, semilla=semilla, past=past, executor=executor, progress=tell
                )
                forecast = replace(forecast, modelo=replace(forecast.modelo, insumos=inputs.huella))
                store.save_forecast(wanted, forecast)
            return forecast
    except Timeout:
        raise BusyError(
            f"Otro proceso sigue calculando el pronóstico de la versión {wanted}. Espere a que termine y repita.",
            f"Another process is still working out the forecast of version {wanted}. Wait for it and try again.",
        ) from None


def _forecast(panel: Panel, inputs: ForecastInputs, lenient: bool, **how: Any) -> Forecast:
    make = partial(forecast_panel, panel, MAX_HORIZON, niveles=NIVELES, **how)
    try:
        return make(calendario=inputs.calendario, extras=inputs.extras)
    except InputError as error:
        if not lenient or not inputs.huella:
            raise
        _LOG.warning("forecast without calendar and series: %s", error)
        made, reason = make(), error
    card = made.modelo
    motivo = f"Sin el calendario ni las series de la configuración, que no sirven para estos datos: {reason.es}"
    motivo_en = f"Without the calendar and the series of the settings, which do not fit these data: {reason.en}"
    said = replace(card, motivo=f"{card.motivo} {motivo}".strip(), motivo_en=f"{card.motivo_en} {motivo_en}".strip())
    return replace(made, modelo=said)


def prepare_in_turn(settings: Settings) -> int:
    """Forecast the published version, and whatever is published meanwhile; nothing where another process does so.

    Decisions publish versions faster than forecasts are made: those that are superseded by then are passed over.

    Returns:
        How many forecasts were made.

    Raises:
        ConsumoError: as `prepare_forecast`.
    """
    store, turn = Reader(settings.datos), _lock_of(settings.datos, _TURN)
    made = 0
    # Looked at again after the lock is given back: whoever published just before found it taken, and left it to us.
    while (wanted := store.current_id()) is not None and not _is_ready(settings, store, wanted):
        try:
            with turn.acquire(timeout=0):
                with telling_failure(settings, wanted):
                    prepare_forecast(settings, wanted, lenient=True)
                made += 1
        except Timeout:
            break
    return made


def prepare_in_background(settings: Settings, version: str) -> bool:
    """Start `consumo pronosticar --en-turno` in a process of its own, so that `version` gets its forecast.

    Its output goes to `pronosticos/registro.txt` of the data folder. The process outlives this one. Whoever asks for
    the forecast meanwhile is told how far it is, and why it failed where it does (`storage/making_file.py`).

    Args:
        settings: names the data folder.
        version: the published one.

    Returns:
        Whether it was started; False where the forecast is ready, or a process is at one and will see to it.

    Raises:
        StorageError: if the data folder cannot be written.
    """
    try:
        if _is_ready(settings, Reader(settings.datos), version):
            return False
    except InputError as error:
        _LOG.warning("no forecast is made: %s", error)
        return False
    for lock in (_lock_of(settings.datos, _TURN), _lock_of(settings.datos, version)):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        lock.release()
    arguments = ["-m", "consumo", "pronosticar", "--datos", str(settings.datos), "--en-turno"]
    MakingFile(settings.datos, version).save(Making(parte=0.0))  # what failed before does so no more
    log = settings.datos / "pronosticos" / "registro.txt"
    start_detached(arguments, log=log, ended=partial(ended_early, settings, version))
    return True


def _is_ready(settings: Settings, store: Reader, version: str) -> bool:
    """Whether a version has its forecast, made with what the settings name.

    Raises:
        InputError: if that cannot be read; whoever waits for the forecast is told, too.
    """
    try:
        huella = read_inputs(settings).huella
    except InputError as error:
        note_failure(settings, version, error)
        raise
    forecast = store.load_forecast(version)
    return forecast is not None and forecast.modelo.insumos == huella


def _served_before(store: Reader, snapshot: Snapshot) -> list[PastForecast]:
    """Return the forecasts of earlier versions that reach into what is known now, the last one of each origin."""
    panel, by_origin = snapshot.panel, {}
    for version in store.versions():
        if version.version >= snapshot.version.version or not store.has_forecast(version.version):
            continue
        forecast = store.load_forecast(version.version)
        if forecast is None or len(forecast.calendar) == 0:
            continue
        first = forecast.calendar.desde[0]
        if panel.n_ciclos and panel.hasta[-1] > first >= panel.desde[max(panel.n_ciclos - MAX_HORIZON, 0)]:
            by_origin[first] = (version.version, forecast)
    past = []
    for version_datos, forecast in by_origin.values():
        try:
            past.append(PastForecast(version_datos, store.snapshot(version_datos).panel.usuarios, forecast))
        except ConsumoError as error:
            _LOG.warning("the forecast of %s is not compared, its panel cannot be read: %s", version_datos, error)
    return past


def _lock_of(datos: Path, version: str) -> FileLock:
    """Return the lock under which a version is forecast, its folder made."""
    folder = datos / "pronosticos"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"No se puede escribir en «{datos}»: {error.strerror}.", f"Cannot write to '{datos}': {error.strerror}."
        ) from error
    return FileLock(folder / f".{version}.lock")
