"""Whether the values of a column can be what its header says; a header alone decides nothing."""

from typing import Final

from consumo.importing.heads import Head
from consumo.importing.profiles import Profile

__all__ = ["fits"]

_FIGURES: Final = frozenset({"consumo_kwh", "lectura_actual", "lectura_anterior", "factor", "digitos", "entregado_kwh"})
_UNITS: Final = 0.9  # share of the values that name a unit, from which a column is of units
_DAYS: Final = frozenset({"desde", "hasta"})
_NAMES: Final = frozenset({"usuario", "nombre", "medidor", "bateria", "categoria"})


def fits(word: str, head: Head, profile: Profile) -> float:
    """Return how well the values allow a meaning [0–1]; an empty column allows anything a little."""
    if profile.empty:
        return 0.5
    if word in _FIGURES:
        days = profile.dated > 0 and profile.timely >= 0.9
        if days or (_are_serials(head, profile) and "consumo" not in head.mark.concepts):
            return 0.0
        return 1.0 if profile.is_figure and profile.dated < 0.5 else 0.0
    if word in _NAMES:
        return _fits_name(word, head, profile)
    of_time = {"desde": _fits_days, "hasta": _fits_days, "ciclo": _fits_ciclo}
    if word in of_time:
        return of_time[word](head, profile)
    return _fits_rest(word, profile)


def _fits_rest(word: str, profile: Profile) -> float:
    shares = {"anio": profile.yearly, "unidad": profile.units}
    if word in shares:
        return 1.0 if shares[word] >= 0.5 else 0.0
    return 0.3 if word in {"tipo_lectura", "energetico"} and profile.is_figure else 1.0


def _fits_days(head: Head, profile: Profile) -> float:
    """Days of reading; the first days of months under a bare «fecha» are months rather."""
    if _are_serials(head, profile):
        return 1.0
    mixed = profile.dated > 0 and profile.timely >= 0.9
    if not mixed and (profile.dated < 0.5 or (profile.numeric >= 0.5 and "fecha" not in head.mark.concepts)):
        return 0.0
    bare = not head.mark.concepts & {"lectura", "antes", "ahora"}
    return 0.6 if bare and profile.first_days >= 0.9 else 1.0


def _fits_ciclo(head: Head, profile: Profile) -> float:
    """A ciclo is a month; days that are not the first of a month are days of reading."""
    if _are_serials(head, profile):
        return 1.0
    if profile.monthly < 0.5:
        return 0.0
    days = profile.dated >= 0.5 and profile.first_days < 0.9
    return 0.6 if days and "fecha" in head.mark.concepts and "mes" not in head.mark.concepts else 1.0


def _fits_name(word: str, head: Head, profile: Profile) -> float:
    if profile.dated >= 0.5 and profile.numeric < 0.5:
        return 0.0
    if profile.is_figure and profile.whole < 0.8:
        return 0.0  # ids have no decimals
    if word == "usuario" and profile.units >= _UNITS:
        return 0.0  # «Unidad» over kWh and MWh is no dwelling
    if profile.counts_up and head.mark.concepts <= {"numero", "orden"}:
        return 0.5  # it may only number the rows
    return 0.3 if word == "nombre" and profile.is_figure else 1.0


def _are_serials(head: Head, profile: Profile) -> bool:
    """Whether the figures are days as Excel counts them, under a header that speaks of time."""
    return profile.serials >= 0.9 and bool(head.mark.concepts & {"fecha", "mes"})
