"""Which recorded rows a new file restates: the same usuario in the same ciclo, also where its bateria is corrected.

Two baterias may number their usuarios alike, each in a file of its own; and a usuario may be moved to another bateria,
or the bateria be renamed, in a corrected file. The two look the same, an id in another bateria, and are told apart by
what else is said. It is the same usuario if the new file speaks of the old bateria in that ciclo too, has the name of
the old file, names no bateria, or spells it otherwise; and if most of those who would change bateria keep their name,
their meter or their reading. Else it is somebody else.
"""

import re
import unicodedata
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.vocabulary import DEFAULT_BATERIA

__all__ = ["ROW_KEY", "Restated", "restated_by"]

ROW_KEY: Final = ["clase", "usuario", "bateria", "ciclo"]
"""What makes two rows the same word on the same thing."""

_MOST: Final = 0.5
_PERSON: Final = ["clase", "usuario", "ciclo"]


class Restated(NamedTuple):
    """What a file restates.

    Attributes:
        incoming: its rows; those that name no bateria, or spell it otherwise, stand in the one that is recorded.
        moved_from: for each of them, the position of the recorded row of another bateria that it replaces, −1 where
            there is none; int64, shape (n_incoming,).
    """

    incoming: pd.DataFrame
    moved_from: NDArray[np.int64]


def restated_by(recorded: pd.DataFrame, incoming: pd.DataFrame) -> Restated:
    """Find the recorded rows that `incoming` restates under another bateria.

    Args:
        recorded: rows with the columns of ROW_KEY, `archivo, nombre, medidor, lectura_actual, kwh`, one per key.
        incoming: the same, of one file or one import.
    """
    none = Restated(incoming, np.full(len(incoming), -1, np.int64))
    pairs = _candidates(recorded, incoming) if len(recorded) else recorded
    if pairs.empty:
        return none
    moved = pairs[_same_usuario(pairs, incoming)]
    # Of two usuarios of that id nobody can say which one was moved.
    moved = moved[~moved.duplicated("nueva", keep=False) & ~moved.duplicated("antes", keep=False)]
    respelled = moved["bateria"].map(_folded) == moved["bateria_antes"].map(_folded)
    adopting = (moved["bateria"] == DEFAULT_BATERIA) | respelled
    adopts = moved[adopting]
    if len(adopts):
        baterias = incoming["bateria"].to_numpy(dtype=object, copy=True)
        baterias[adopts["nueva"].to_numpy()] = adopts["bateria_antes"].to_numpy()
        incoming = incoming.assign(bateria=baterias)
    moved_from = none.moved_from.copy()
    rest = moved[~adopting]
    moved_from[rest["nueva"].to_numpy()] = rest["antes"].to_numpy()
    return Restated(incoming, moved_from)


def _same_usuario(pairs: pd.DataFrame, incoming: pd.DataFrame) -> NDArray[np.bool_]:
    covered = pd.MultiIndex.from_frame(incoming[["archivo", "bateria", "ciclo"]].drop_duplicates())
    same: NDArray[np.bool_] = np.asarray(
        (pairs["bateria_antes"] == DEFAULT_BATERIA)
        | (pairs["bateria"] == DEFAULT_BATERIA)
        | (pairs["archivo_antes"] == pairs["archivo"])
        | pd.MultiIndex.from_frame(pairs[["archivo", "bateria_antes", "ciclo"]]).isin(covered)
        | (pairs["bateria"].map(_folded) == pairs["bateria_antes"].map(_folded))
    )
    alike = np.zeros(len(pairs), np.bool_)
    for name in ("nombre", "medidor"):
        alike |= ((pairs[name] == pairs[f"{name}_antes"]) & (pairs[name] != "")).to_numpy()
    for name in ("lectura_actual", "kwh"):
        alike |= ((pairs[name] == pairs[f"{name}_antes"]) & (pairs[name] > 0)).to_numpy()
    share = pd.Series(alike).groupby([pairs["archivo"], pairs["bateria_antes"], pairs["bateria"]]).transform("mean")
    return same | (share >= _MOST).to_numpy()


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]", "", plain) or name


def _candidates(recorded: pd.DataFrame, incoming: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of a new row and a recorded one of the same usuario and ciclo in another bateria."""
    recorded, incoming = (frame.reset_index(drop=True) for frame in (recorded, incoming))
    old, new = (pd.MultiIndex.from_frame(frame[_PERSON]) for frame in (recorded, incoming))
    exact_old, exact_new = (pd.MultiIndex.from_frame(frame[ROW_KEY]) for frame in (recorded, incoming))
    people_old, people_new = ((frame["clase"] == "usuario").to_numpy() for frame in (recorded, incoming))
    loose_old = np.flatnonzero(people_old & old.isin(new) & ~exact_old.isin(exact_new))
    loose_new = np.flatnonzero(people_new & new.isin(old) & ~exact_new.isin(exact_old))
    columns = [*ROW_KEY, "archivo", "nombre", "medidor", "lectura_actual", "kwh"]
    left = incoming.iloc[loose_new][columns].assign(nueva=loose_new)
    right = recorded.iloc[loose_old][columns].assign(antes=loose_old)
    pairs: pd.DataFrame = left.merge(right, on=_PERSON, suffixes=("", "_antes"))
    return pairs
