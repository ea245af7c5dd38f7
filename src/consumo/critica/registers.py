"""Corrected registers: a reading ends one ciclo and begins the next, so it is corrected in both."""

from typing import Final

import numpy as np

from consumo.critica.draft import Draft, Place

__all__ = ["ACTUAL", "ANTERIOR", "put_register", "register_kwh", "shifted_kwh"]

ANTERIOR: Final = "lectura_anterior"
ACTUAL: Final = "lectura_actual"


def register_kwh(anterior: float, actual: float, factor: float, digitos: int | None = None) -> float:
    """Return (actual − anterior) × factor [kWh]; with `digitos`, a register that went past its end began again at 0.

    NaN where it cannot be told.
    """
    step = actual - anterior
    if step < 0 and digitos:
        step += 10.0**digitos
    return step * factor if step >= 0 else float("nan")


def put_register(draft: Draft, name: str, place: Place, value: float) -> Place | None:
    """Correct a register, and the same reading in the ciclo beside where that goes on from it.

    Returns:
        The cell beside, if it was corrected too.
    """
    row, column = place
    was = draft.get(name, place)
    draft.put(name, place, value)
    beside, twin = ((row, column + 1), ANTERIOR) if name == ACTUAL else ((row, column - 1), ACTUAL)
    if not 0 <= beside[1] < draft.panel.n_ciclos or draft.get(twin, beside) != was:
        return None
    draft.put(twin, beside, value)
    return beside


def shifted_kwh(draft: Draft, place: Place) -> float:
    """Return the consumption of a cell whose registers were corrected from beside.

    What one ciclo loses the other gains, so that the sum of both stays what the meter counted.
    """
    kwh, factor = draft.raw("kwh", place), draft.factor(place)
    start, end = draft.get(ANTERIOR, place), draft.get(ACTUAL, place)
    if not np.isfinite(kwh):
        return register_kwh(start, end, factor)
    moved = (end - draft.raw(ACTUAL, place)) - (start - draft.raw(ANTERIOR, place))
    return kwh + moved * factor if np.isfinite(moved) else kwh
