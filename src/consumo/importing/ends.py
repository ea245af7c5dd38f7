"""Whether the last day of a ciclo belongs to it: decided by how the dates of a table follow each other."""

from typing import Final

import numpy as np
import pandas as pd

from consumo.domain.hallazgo import Hallazgo

__all__ = ["with_exclusive_ends"]

_MOST: Final = 0.8  # of the ciclos that follow another
_DAY: Final = np.timedelta64(1, "D")


def with_exclusive_ends(frame: pd.DataFrame, dated: np.ndarray, hoja: str) -> tuple[pd.DataFrame, list[Hallazgo]]:
    """Return the rows with `hasta` moved one day on where the workbook counts the last day in.

    It does where the next ciclo of a usuario begins the day after; where none follows another, where all ciclos begin
    on the first and end on the last day of a month.

    Args:
        frame: `usuario, desde, hasta` of long rows.
        dated: which of them bring both dates of their own, shape (n,).
        hoja: name of the sheet.
    """
    desde, hasta = (frame[name].to_numpy().astype("datetime64[D]") for name in ("desde", "hasta"))
    both = dated & ~np.isnat(desde) & ~np.isnat(hasta)
    if not both.any():
        return frame, []
    steps = _steps(frame["usuario"].to_numpy()[both], desde[both], hasta[both])
    near = steps[(steps >= 0) & (steps <= 1)]
    if len(near):
        inclusive = bool((near == 1).mean() >= _MOST)
    else:
        after = hasta[both] + _DAY
        inclusive = bool(
            (_first_of_month(desde[both]) & _first_of_month(after) & (after > desde[both])).mean() >= _MOST
        )
    if not inclusive:
        return frame, []
    moved = np.where(both, hasta + _DAY, hasta)
    finding = Hallazgo(codigo="ciclo.fin_incluido", hoja=hoja, veces=int(both.sum()))
    return frame.assign(hasta=moved.astype("datetime64[s]")), [finding]


def _steps(usuario: np.ndarray, desde: np.ndarray, hasta: np.ndarray) -> np.ndarray:
    """Return the days from the end of each ciclo to the beginning of the next one of the same usuario."""
    who = pd.factorize(usuario)[0]
    order = np.lexsort((desde.astype(np.int64), who))
    same = who[order[1:]] == who[order[:-1]]
    steps: np.ndarray = (desde[order[1:]] - hasta[order[:-1]]).astype(np.int64)[same]
    return steps


def _first_of_month(days: np.ndarray) -> np.ndarray:
    first: np.ndarray = days == days.astype("datetime64[M]").astype("datetime64[D]")
    return first
