"""The checks that every Panel has passed; each says the first offender."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consumo.domain.ciclo import Calendar
from consumo.domain.errors import PanelError

__all__ = ["check_calendar", "check_ids", "check_kwh", "check_shape"]


def check_shape(name: str, array: NDArray[Any], shape: tuple[int, ...]) -> None:
    """Require `array` to be of `shape`.

    Raises:
        PanelError: naming the array, its shape and the one expected.
    """
    if array.shape != shape:
        raise PanelError(
            f"«{name}» tiene la forma {array.shape}; se esperaba {shape}.",
            f"'{name}' has shape {array.shape}; expected {shape}.",
        )


def check_ids(kind: str, ids: Sequence[str] | NDArray[np.str_]) -> NDArray[np.str_]:
    """Return `ids` as an array of text, unique and not empty.

    Raises:
        PanelError: naming the first empty or repeated id.
    """
    texts = np.asarray(ids, dtype=np.str_)
    if texts.ndim != 1:
        check_shape(kind, texts, (texts.size,))
    if (texts == "").any():
        place = int(np.flatnonzero(texts == "")[0])
        raise PanelError(
            f"El {kind} en la posición {place} no tiene id; cada uno necesita un id de texto.",
            f"The {kind} at position {place} has no id; each needs an id as text.",
        )
    unique, counts = np.unique(texts, return_counts=True)
    if (counts > 1).any():
        repeated = unique[counts > 1][0]
        raise PanelError(
            f"El {kind} «{repeated}» está {counts.max()} veces; cada id puede estar una sola vez.",
            f"{kind} '{repeated}' appears {counts.max()} times; each id may appear once.",
        )
    return texts


def check_calendar(desde: ArrayLike, hasta: ArrayLike, ids: Sequence[str] | None) -> Calendar:
    """Return the Calendar of dates that are real, ordered and distinct.

    Raises:
        PanelError: naming the first ciclo that does not hold.
    """
    first = np.atleast_1d(np.asarray(desde)).astype("datetime64[D]")
    last = np.atleast_1d(np.asarray(hasta)).astype("datetime64[D]")
    check_shape("hasta", last, first.shape)
    for k in np.flatnonzero(np.isnat(first) | np.isnat(last) | ~(last > first))[:1]:
        raise PanelError(
            f"El ciclo {k} va de {first[k]} a {last[k]}; se esperaba desde < hasta.",
            f"Ciclo {k} runs from {first[k]} to {last[k]}; expected desde < hasta.",
        )
    middles = first.astype(np.int64) + last.astype(np.int64)
    for k in np.flatnonzero(np.diff(middles) < 0)[:1]:
        raise PanelError(
            f"El ciclo que empieza el {first[k + 1]} está después del que empieza el {first[k]}; "
            "se esperaban en orden de fecha.",
            f"The ciclo that starts on {first[k + 1]} comes after the one that starts on {first[k]}; "
            "expected them in order of date.",
        )
    if ids is None:
        return Calendar.from_dates(first, last)
    names = check_ids("ciclo", list(ids))
    check_shape("ciclos", names, first.shape)
    return Calendar.from_dates(first, last, tuple(names.tolist()))


def check_kwh(
    kwh: NDArray[np.float64], shape: tuple[int, int], usuarios: NDArray[np.str_], ciclos: Sequence[str]
) -> NDArray[np.float64]:
    """Require consumption of `shape`, each NaN or finite and not negative.

    Raises:
        PanelError: naming the first usuario and ciclo whose value does not hold.
    """
    check_shape("kwh", kwh, shape)
    wrong = np.isinf(kwh) | (kwh < 0)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        place = f"{usuarios[row]}, {ciclos[column]}"
        raise PanelError(
            f"El consumo de {place} es {kwh[row, column]} kWh; se esperaba un número ≥ 0, o vacío si falta.",
            f"The consumption of {place} is {kwh[row, column]} kWh; expected a number ≥ 0, or missing.",
        )
    return kwh
