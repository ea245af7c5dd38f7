"""Some usuarios of a Panel."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consumo.domain.panel import Panel

__all__ = ["rows_of"]


def rows_of(panel: Panel, rows: slice | NDArray[np.intp]) -> Panel:
    """Return some usuarios of a Panel, with all of its baterias and ciclos; views, not copies, of a slice."""
    optional = ("lectura_anterior", "lectura_actual", "factor", "desfase", "medidor_nuevo")
    always = ("usuarios", "nombres", "medidores", "bateria_of", "kwh", "dias", "calidad", "digitos")
    chosen: dict[str, Any] = {name: getattr(panel, name)[rows] for name in always}
    for name in optional:
        matrix = getattr(panel, name)
        chosen[name] = None if matrix is None else matrix[rows]
    return replace(panel, **chosen, crudo={})
