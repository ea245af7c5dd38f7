"""GET /health: what this process serves, and whether it has anything to serve."""

from typing import Any

import numpy as np

from consumo import __version__
from consumo.domain.panel import Panel
from consumo.services.dataset import Dataset
from consumo.services.queries.per_version import once_per_version

__all__ = ["health"]


def health(dataset: Dataset | None) -> dict[str, Any]:
    """Return the state of `dataset`; None = nothing can be served, for which every count is 0."""
    if dataset is None:
        return {
            "estado": "sin_datos",
            "version": __version__,
            "version_datos": None,
            "cargado_en": None,
            **dict.fromkeys(("usuarios", "baterias", "ciclos", "lecturas"), 0),
        }
    panel = dataset.panel
    return {
        "estado": "ok",
        "version": __version__,
        "version_datos": dataset.version_datos,
        "cargado_en": _iso(dataset.cargado_en),
        "usuarios": panel.n_usuarios,
        "baterias": panel.n_baterias,
        "ciclos": panel.n_ciclos,
        "lecturas": _lecturas(panel),
    }


@once_per_version
def _lecturas(panel: Panel) -> int:
    return int(np.isfinite(panel.kwh).sum())


def _iso(moment: Any) -> str | None:
    if moment is None:
        return None
    return moment if isinstance(moment, str) else str(moment.isoformat())
