"""The model's account of itself: which member is served and why, and how well it did."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from consumo.domain.forecast_result import ModelCard
from consumo.domain.refusal import DATOS_INSUFICIENTES, why_no_data
from consumo.forecast.backtest import Backtest
from consumo.forecast.blend import BLEND
from consumo.forecast.choice import Choice
from consumo.forecast.grid import Grid
from consumo.forecast.model import MIN_TRAINING, NAIVE

__all__ = ["VERSION", "empty_card", "trained_card"]

VERSION: Final = "5"
"""Version of the method: to be raised whenever its results may change."""


def trained_card(grid: Grid, backtest: Backtest, choice: Choice, seed: int, more: Mapping[str, Any]) -> ModelCard:
    """Return the account of the forecast that was chosen."""
    member = choice.member
    es, en = _reason(backtest, choice)
    return ModelCard(
        nombre=member,
        version=VERSION,
        usuarios=int((grid.n_known >= MIN_TRAINING).sum()),
        ciclos=grid.y.shape[1],
        wape=_known(backtest.wape(member)),
        mase=_known(backtest.mase(member)),
        ingenuo_wape=_known(backtest.wape(NAIVE)),
        ingenuo_mase=_known(backtest.mase(NAIVE)),
        motivo=es,
        motivo_en=en,
        detalles={
            "pesos": {name: round(weight, 4) for name, weight in choice.weights.items()},
            "pesos_ajustados": choice.bent,
            "mezcla_wape": _known(backtest.wape(BLEND)),
            "mezcla_mase": _known(backtest.mase(BLEND)),
            "exceso": _known(choice.excess),
            "periodo": grid.period,
            "semilla": seed,
            "ciclos_de_prueba": len(backtest.origins),
            "usuarios_de_prueba": len(backtest.rows),
            **more,
        },
    )


def _reason(backtest: Backtest, choice: Choice) -> tuple[str, str]:
    """Say what is served where the blend was not better than seasonal-naive in the backtest."""
    if choice.member != NAIVE:
        return "", ""
    blend, naive = backtest.mase(BLEND), backtest.mase(NAIVE)
    return (
        f"Se sirve el ingenuo estacional: en este conjunto la mezcla no lo mejora "
        f"(MASE {blend:.3f} frente a {naive:.3f}).",
        f"Seasonal-naive is served: on this data set the blend is no better (MASE {blend:.3f} against {naive:.3f}).",
    )


def empty_card(n_ciclos: int) -> ModelCard:
    """Return the account of a data set of so many closed ciclos that supports no forecast."""
    es, en = why_no_data(n_ciclos)
    return ModelCard(
        nombre="ninguno",
        version=VERSION,
        usuarios=0,
        ciclos=n_ciclos,
        motivo=es,
        motivo_en=en,
        codigo=DATOS_INSUFICIENTES,
    )


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None
