"""The model's account of itself: which member is served and why, and how well it did."""

from typing import Final

import numpy as np

from consumo.domain.forecast_result import ModelCard
from consumo.domain.panel import Panel
from consumo.forecast.backtest import Backtest
from consumo.forecast.grid import Grid
from consumo.forecast.model import BLEND, MIN_TRAINING, NAIVE

__all__ = ["VERSION", "empty_card", "served_member", "trained_card"]

VERSION: Final = "1"
"""Version of the method: to be raised whenever its results may change."""


def served_member(backtest: Backtest) -> str:
    """Return the blend, or seasonal-naive where the blend's WAPE is not below seasonal-naive's."""
    return NAIVE if backtest.wape(BLEND) >= backtest.wape(NAIVE) else BLEND


def trained_card(grid: Grid, backtest: Backtest, member: str, seed: int) -> ModelCard:
    """Return the account of a forecast by `member`."""
    blend, naive = backtest.wape(BLEND), backtest.wape(NAIVE)
    es, en = "", ""
    if member == NAIVE:
        es = (
            f"Se sirve el ingenuo estacional: en este conjunto la mezcla no lo mejora "
            f"(WAPE {blend:.3f} frente a {naive:.3f})."
        )
        en = (
            f"Seasonal-naive is served: on this data set the blend is no better (WAPE {blend:.3f} against {naive:.3f})."
        )
    return ModelCard(
        nombre=member,
        version=VERSION,
        usuarios=int((grid.n_known >= MIN_TRAINING).sum()),
        ciclos=grid.y.shape[1],
        wape=_known(backtest.wape(member)),
        mase=_known(backtest.mase(member)),
        ingenuo_wape=_known(naive),
        motivo=es,
        motivo_en=en,
        detalles={
            "miembros": list(backtest.members) if member == BLEND else [NAIVE],
            "mezcla_wape": _known(blend),
            "periodo": grid.period,
            "semilla": seed,
            "ciclos_de_prueba": len(backtest.origins),
            "usuarios_de_prueba": len(backtest.rows),
        },
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
