"""Every member's forecast from one origin, side by side: for evaluation, not for serving."""

import numpy as np
from numpy.typing import NDArray

from consumo.domain.panel import Panel
from consumo.forecast.grid import grid_of
from consumo.forecast.model import train

__all__ = ["forecast_members"]


def forecast_members(panel: Panel, horizonte: int, *, semilla: int = 0) -> dict[str, NDArray[np.float64]]:
    """Return the forecasts of all members [kWh/d], each of shape (n_usuarios, horizonte).

    Args:
        panel: what is known.
        horizonte: ciclos ahead.
        semilla: of every random draw.
    """
    grid = grid_of(panel)
    model = train(grid.y, grid.group, n_groups=panel.n_baterias, period=grid.period, horizon=horizonte, seed=semilla)
    return model.predict(grid.y, grid.group).values
