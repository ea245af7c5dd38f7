"""What a check is given: readings, what was expected of them, and the parameters."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from consumo.critica.expectation import Expectation
from consumo.critica.flags import Cells
from consumo.critica.profile import Profile
from consumo.domain.panel import Panel

__all__ = ["Subject"]


@dataclass(frozen=True, eq=False)
class Subject:
    """The subject of a check.

    Attributes:
        panel: the readings, all usuarios or some.
        esperado: what was expected of each.
        perfil: the parameters.
        desde: first column that is judged; what is before is history.
        hoy: today, or None if dates after it cannot be told.
    """

    panel: Panel
    esperado: Expectation
    perfil: Profile
    desde: int = 0
    hoy: date | None = None

    def cells(self, mask: NDArray[np.bool_]) -> Cells:
        """Return the True cells of `mask` that are judged."""
        rows, columns = np.nonzero(mask[:, self.desde :])
        return rows, columns + self.desde

    @property
    def scale(self) -> float:
        """How many months a ciclo of this calendar has, for limits that are given for monthly ones."""
        period = self.panel.calendar.period
        return 12 / period if period <= 6 else 1.0
