"""Which values a model may be trained on."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.vocabulary import ESTIMATED, Calidad

__all__ = ["measured"]

_FIT: Final = np.ones(256, np.bool_)
_FIT[[int(code) for code in ESTIMATED | {Calidad.CUESTIONABLE}]] = False


def measured(kwh: NDArray[np.float64], calidad: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where kwh is known and neither estimated nor questionable, of kwh's shape."""
    return np.asarray(np.isfinite(kwh) & _FIT[calidad])
