"""Subjects for tests of single rules: hand-written series over ciclos of 30 days."""

import numpy as np

from consumo import Panel
from consumo.critica.expectation import expect
from consumo.critica.flags import Flags
from consumo.critica.movement import common_movement
from consumo.critica.profile import GENERAL, Profile
from consumo.critica.subject import Subject

NAN = float("nan")


def even(*series: list[float], days: int = 30, **options) -> Panel:
    """Return the Panel of `series` over ciclos of `days` days."""
    edges = np.datetime64("2024-01-01") + days * np.arange(len(series[0]) + 1)
    names = [f"u{k}" for k in range(len(series))]
    return Panel.from_matrix(usuarios=names, desde=edges[:-1], hasta=edges[1:], kwh=np.array(series, float), **options)


def subject_of(panel: Panel, profile: Profile = GENERAL, **options) -> Subject:
    """Return the subject that the rules see."""
    movement = common_movement(panel, ventana=profile.ventana, piso_kwh_30d=profile.piso_kwh_30d)
    return Subject(panel, expect(panel, movement, profile.ventana), profile, **options)


def registers(end: list[float], *, start: float = 0.0, factor=1.0, **options) -> Panel:
    """Return one usuario whose register shows `start` and then `end`; kwh is missing where it fell."""
    ends = np.array([end], float)
    starts = np.concatenate([[[start]], ends[:, :-1]], axis=1)
    starts = np.array([options.pop("anterior")], float) if "anterior" in options else starts
    kwh = (ends - starts) * factor
    return even(
        np.where(kwh < 0, np.nan, kwh)[0].tolist(),
        lectura_anterior=starts,
        lectura_actual=ends,
        factor=factor,
        **options,
    )


def cells(flags: Flags) -> list[tuple[int, int]]:
    """Return the flagged cells."""
    return list(zip(flags.rows.tolist(), flags.columns.tolist(), strict=True))


def columns(flags: Flags) -> list[int]:
    """Return the flagged ciclos."""
    return flags.columns.tolist()
