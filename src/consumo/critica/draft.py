"""Cells being changed: reads see what was changed so far, the Panel itself stays as it is."""

from collections import defaultdict

import numpy as np

from consumo.domain.panel import Panel
from consumo.domain.vocabulary import MISSING_CALIDAD, Calidad

__all__ = ["Draft", "Place"]

Place = tuple[int, int]
"""Row and column."""


class Draft:
    """Changes to a Panel, cell by cell.

    Args:
        panel: what they start from.

    Attributes:
        panel: what they start from.
        changes: by matrix and cell, the new value.
    """

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.changes: defaultdict[str, dict[Place, float]] = defaultdict(dict)

    def raw(self, name: str, place: Place) -> float:
        """Return the value of a cell before any change; NaN where it is missing, or the Panel has no such matrix."""
        matrix = getattr(self.panel, name)
        return float("nan") if matrix is None else float(matrix[place])

    def get(self, name: str, place: Place) -> float:
        """Return the value of a cell as changed so far."""
        return self.changes[name].get(place, self.raw(name, place))

    def put(self, name: str, place: Place, value: float) -> None:
        """Change a cell."""
        self.changes[name][place] = value

    def put_kwh(self, place: Place, kwh: float, calidad: Calidad | int) -> None:
        """Change a consumption and how it came to be; NaN or less than 0 = missing."""
        known = bool(np.isfinite(kwh)) and kwh >= 0
        self.put("kwh", place, kwh if known else float("nan"))
        self.put("calidad", place, calidad if known else MISSING_CALIDAD)

    def factor(self, place: Place) -> float:
        """Return the factor of a cell, 1 where none is known."""
        factor = self.get("factor", place)
        return factor if np.isfinite(factor) else 1.0
