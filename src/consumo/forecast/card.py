"""The model's account of itself: which member is served and why, and how well it did."""

from typing import Final

import numpy as np

from consumo.domain.forecast_result import ModelCard
from consumo.domain.panel import Panel
from consumo.forecast.backtest import Backtest
from consumo.forecast.blend import BLEND
from consumo.forecast.choice import Choice
from consumo.forecast.grid import Grid
from consumo.forecast.model import MIN_TRAINING, NAIVE

__all__ = ["VERSION", "empty_card", "trained_card"]

VERSION: Final = "2"
"""Version of the method: to be raised whenever its results may change."""


def trained_card(grid: Grid, backtest: Backtest, choice: Choice, seed: int) -> ModelCard:
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
        motivo=es,
        motivo_en=en,
        detalles={
            "pesos": {name: round(weight, 4) for name, weight in choice.weights.items()},
            "pesos_ajustados": choice.bent,
            "mezcla_wape": _known(backtest.wape(BLEND)),
            "mezcla_mase": _known(backtest.mase(BLEND)),
            "ingenuo_mase": _known(backtest.mase(NAIVE)),
            "exceso": _known(choice.excess),
            "exceso_error_estandar": _known(choice.doubt),
            "periodo": grid.period,
            "semilla": seed,
            "ciclos_de_prueba": len(backtest.origins),
            "usuarios_de_prueba": len(backtest.rows),
        },
    )


def _reason(backtest: Backtest, choice: Choice) -> tuple[str, str]:
    """Say where the blend was not better than seasonal-naive in the backtest, and what is served then."""
    if choice.excess <= 0:
        return "", ""
    blend, naive = backtest.mase(BLEND), backtest.mase(NAIVE)
    if choice.member == NAIVE:
        return (
            f"Se sirve el ingenuo estacional: en este conjunto la mezcla no lo mejora "
            f"(MASE {blend:.3f} frente a {naive:.3f}).",
            f"Seasonal-naive is served: on this data set the blend is no better "
            f"(MASE {blend:.3f} against {naive:.3f}).",
        )
    return (
        f"En la prueba la mezcla no mejoró al ingenuo estacional (MASE {blend:.3f} frente a {naive:.3f}), pero la "
        f"diferencia cabe en lo que varía de un ciclo a otro.",
        f"In the backtest the blend did not beat seasonal-naive (MASE {blend:.3f} against {naive:.3f}), but the "
        f"difference is within what varies from ciclo to ciclo.",
    )


def empty_card(panel: Panel, least: int) -> ModelCard:
    """Return the account of a data set that supports no forecast."""
    if panel.n_ciclos < least:
        es = f"Hay {panel.n_ciclos} ciclos; un pronóstico necesita al menos {least}."
        en = f"There are {panel.n_ciclos} ciclos; a forecast needs at least {least}."
    else:
        es = "Ningún usuario activo tiene historia medida suficiente para un pronóstico."
        en = "No active usuario has enough measured history for a forecast."
    return ModelCard(nombre="ninguno", version=VERSION, usuarios=0, ciclos=panel.n_ciclos, motivo=es, motivo_en=en)


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None
