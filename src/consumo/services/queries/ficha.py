"""GET /api/ficha: one usuario, and the median of its bateria to compare it with."""

from typing import Any

import numpy as np

from consumo.domain.panel import Panel
from consumo.services.dataset import Dataset
from consumo.services.queries.numbers import known
from consumo.services.queries.usuarios import usuario_record

__all__ = ["ficha_of"]


def ficha_of(dataset: Dataset, usuario: str) -> dict[str, Any]:
    """Return the record of `usuario` as in the list of usuarios, and `mediana_bateria` in every ciclo.

    The median is that of kwh_dia [kWh/d] over the usuarios of its bateria with a consumption in the ciclo, itself
    included: of several readings the middle one, which one large consumer does not move.

    Raises:
        NotFoundError: if there is no such usuario.
    """
    panel = dataset.panel
    row = panel.row_of(usuario)
    return {
        "version_datos": dataset.version_datos,
        "usuario": usuario_record(dataset, row),
        "mediana_bateria": _medians(panel, int(panel.bateria_of[row])),
    }


def _medians(panel: Panel, bateria: int) -> list[dict[str, Any]]:
    members = np.flatnonzero(panel.bateria_of == bateria)
    kwh_dia = panel.kwh[members] / panel.dias[members]
    read = np.isfinite(kwh_dia)
    middle = np.full(panel.n_ciclos, np.nan)
    some = read.any(axis=0)
    middle[some] = np.nanmedian(kwh_dia[:, some], axis=0)
    counts = read.sum(axis=0).tolist()
    return [
        {"ciclo": ciclo, "usuarios": n, "kwh_dia": value}
        for ciclo, n, value in zip(panel.ciclos, counts, known(middle), strict=True)
    ]
