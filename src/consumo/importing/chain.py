"""Readings without their previous one: the reading before it of the same usuario, if that is the ciclo before."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.importing.settle import qualify_ids

__all__ = ["chain_readings"]

_NEAR_DAYS: Final = 10  # days between the end of the ciclo before and the start that the row gives
_USUAL_DAYS: Final = 30  # length given to a ciclo of which only the last day is known


def chain_readings(frame: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Fill `lectura_anterior` and `desde` from the row before of the same clase and usuario.

    A row that knows only its last day takes the whole time since the row before it; without one it is the first
    reading, and a usual month before it is assumed, in which nothing is known.

    Args:
        frame: the columns of `lecturas.COLUMNS`, in any order.

    Returns:
        The rows in the same order, and which of them took their `lectura_anterior` from another.
    """
    opening = frame["lectura_anterior"].isna().to_numpy() & frame["lectura_actual"].notna().to_numpy()
    undated = frame["desde"].isna().to_numpy() & frame["hasta"].notna().to_numpy()
    if not (opening | undated).any():
        return frame, np.zeros(len(frame), np.bool_)
    # Two baterias may number their usuarios alike: a reading never goes on from that of somebody else.
    who = qualify_ids(frame)[0].groupby(["clase", "usuario"], sort=False).ngroup().to_numpy()
    desde, hasta = (frame[name].to_numpy().astype("datetime64[D]") for name in ("desde", "hasta"))
    order = np.lexsort((hasta.astype(np.int64), who))
    before = np.full(len(frame), -1)
    before[order[1:]] = np.where(who[order[1:]] == who[order[:-1]], order[:-1], -1)
    known = before >= 0
    register = np.where(known, frame["lectura_actual"].to_numpy(np.float64)[before], np.nan)
    end = np.where(known, hasta[before], np.datetime64("NaT", "D"))
    near = undated | (np.abs((desde - end).astype(np.float64)) <= _NEAR_DAYS)
    filled = opening & np.isfinite(register) & near & frame["kwh"].isna().to_numpy()
    first = np.where(np.isnat(end), hasta - _USUAL_DAYS, end)
    start = np.where(undated | (filled & (end < hasta)), first, desde)
    out = frame.assign(
        lectura_anterior=np.where(filled, register, frame["lectura_anterior"].to_numpy(np.float64)),
        desde=start.astype("datetime64[s]"),
    )
    return out, filled
