"""GET /api/ciclos: every ciclo with its dates, coverage and consumption."""

from typing import Any

import numpy as np

from consumo.domain.ciclo_name import ciclo_name
from consumo.domain.vocabulary import Idioma
from consumo.services.dataset import Dataset
from consumo.services.queries.calendar_text import calendar_text
from consumo.services.queries.numbers import FRACTION_DECIMALS, known
from consumo.services.queries.presence import presence_of
from consumo.services.queries.scope import sums_of_all

__all__ = ["list_ciclos"]


def list_ciclos(dataset: Dataset, idioma: Idioma = Idioma.ES) -> dict[str, Any]:
    """Return the ciclos, oldest first.

    `usuarios` counts those supplied in the ciclo, `lecturas` those of them with a consumption, `cobertura` is their
    quotient [fraction]; `kwh` sums what is known and `kwh_dia` the usuarios' own kwh_dia.
    """
    panel = dataset.panel
    presence = presence_of(panel)
    supplied, read = presence.usuarios.sum(axis=0), presence.lecturas.sum(axis=0)
    coverage = np.divide(read, supplied, out=np.full(panel.n_ciclos, np.nan), where=supplied > 0)
    totals, per_days = known(sums_of_all(panel))
    text = calendar_text(panel.calendar)
    columns = zip(
        panel.ciclos,
        text.desde,
        text.hasta,
        text.dias,
        panel.abierto.tolist(),
        supplied.tolist(),
        read.tolist(),
        known(coverage, FRACTION_DECIMALS),
        totals,
        per_days,
        strict=True,
    )
    ciclos = [
        {
            "ciclo": ciclo,
            "nombre": ciclo_name(ciclo, idioma),
            "desde": desde,
            "hasta": hasta,
            "dias": dias,
            "estado": "abierto" if is_open else "cerrado",
            "usuarios": usuarios,
            "lecturas": lecturas,
            "cobertura": cobertura,
            "kwh": total,
            "kwh_dia": per_day,
        }
        for ciclo, desde, hasta, dias, is_open, usuarios, lecturas, cobertura, total, per_day in columns
    ]
    return {
        "version_datos": dataset.version_datos,
        "ciclo_actual": panel.ciclos[-1] if panel.ciclos else None,
        "ciclos": ciclos,
    }
