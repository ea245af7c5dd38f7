"""Checks of a consumption against what was expected of the usuario, per day so that long ciclos are not accused."""

import numpy as np
from numpy.typing import NDArray

from consumo.critica.flags import Cells, Flags
from consumo.critica.subject import Subject
from consumo.domain.vocabulary import NORMAL_DAYS

__all__ = ["find_drop", "find_high", "find_low", "find_null", "find_repeated", "find_zero", "judged"]

Mask = NDArray[np.bool_]

_SAME_STEP = 0.28
"""Chance that two draws of a normal distribution of 1 step of deviation round to the same step: 1 / (2 √π)."""
_BY_CHANCE = 1e-4


def find_high(subject: Subject) -> Flags:
    """Flag a consumption above what was expected in all three senses: deviations, share and kWh.

    The conjunction keeps the queue short: ±30 % alone flags up to a third of good readings of variable homes
    (domain study §2.2).
    """
    return _about(subject, "consumo.alto", subject.cells(_far(subject) & (subject.esperado.z > 0)))


def find_low(subject: Subject) -> Flags:
    """Flag a consumption below what was expected in all three senses, and above 0."""
    far = _far(subject) & (subject.esperado.z < 0) & (subject.panel.kwh > 0)
    return _about(subject, "consumo.bajo", subject.cells(far))


def find_zero(subject: Subject) -> Flags:
    """Flag 0 kWh where a consumption was expected (Oracle MDM, Zero Consumption)."""
    return _about(subject, "consumo.cero", subject.cells(_far(subject) & (subject.panel.kwh == 0)))


def judged(subject: Subject) -> Mask:
    """Where a consumption may be judged: it is a measurement and has enough history, (n_usuarios, n_ciclos)."""
    return subject.panel.is_measured & (subject.esperado.conocidos >= subject.perfil.minimo_historia)


def _far(subject: Subject) -> Mask:
    profile, expected = subject.perfil, subject.esperado
    far = judged(subject) & (abs(expected.z) > profile.desvios)
    rows, columns = np.nonzero(far)  # few: the rest is worked out for them only
    usual = expected.quantile(0.0, (rows, columns))
    gap = abs(subject.panel.kwh_dia[rows, columns] - usual)
    far[rows, columns] = (gap > profile.cambio * usual) & (gap * NORMAL_DAYS > profile.piso_kwh_30d)
    return far


def _about(subject: Subject, codigo: str, cells: Cells) -> Flags:
    panel, expected, limit = subject.panel, subject.esperado, subject.perfil.desvios
    usual, days = expected.quantile(0.0, cells), panel.dias[cells]
    low, high = (expected.quantile(z, cells) * days for z in (-limit, limit))
    return Flags(
        codigo,
        *cells,
        {
            "kwh": panel.kwh[cells],
            "kwh_dia": panel.kwh_dia[cells],
            "esperado_kwh_dia": usual,
            "esperado_min": low,
            "esperado_max": high,
            "desvios": expected.z[cells],
        },
        riesgo=abs(panel.kwh[cells] - usual * days),
        rango=(low, high),
    )


def find_repeated(subject: Subject) -> Flags:
    """Flag the same non-zero kWh in `repetidos` ciclos in a row or more: a reading made at the desk.

    More than `repetidos` where a usuario varies by so few steps of its register that fewer come about by chance.
    """
    panel = subject.panel
    run = np.ones(panel.kwh.shape, np.int64)
    for column in range(1, panel.n_ciclos):
        same = panel.kwh[:, column] == panel.kwh[:, column - 1]
        run[:, column] = np.where(same, run[:, column - 1] + 1, 1)
    often = (run >= subject.perfil.repetidos) & (panel.kwh > 0) & panel.is_measured
    rows, columns = subject.cells(often)
    steps = np.maximum(_spread_in_steps(subject, (rows, columns)), _SAME_STEP)
    telling = (_SAME_STEP / steps) ** (run[rows, columns] - 1) < _BY_CHANCE
    cells = rows[telling], columns[telling]
    return Flags("consumo.repetido", *cells, {"kwh": panel.kwh[cells], "seguidos": run[cells]})


def _spread_in_steps(subject: Subject, cells: Cells) -> NDArray[np.float64]:
    """Return the usual spread of a consumption in steps of its register (of 1 kWh where no factor is known)."""
    panel, expected = subject.panel, subject.esperado
    spread = (expected.quantile(1.0, cells) - expected.quantile(-1.0, cells)) / 2 * panel.dias[cells]
    factor = np.ones(len(cells[0])) if panel.factor is None else panel.factor[cells]
    steps: NDArray[np.float64] = np.nan_to_num(spread) / np.where(factor > 0, factor, 1.0)
    return steps


def find_null(subject: Subject) -> Flags:
    """Flag next to nothing for `nulo_ciclos` ciclos in a row after a normal consumption (ValoApp's guide of codes).

    A run of nothing at all is `consumo.cero`, from its first ciclo on.
    """
    panel, profile = subject.panel, subject.perfil
    null = panel.is_measured & (panel.kwh <= profile.nulo_kwh)
    lasting, something = null.copy(), panel.kwh > 0
    for back in range(1, profile.nulo_ciclos):
        lasting[:, :back] = False
        lasting[:, back:] &= null[:, : panel.n_ciclos - back]
        something[:, back:] |= panel.kwh[:, : panel.n_ciclos - back] > 0
    lasting &= something
    usual = subject.esperado.kwh_dia
    cells = subject.cells(lasting & (usual * NORMAL_DAYS > profile.piso_kwh_30d) & judged(subject))
    expected = usual[cells] * panel.dias[cells]
    evidence = {"kwh": panel.kwh[cells], "seguidos": np.full(len(cells[0]), profile.nulo_ciclos)}
    return Flags("consumo.nulo_sostenido", *cells, {**evidence, "esperado_kwh": expected}, riesgo=expected)


def find_drop(subject: Subject) -> Flags:
    """Flag the mean of the last `caida_ciclos` far below the level of the `ventana` ciclos before, or a window earlier.

    Both freed from what moved the whole bateria: a mild winter is nobody's drop. In logarithms, so that the mean is
    geometric; monthly outliers of this kind cut the homes to inspect to 3.4 % (Nadeem & Arshad 2021).
    """
    panel, profile, expected = subject.panel, subject.perfil, subject.esperado
    n = profile.caida_ciclos
    if panel.n_ciclos <= n:
        none = np.empty(0, np.intp)
        return Flags("consumo.caida_sostenida", none, none, {})
    own = np.where(panel.is_measured, np.log(np.maximum(panel.kwh_dia, 0) + expected.piso), np.nan) - expected.comun
    before = expected.nivel
    # The level just before, or a window earlier if that was higher: a slow drop pulls the later one down with it.
    level, earlier = np.full(own.shape, np.nan), np.full(own.shape, np.nan)
    level[:, n - 1 :] = before[:, : panel.n_ciclos - n + 1]
    earlier[:, profile.ventana :] = before[:, : max(panel.n_ciclos - profile.ventana, 0)]
    level = np.where(np.isfinite(level), np.fmax(level, earlier), np.nan)
    recent = np.full(own.shape, np.nan)
    recent[:, n - 1 :] = np.lib.stride_tricks.sliding_window_view(own, n, axis=1).mean(axis=-1)
    usual, now = (np.maximum(np.exp(part + expected.comun) - expected.piso, 0) for part in (level, recent))
    mask = (now < profile.caida * usual) & judged(subject)
    mask &= (usual - panel.kwh_dia) * NORMAL_DAYS > profile.piso_kwh_30d
    cells = subject.cells(mask)
    share = now[cells] / usual[cells]
    missing = (usual - panel.kwh_dia)[cells] * panel.dias[cells]
    evidence = {"kwh": panel.kwh[cells], "antes_kwh_dia": usual[cells], "queda_pct": 100 * share}
    return Flags(
        "consumo.caida_sostenida",
        *cells,
        {**evidence, "seguidos": np.full(len(share), n)},
        riesgo=missing,
    )
