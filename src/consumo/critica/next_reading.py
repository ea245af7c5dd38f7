"""What the register of each meter is expected to show when it is read next: a typing error is caught at the meter."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from consumo.critica.expectation import Expectation, expect, or_like_the_others
from consumo.critica.movement import Movement, common_movement
from consumo.critica.profile import GENERAL, Profile
from consumo.domain.ciclo import Calendar
from consumo.domain.panel import Panel
from consumo.domain.panel_rows import take_rows
from consumo.domain.vocabulary import MISSING_CALIDAD, NORMAL_DAYS

__all__ = ["NextReadings", "expect_readings"]

Floats = NDArray[np.float64]
Dates = NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class NextReadings:
    """Expected readings of some usuarios, all of shape (n,); NaN and NaT where nothing can be said.

    Attributes:
        lectura: the last register that is trusted [kWh before factor].
        fecha: when it was read.
        factor: of the meter.
        dias: days from then to the reading that is expected [d], 0 where nothing was read.
        kwh_min, kwh, kwh_max: consumption until then: usual, and the limits beyond which it would be questioned [kWh].
        lectura_min, lectura_max: what the register would show then; `lectura_min` > `lectura_max` where it is expected
            to have gone past its end.
    """

    lectura: Floats
    fecha: Dates
    factor: Floats
    dias: NDArray[np.int64]
    kwh_min: Floats
    kwh: Floats
    kwh_max: Floats
    lectura_min: Floats
    lectura_max: Floats


def expect_readings(panel: Panel, rows: NDArray[np.intp], fecha: date, profile: Profile = GENERAL) -> NextReadings:
    """Say what the meters of some usuarios are expected to show on `fecha`.

    Args:
        panel: the readings; those in doubt are not gone on from.
        rows: which usuarios.
        fecha: the day of the reading.
        profile: the limits beyond which a consumption is questioned.
    """
    movement = common_movement(panel, ventana=profile.ventana, piso_kwh_30d=profile.piso_kwh_30d)
    some = take_rows(panel, rows)
    low, usual, high = _limits(some, movement, profile)
    last, register = _last_trusted(some)
    at = np.arange(len(rows))
    known = last >= 0
    read_on = np.where(known, some.hasta[last], np.datetime64("NaT"))
    if some.desfase is not None:
        read_on = np.where(known, read_on + some.desfase[at, last].astype("timedelta64[D]"), read_on)
    days = np.where(known, (np.datetime64(fecha) - read_on).astype(np.int64), 0).clip(min=0)
    factor = np.ones(len(rows)) if some.factor is None else some.factor[at, last]
    factor = np.where(np.isfinite(factor) & (factor > 0), factor, 1.0)
    kwh_low, kwh_usual, kwh_high = (np.where(days > 0, per_day * days, np.nan) for per_day in (low, usual, high))
    shown = [_wrapped(register + kwh / factor, some.digitos) for kwh in (kwh_low, kwh_high)]
    return NextReadings(
        register, read_on, factor, days, kwh_low, kwh_usual, kwh_high, np.floor(shown[0]), np.ceil(shown[1])
    )


def _limits(panel: Panel, movement: Movement, profile: Profile) -> tuple[Floats, Floats, Floats]:
    """Return the least, usual and most kWh/d of the ciclo to come: beyond, `consumo.alto` or `.bajo` would fire."""
    longer, moved = _with_next_ciclo(panel), _with_next_move(movement, panel.calendar)
    expected = expect(longer, moved, profile.ventana)
    centre, spread = or_like_the_others(expected, longer, moved)
    coming = Expectation(
        centre[:, -1:],
        spread[:, -1:],
        expected.z[:, -1:],
        expected.nivel[:, -1:],
        expected.comun[:, -1:],
        expected.conocidos[:, -1:],
        expected.piso,
    )
    usual = coming.quantile(0.0)[:, 0]
    floor = profile.piso_kwh_30d / NORMAL_DAYS
    least = np.minimum.reduce([coming.quantile(-profile.desvios)[:, 0], usual * (1 - profile.cambio), usual - floor])
    most = np.maximum.reduce([coming.quantile(profile.desvios)[:, 0], usual * (1 + profile.cambio), usual + floor])
    return np.maximum(least, 0.0), usual, most


def _with_next_ciclo(panel: Panel) -> Panel:
    """Return the Panel with one more ciclo in which nothing is known yet."""
    coming = panel.calendar.extend(1)
    calendar = Calendar(
        (*panel.calendar.ids, *coming.ids),
        np.append(panel.desde, coming.desde),
        np.append(panel.hasta, coming.hasta),
    )
    shape = (panel.n_usuarios, 1)
    return replace(
        panel,
        calendar=calendar,
        kwh=np.append(panel.kwh, np.full(shape, np.nan), axis=1),
        dias=np.append(panel.dias, np.full(shape, coming.dias[0], panel.dias.dtype), axis=1),
        calidad=np.append(panel.calidad, np.full(shape, MISSING_CALIDAD, np.uint8), axis=1),
        abierto=np.append(panel.abierto, True),
        entregado=np.append(panel.entregado, np.full((panel.n_baterias, 1), np.nan), axis=1),
        lectura_anterior=None, lectura_actual=None, factor=None, desfase=None, medidor_nuevo=None,
        entregado_fechas=None, crudo={},
    )  # fmt: skip


def _with_next_move(movement: Movement, calendar: Calendar) -> Movement:
    """Return the movement with that of the ciclo to come: the one of a year before, or else the last."""
    n = movement.moves.shape[1]
    seasonal = 0 < movement.period <= n
    column = n - movement.period if seasonal and calendar.period == movement.period else n - 1
    return replace(movement, moves=np.append(movement.moves, movement.moves[:, column : column + 1], axis=1))


def _last_trusted(panel: Panel) -> tuple[NDArray[np.intp], Floats]:
    """Return the ciclo of the last reading that is trusted (−1 if none) and its register (NaN if none is known)."""
    trusted = panel.is_measured.copy()
    if panel.lectura_actual is not None:
        with_register = trusted & np.isfinite(panel.lectura_actual)
        has = with_register.any(axis=1)
        trusted[has] = with_register[has]
    last = np.where(trusted.any(axis=1), panel.n_ciclos - 1 - np.argmax(trusted[:, ::-1], axis=1), -1)
    if panel.lectura_actual is None:
        return last, np.full(panel.n_usuarios, np.nan)
    register = panel.lectura_actual[np.arange(panel.n_usuarios), last]
    return last, np.where(last >= 0, register, np.nan)


def _wrapped(register: Floats, digits: NDArray[np.int8]) -> Floats:
    """Return what a register of so many digits shows; one of unknown digits goes on."""
    capacity = 10.0 ** digits.astype(np.float64)
    return np.where(digits > 0, register % capacity, register)
