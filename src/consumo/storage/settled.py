"""What counts: of all that was imported, the latest word on each usuario and ciclo; and what a new import changes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.restating import ROW_KEY, restated_by

__all__ = ["Changes", "changes_of", "settle"]

_CONTENT: Final = [
    "nombre", "bateria", "medidor", "desde", "hasta", "lectura_anterior", "lectura_actual", "factor", "consumo_kwh",
    "kwh", "tipo_lectura", "calidad", "digitos", "observacion", "abierta",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Changes:
    """What an import does to what is published.

    Attributes:
        rows: rows to append: new, corrected and withdrawn ones.
        nuevas, corregidas, retiradas: how many of each.
        detalle: columns `cambio, clase, usuario, ciclo, bateria, de, a` [kWh] and `campos` (what was corrected, names
            separated by blanks), one row per change.
    """

    rows: pd.DataFrame
    nuevas: int
    corregidas: int
    retiradas: int
    detalle: pd.DataFrame

    def as_dict(self) -> dict[str, int]:
        """Return the counts (`cambios` of DESIGN §5)."""
        return {"nuevas": self.nuevas, "corregidas": self.corregidas, "retiradas": self.retiradas}


def settle(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the latest row of each key, and none whose latest word is that it was withdrawn.

    Args:
        rows: the record in order of import.
    """
    latest = rows.drop_duplicates(ROW_KEY, keep="last")
    return latest[~latest["retirada"].astype(bool)].reset_index(drop=True)


def changes_of(current: pd.DataFrame, incoming: pd.DataFrame, *, withdraw_from: Collection[str] = ()) -> Changes:
    """Compare an import with what is published.

    Args:
        current: settled rows.
        incoming: the rows of the import, one per key.
        withdraw_from: names of the files whose published rows are withdrawn where the import no longer has them;
            none = what the import does not mention is kept.
    """
    incoming, moved_from = restated_by(current, incoming)
    exact = _positions(current, incoming)
    before = np.where(exact >= 0, exact, moved_from)
    known = before >= 0
    old = current.iloc[before[known]]
    new = incoming.assign(retirada=False)
    fields = _changed_fields(old, new[known])
    same = fields == ""
    corrected, added = new[known][~same], new[~known]
    left = np.ones(len(current), np.bool_)
    left[before[known]] = False
    gone = current[left & current["archivo"].isin(list(withdraw_from)).to_numpy()].assign(retirada=True)
    # The row under the bateria that it was moved from has to go, but nobody has withdrawn a usuario.
    moved = current.iloc[moved_from[moved_from >= 0]].assign(retirada=True)
    detail = pd.concat(
        [
            _detail("nueva", added, None, added["kwh"]),
            _detail("corregida", corrected, old["kwh"][~same], corrected["kwh"]).assign(campos=fields[~same]),
            _detail("retirada", gone, gone["kwh"], None),
        ],
        ignore_index=True,
    )
    parts = [part for part in (added, corrected, moved, gone) if len(part)]
    rows = pd.concat(parts, ignore_index=True) if parts else incoming.iloc[:0].assign(retirada=False)
    return Changes(rows, len(added), len(corrected), len(gone), detail)


def _positions(current: pd.DataFrame, incoming: pd.DataFrame) -> NDArray[np.int64]:
    """Return where each row of `incoming` is in `current` by its key, −1 where it is not."""
    if not len(current):
        return np.full(len(incoming), -1, np.int64)
    keys = pd.MultiIndex.from_frame(current[ROW_KEY])
    found: NDArray[np.int64] = keys.get_indexer(pd.MultiIndex.from_frame(incoming[ROW_KEY])).astype(np.int64)
    return found


def _detail(what: str, rows: pd.DataFrame, before: pd.Series | None, after: pd.Series | None) -> pd.DataFrame:
    keys = rows[["clase", "usuario", "ciclo", "bateria"]].reset_index(drop=True)
    blank = np.full(len(rows), np.nan)
    return keys.assign(
        cambio=what,
        campos="",
        de=blank if before is None else before.to_numpy(np.float64),
        a=blank if after is None else after.to_numpy(np.float64),
    )


def _changed_fields(before: pd.DataFrame, after: pd.DataFrame) -> NDArray[np.object_]:
    """Return the names of what differs in each row, separated by blanks, '' where nothing does."""
    changed = np.full(len(before), "", dtype=object)
    for name in _CONTENT:
        left, right = before[name].to_numpy(), after[name].to_numpy()
        other = ~((left == right) | (pd.isna(left) & pd.isna(right)))
        blank = changed[other] == ""
        changed[other] = np.where(blank, name, changed[other] + " " + name)
    return changed
