"""Ids of versions: readable moments that sort in time, also within one second and with a clock that was set back."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from secrets import randbelow
from typing import Final

__all__ = ["new_version_id"]

_SECOND: Final = "%Y%m%dT%H%M%S"
_SPREAD: Final = 16
"""Random part of the suffix; 16 × 1 000 000 µs is the most that six hexadecimal digits hold."""


def new_version_id(taken: Iterable[str], now: datetime | None = None) -> str:
    """Return an id that sorts after every one of `taken`, e.g. `20261124T003501-3f9a2c`.

    The suffix is the microsecond and a random digit.

    Args:
        taken: ids that exist.
        now: moment of the version, UTC; the clock's if None.
    """
    moment = now or datetime.now(UTC)
    latest = max(taken, default="")
    if latest:
        moment = max(moment, _moment_of(latest) + timedelta(microseconds=1))
    return f"{moment:{_SECOND}}-{moment.microsecond * _SPREAD + randbelow(_SPREAD):06x}"


def _moment_of(version: str) -> datetime:
    second, _, suffix = version.partition("-")
    moment = datetime.strptime(second, _SECOND).replace(tzinfo=UTC)
    return moment + timedelta(microseconds=int(suffix, 16) // _SPREAD)
