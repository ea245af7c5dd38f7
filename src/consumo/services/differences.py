"""What one version says that another does not: new, corrected (from → to) and withdrawn, by usuario and ciclo."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from consumo.importing.lecturas import USUARIO
from consumo.services.settings import Settings
from consumo.storage.reader import Snapshot
from consumo.storage.store import Store

__all__ = ["ORDER", "Differences", "compare_versions"]

ORDER: Final = ["clase", "usuario", "ciclo"]
"""How changes are listed."""


@dataclass(frozen=True, eq=False)
class Differences:
    """What changed from one version to a later one.

    Attributes:
        version_de, version_a: the versions; the ids sort in time, and `version_de` is the older.
        cambios: counts of nuevas, corregidas, retiradas.
        detalle: one row per change: `cambio, clase, usuario, ciclo, bateria, de, a` [kWh] and `campos`, the fields that
            were corrected, or `decision` where a person decided; by usuario, then ciclo.
    """

    version_de: str
    version_a: str
    cambios: dict[str, int]
    detalle: pd.DataFrame


def compare_versions(settings: Settings, one: str, other: str | None = None) -> Differences:
    """Compare two versions, always from the older to the newer.

    Args:
        settings: names the data folder.
        one: a version.
        other: another; the one before `one` if None, or `one` itself where it is the first.

    Raises:
        NotFoundError: if there is no such version.
        StorageError: if the record cannot be read.
    """
    store = Store(settings.datos)
    if other is None:
        earlier = [version.version for version in store.versions() if version.version < one]
        other = earlier[-1] if earlier else one
    old, new = sorted((one, other))
    changes = store.difference(old, new)
    counts, parts = changes.as_dict(), [changes.detalle]
    decided = _decided(store.snapshot(old), store.snapshot(new), changes.detalle)
    if len(decided):
        counts = counts | {"corregidas": counts["corregidas"] + len(decided)}
        parts.append(decided)
    detail = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    return Differences(old, new, counts, detail.sort_values(ORDER, kind="stable", ignore_index=True))


def _decided(before: Snapshot, after: Snapshot, said: pd.DataFrame) -> pd.DataFrame:
    """Return the consumptions that differ because of a decision: no row of a workbook says so."""
    nothing = said.iloc[:0]
    if before.version.version == after.version.version or before.standing == after.standing:
        return nothing
    old, new = before.panel, after.panel
    usuarios, rows_old, rows_new = np.intersect1d(old.usuarios, new.usuarios, return_indices=True)
    ciclos, columns_old, columns_new = np.intersect1d(np.array(old.ciclos), np.array(new.ciclos), return_indices=True)
    de, a = old.kwh[np.ix_(rows_old, columns_old)], new.kwh[np.ix_(rows_new, columns_new)]
    row, column = np.nonzero(~((de == a) | (np.isnan(de) & np.isnan(a))))
    found = pd.DataFrame(
        {
            "cambio": "corregida",
            "clase": USUARIO,
            "usuario": usuarios[row].astype(object),
            "ciclo": ciclos[column].astype(object),
            "bateria": new.baterias[new.bateria_of[rows_new[row]]].astype(object),
            "de": de[row, column],
            "a": a[row, column],
            "campos": "decision",
        }
    )
    keys = ["usuario", "ciclo"]
    known = pd.MultiIndex.from_frame(said.loc[said["clase"] == USUARIO, keys])
    return found[~pd.MultiIndex.from_frame(found[keys]).isin(known)]
