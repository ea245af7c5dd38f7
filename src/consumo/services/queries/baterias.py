"""GET /api/baterias: the baterias of a ciclo side by side, and their total."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from consumo.domain.aggregate import sum_known, sum_known_by_group
from consumo.domain.errors import NoDataError
from consumo.domain.panel import Panel
from consumo.services.dataset import Dataset
from consumo.services.queries.balance import balance_of_version
from consumo.services.queries.findings import count_findings
from consumo.services.queries.numbers import FRACTION_DECIMALS, known, known_one, relative_change
from consumo.services.queries.presence import presence_of

__all__ = ["compare_baterias"]

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


def compare_baterias(dataset: Dataset, ciclo: str | None = None, *, historia: int = 0) -> dict[str, Any]:
    """Return every bateria in `ciclo` (the latest if None) and the total, with the same keys.

    `kwh` sums what is known and `kwh_dia` the usuarios' own kwh_dia, each over the days between its readings;
    `promedio_kwh` and `mediana_kwh` are per lectura;
    `participacion` is the share of the total's kwh. Variations compare kwh_dia over the usuarios with a
    consumption in both ciclos, so that neither a reading still to come nor a new connection passes for a change;
    where the same usuarios were read they are the quotient of the two kwh_dia, minus 1. `historia` is kwh_dia of so
    many ciclos up to this one, oldest first (fewer at the start of the record), None where nothing is known.

    Raises:
        NotFoundError: if there is no such ciclo.
        NoDataError: if the data set has no ciclo at all.
    """
    panel = dataset.panel
    if not panel.ciclos:
        raise NoDataError
    column = panel.n_ciclos - 1 if ciclo is None else panel.ciclo_column(ciclo)
    presence, findings = presence_of(panel), count_findings(dataset)
    by_bateria = np.argsort(panel.bateria_of, kind="stable")
    edges = np.searchsorted(panel.bateria_of[by_bateria], np.arange(panel.n_baterias + 1))
    total_kwh = float(sum_known(panel.kwh[:, [column]])[0])
    changes = _variations(panel, column, panel.bateria_of, panel.n_baterias)
    balances = _balances(dataset, column)
    series, whole_series = _series(panel, column, historia)
    baterias = [
        {
            "bateria": name,
            "nombre": name,
            **_figures(panel, by_bateria[edges[k] : edges[k + 1]], column, total_kwh),
            **_counts(int(presence.usuarios[k, column]), int(presence.lecturas[k, column])),
            **{key: known_one(values[k], FRACTION_DECIMALS) for key, values in changes.items()},
            "hallazgos": int(findings.by_bateria[k, column]),
            "balance": balances[k],
            "historia": series[k],
        }
        for k, name in enumerate(panel.baterias.tolist())
    ]
    whole = _variations(panel, column, np.zeros(panel.n_usuarios, np.int32), 1)
    total = {
        "bateria": None,
        "nombre": "Total",
        **_figures(panel, np.arange(panel.n_usuarios), column, total_kwh),
        **_counts(int(presence.usuarios[:, column].sum()), int(presence.lecturas[:, column].sum())),
        **{key: known_one(values[0], FRACTION_DECIMALS) for key, values in whole.items()},
        "hallazgos": int(findings.by_ciclo[column]),
        "balance": _total_balance(balances),
        "historia": whole_series,
    }
    return {
        "version_datos": dataset.version_datos,
        "ciclo": panel.ciclos[column],
        "baterias": baterias,
        "total": total,
    }


def _series(panel: Panel, column: int, length: int) -> tuple[list[list[Any]], list[Any]]:
    """Return kwh_dia of each bateria and of all, in the `length` ciclos up to `column`."""
    first = max(0, column + 1 - length)
    daily = panel.kwh_dia[:, first : column + 1]
    of_each = sum_known_by_group(daily, panel.bateria_of, panel.n_baterias) if length else daily[: panel.n_baterias, :0]
    return known(of_each), known(sum_known(daily))


def _figures(panel: Panel, rows: Rows, column: int, total_kwh: float) -> dict[str, Any]:
    rows = rows[np.isfinite(panel.kwh[rows, column])]
    values = panel.kwh[rows, column]
    if values.size == 0:
        return dict.fromkeys(("kwh", "kwh_dia", "promedio_kwh", "mediana_kwh", "participacion"))
    kwh = float(values.sum())
    return {
        "kwh": known_one(kwh),
        "kwh_dia": known_one(panel.kwh_dia[rows, column].sum()),
        "promedio_kwh": known_one(values.mean()),
        "mediana_kwh": known_one(np.median(values)),
        "participacion": known_one(kwh / total_kwh, FRACTION_DECIMALS) if total_kwh > 0 else None,
    }


def _counts(usuarios: int, lecturas: int) -> dict[str, Any]:
    share = known_one(lecturas / usuarios, FRACTION_DECIMALS) if usuarios else None
    return {"usuarios": usuarios, "lecturas": lecturas, "cobertura": share}


def _variations(panel: Panel, column: int, group: NDArray[np.int32], n_groups: int) -> dict[str, Floats]:
    """Return both variations of each group, shape (n_groups,), over the usuarios known in both ciclos."""
    columns = {
        "variacion_ciclo_anterior": column - 1,
        "variacion_anio_anterior": int(panel.calendar.year_before[column]),
    }
    out = {}
    for key, earlier in columns.items():
        if earlier < 0:
            out[key] = np.full(n_groups, np.nan)
            continue
        both = np.isfinite(panel.kwh[:, column]) & np.isfinite(panel.kwh[:, earlier])
        pair = np.where(both[:, None], panel.kwh_dia[:, [column, earlier]], np.nan)
        per_day = sum_known_by_group(pair, group, n_groups)
        out[key] = relative_change(per_day[:, 0], per_day[:, 1])
    return out


def _balances(dataset: Dataset, column: int) -> list[dict[str, Any] | None]:
    """Return the balance of each bateria that has a totalizador; no loss is stated for want of readings."""
    panel = dataset.panel
    if not np.isfinite(panel.entregado[:, column]).any():
        return [None] * panel.n_baterias
    balance = balance_of_version(dataset)
    return [
        {
            "entregado_kwh": known_one(balance.entregado[k, column]),
            "medido_kwh": known_one(balance.medido[k, column]),
            "perdida_kwh": known_one(balance.perdida_kwh[k, column]),
            "perdida": known_one(balance.perdida[k, column], FRACTION_DECIMALS),
            "cobertura": known_one(balance.cobertura[k, column], FRACTION_DECIMALS),
        }
        if np.isfinite(balance.entregado[k, column])
        else None
        for k in range(panel.n_baterias)
    ]


def _total_balance(balances: list[dict[str, Any] | None]) -> dict[str, Any] | None:
    """Sum the balances if every bateria has one: a total of some of them would pass for a loss of all."""
    if not balances or any(b is None for b in balances):
        return None
    every = [b for b in balances if b is not None]

    def total(key: str) -> float | None:
        values = [b[key] for b in every]
        return None if any(v is None for v in values) else known_one(sum(values))

    entregado, perdida_kwh = total("entregado_kwh"), total("perdida_kwh")
    coverages = [b["cobertura"] for b in every]
    return {
        "entregado_kwh": entregado,
        "medido_kwh": total("medido_kwh"),
        "perdida_kwh": perdida_kwh,
        "perdida": known_one(perdida_kwh / entregado, FRACTION_DECIMALS)
        if perdida_kwh is not None and entregado
        else None,
        "cobertura": None if any(c is None for c in coverages) else min(coverages),
    }
