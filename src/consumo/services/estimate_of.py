"""What the estimation ladder says of the cell that a hallazgo is about."""

from collections.abc import Sequence

import numpy as np

from consumo.critica.effect import place_of
from consumo.critica.estimation import estimate
from consumo.critica.profile import Profile
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.propuesta import Propuesta

__all__ = ["estimate_of", "estimates_of"]


def estimate_of(panel: Panel, about: Hallazgo, profile: Profile) -> Propuesta | None:
    """Return the estimate of a finding's cell; None where nothing can be said, or it is of no usuario and ciclo."""
    return estimates_of(panel, [about], profile)[0]


def estimates_of(panel: Panel, about: Sequence[Hallazgo], profile: Profile) -> list[Propuesta | None]:
    """Return the estimate for each finding, by the rungs of `profile`."""
    places = [place_of(panel, finding) if finding.usuario is not None else None for finding in about]
    cells = [place for place in places if place is not None]
    if not cells:
        return [None] * len(about)
    rows, columns = (np.array(part, np.intp) for part in zip(*cells, strict=True))
    found = estimate(panel, rows, columns, profile)
    made = iter(found.propuesta(panel, k) for k in range(len(cells)))
    return [None if place is None else next(made) for place in places]
