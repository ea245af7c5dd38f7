"""What one version says that another does not: new, corrected (from → to) and withdrawn, by usuario and ciclo."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from consumo.services.settings import Settings
from consumo.storage.store import Store

__all__ = ["Differences", "compare_versions"]

_ORDER: Final = ["clase", "usuario", "ciclo"]


@dataclass(frozen=True, eq=False)
class Differences:
    """What changed from one version to a later one.

    Attributes:
        version_de, version_a: the versions; the ids sort in time, and `version_de` is the older.
        cambios: counts of nuevas, corregidas, retiradas.
        detalle: one row per change: `cambio, clase, usuario, ciclo, bateria, de, a` [kWh] and `campos`, the fields that
            were corrected; by usuario, then ciclo.
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
    detail = changes.detalle.sort_values(_ORDER, kind="stable", ignore_index=True)
    return Differences(old, new, changes.as_dict(), detail)
