"""GET /api/balance: the energy balance ciclo by ciclo, the trend of the loss, and who may explain its rise."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.balance import Balance, balance_of
from consumo.critica.loss_suspects import Suspects, rank_suspects
from consumo.critica.loss_trend import loss_trend
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import Idioma
from consumo.services.dataset import Dataset
from consumo.services.queries.balance_text import sentence
from consumo.services.queries.calendar_text import calendar_text
from consumo.services.queries.numbers import FRACTION_DECIMALS, known_one
from consumo.services.queries.per_version import once_per_version
from consumo.services.queries.scope import scope_of

__all__ = ["balance_of_version", "balance_series"]

_MOST_SUSPECTS: Final = 20
_ENERGIES: Final = (
    "entregado", "medido", "estimado", "autorizado", "ajuste_fechas", "sin_leer", "perdida_kwh", "neta_kwh",
)  # fmt: skip


@once_per_version
def balance_of_version(dataset: Dataset) -> Balance:
    """Return the balance of a version, worked out once."""
    return balance_of(dataset.panel, dataset.perfil)


def balance_series(dataset: Dataset, *, bateria: str | None = None, idioma: Idioma | str = Idioma.ES) -> dict[str, Any]:
    """Return the balance of a bateria in every ciclo; without one, the sum of those that have a totalizador.

    A ciclo of the sum states a loss only if each of its baterias does.

    Raises:
        NotFoundError: if there is no such bateria.
    """
    panel = dataset.panel
    scope = scope_of(panel, usuario=None, bateria=bateria)
    balance = balance_of_version(dataset)
    metered = np.isfinite(balance.entregado)
    rows = np.array([scope.index]) if bateria is not None else np.flatnonzero(metered.any(axis=1))
    figures = _summed(balance, rows)
    suspects = rank_suspects(panel, balance, scope.index) if bateria is not None else None
    trend = loss_trend(figures["neta"], panel.hasta)
    body = {
        "version_datos": dataset.version_datos,
        "ambito": {"tipo": scope.tipo, "id": scope.id, "nombre": scope.nombre},
        "unidad": "kWh",
        "cobertura_minima": dataset.perfil.cobertura_minima,
        "baterias_con_totalizador": int(metered.any(axis=1).sum()),
        "ciclos": _points(panel, figures),
        "tendencia": trend
        and {
            "pendiente_anual": known_one(trend.pendiente_anual, FRACTION_DECIMALS),
            "p": known_one(trend.p, FRACTION_DECIMALS),
            "sentido": trend.sentido,
            "ciclos": trend.ciclos,
        },
        "alza": suspects and _rise(panel, suspects),
    }
    return {**body, "texto": sentence(body, idioma)}


def _summed(balance: Balance, rows: NDArray[np.intp]) -> dict[str, NDArray[np.float64]]:
    """Return the figures of some baterias together, by name, each of shape (n_ciclos,); NaN where not to be told."""
    metered = np.isfinite(balance.entregado[rows])
    any_metered: NDArray[np.bool_] = np.asarray(metered.any(axis=0))
    out = {}
    for name in _ENERGIES:
        values = np.where(metered, getattr(balance, name)[rows], 0.0)
        out[name] = np.where(any_metered, values.sum(axis=0), np.nan)  # NaN of one makes the sum NaN
    counts = [np.where(metered, part[rows], 0).sum(axis=0) for part in (balance.leidos, balance.activos)]
    out["cobertura"] = np.divide(counts[0], counts[1], out=np.full(len(any_metered), np.nan), where=counts[1] > 0)
    for name, part in (("perdida", "perdida_kwh"), ("neta", "neta_kwh")):
        whole = out["entregado"]
        out[name] = np.divide(out[part], whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return out


def _points(panel: Panel, figures: dict[str, NDArray[np.float64]]) -> list[dict[str, Any]]:
    text = calendar_text(panel.calendar)
    return [
        {
            "ciclo": ciclo,
            "desde": text.desde[k],
            "hasta": text.hasta[k],
            "dias": text.dias[k],
            **{f"{name.removesuffix('_kwh')}_kwh": known_one(figures[name][k]) for name in _ENERGIES},
            **{name: known_one(figures[name][k], FRACTION_DECIMALS) for name in ("perdida", "neta", "cobertura")},
            "motivo": _reason(figures, k),
        }
        for k, ciclo in enumerate(panel.ciclos)
    ]


def _reason(figures: dict[str, NDArray[np.float64]], k: int) -> str | None:
    if not np.isfinite(figures["entregado"][k]):
        return "sin_totalizador"
    return None if np.isfinite(figures["perdida_kwh"][k]) else "cobertura_insuficiente"


def _rise(panel: Panel, found: Suspects) -> dict[str, Any]:
    return {
        "habitual": known_one(found.habitual, FRACTION_DECIMALS),
        "alza_kwh": known_one(found.alza_kwh),
        "ciclos": [panel.ciclos[k] for k in found.ciclos.tolist()],
        "sospechosos": [
            {
                "usuario": str(panel.usuarios[row]),
                "nombre": str(panel.nombres[row]),
                "medidor": str(panel.medidores[row]),
                "explica": known_one(found.explica[k], FRACTION_DECIMALS),
                "caida_kwh": known_one(found.caida_kwh[k]),
            }
            for k, row in enumerate(found.rows[:_MOST_SUSPECTS].tolist())
        ],
    }
