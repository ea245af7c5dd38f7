"""The matrices of a Panel from what its door is given: filled in where absent, of the right shape, read-only."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consumo.domain.ciclo import Calendar
from consumo.domain.errors import PanelError
from consumo.domain.natural_order import natural_order
from consumo.domain.panel_checks import check_shape
from consumo.domain.vocabulary import DEFAULT_BATERIA, MISSING_CALIDAD, Calidad

__all__ = [
    "calidad_of",
    "delivered_dates",
    "desfase_of",
    "dias_of",
    "entregado_of",
    "flags_of",
    "frozen",
    "grouped",
    "optional_matrix",
    "row_or_zero",
    "texts_or_blank",
]

Floats = NDArray[np.float64]
Texts = NDArray[np.str_]


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """Return a read-only view."""
    view = array.view()
    view.flags.writeable = False
    return view


def grouped(baterias: Sequence[str] | Texts | None, n: int) -> tuple[Texts, NDArray[np.int32]]:
    """Return the distinct baterias in natural order and, for each of `n` usuarios, the index of its own.

    Raises:
        PanelError: if they are not `n`.
    """
    given = np.asarray([DEFAULT_BATERIA] * n if baterias is None else baterias, dtype=np.str_)
    check_shape("baterias", given, (n,))
    names, codes = np.unique(given, return_inverse=True)
    order = natural_order(names)
    rank = np.empty(len(names), np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    return names[order], rank[codes.ravel()]


def texts_or_blank(name: str, values: Sequence[str] | Texts | None, n: int) -> Texts:
    """Return texts of shape (n,), blank if None."""
    texts = np.zeros(n, dtype="<U1") if values is None else np.asarray(values, dtype=np.str_)
    check_shape(name, texts, (n,))
    return texts


def row_or_zero(name: str, values: ArrayLike | None, dtype: type[np.generic], n: int) -> NDArray[Any]:
    """Return a row of shape (n,), zero if None."""
    row = np.zeros(n, dtype) if values is None else np.asarray(values, dtype=dtype)
    check_shape(name, row, (n,))
    return row


def dias_of(dias: ArrayLike | None, calendar: Calendar, kwh: Floats) -> NDArray[np.int16]:
    """Return the days between readings of kwh's shape; the ciclo's own where none are given.

    Raises:
        PanelError: if a consumption has no day between its readings.
    """
    own = calendar.dias.astype(np.int16)
    given = own if dias is None else np.asarray(dias).astype(np.int16)
    try:
        full = np.broadcast_to(given, kwh.shape)
    except ValueError:
        check_shape("dias", given, kwh.shape)
        raise
    if dias is None:
        return full
    if (full[np.isfinite(kwh)] <= 0).any():
        raise PanelError(
            "Hay consumos con 0 días o menos entre sus lecturas; cada ciclo necesita al menos un día.",
            "Some consumptions have 0 days or fewer between their readings; each ciclo needs at least one day.",
        )
    return np.where(full > 0, full, own)


def calidad_of(calidad: ArrayLike | None, kwh: Floats) -> NDArray[np.uint8]:
    """Return the calidad of kwh's shape: VALIDA where None, MISSING_CALIDAD where kwh is missing."""
    known = np.isfinite(kwh)
    if calidad is None:
        return np.where(known, Calidad.VALIDA, MISSING_CALIDAD).astype(np.uint8)
    given = np.asarray(calidad)
    check_shape("calidad", given, kwh.shape)
    return np.where(known, given, MISSING_CALIDAD).astype(np.uint8)


def desfase_of(desfase: ArrayLike | None, shape: tuple[int, int]) -> NDArray[np.int16] | None:
    """Return how many days after the ciclo's end each reading was made, of `shape`; None if all were made on it."""
    if desfase is None:
        return None
    given = np.asarray(desfase).astype(np.int16)
    check_shape("desfase", given, shape)
    return frozen(given) if given.any() else None


def flags_of(name: str, flags: ArrayLike | None, shape: tuple[int, int]) -> NDArray[np.bool_] | None:
    """Return flags of `shape`; None if none is set."""
    if flags is None:
        return None
    given = np.asarray(flags, dtype=np.bool_)
    check_shape(name, given, shape)
    return frozen(given) if given.any() else None


def delivered_dates(
    given: Mapping[str, ArrayLike] | None, baterias: Texts, calendar: Calendar
) -> NDArray[np.datetime64] | None:
    """Return the dates of the totalizadores' readings, shape (n_baterias, n_ciclos, 2); the ciclo's where unknown."""
    if given is None:
        return None
    own = np.stack([calendar.desde, calendar.hasta], axis=1)
    dates = np.repeat(own[None], len(baterias), axis=0)
    for bateria, pairs in given.items():
        row = np.asarray(pairs, dtype="datetime64[D]")
        check_shape("entregado_fechas", row, own.shape)
        where = np.flatnonzero(baterias == bateria)
        dates[where] = np.where(np.isnat(row).any(axis=1, keepdims=True), own, row)
    return None if (dates == own).all() else frozen(dates)


def entregado_of(given: Mapping[str, ArrayLike] | None, baterias: Texts, n_ciclos: int) -> Floats:
    """Return the energy through each totalizador, shape (n_baterias, n_ciclos), NaN where unknown.

    Raises:
        PanelError: if a bateria is named that has no usuarios.
    """
    matrix = np.full((len(baterias), n_ciclos), np.nan)
    for bateria, row in (given or {}).items():
        where = np.flatnonzero(baterias == bateria)
        if len(where) == 0:
            raise PanelError(
                f"El totalizador nombra la batería «{bateria}», que no tiene usuarios; las que hay: "
                f"{', '.join(baterias.tolist()[:10])}.",
                f"The totalizador names bateria '{bateria}', which has no usuarios; there are: "
                f"{', '.join(baterias.tolist()[:10])}.",
            )
        values = np.asarray(row, dtype=np.float64)
        check_shape("entregado", values, (n_ciclos,))
        matrix[where[0]] = values
    return matrix


def optional_matrix(values: ArrayLike | None, shape: tuple[int, int]) -> Floats | None:
    """Return a read-only matrix of `shape`, or None."""
    if values is None:
        return None
    matrix = np.asarray(values, dtype=np.float64)
    try:
        return frozen(np.broadcast_to(matrix, shape))
    except ValueError:
        check_shape("lecturas", matrix, shape)
        raise
