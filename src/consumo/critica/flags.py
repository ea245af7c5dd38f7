"""Flags: where one check fired, with the numbers it compared, kept as arrays until a person asks for sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo, Rango
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import Severidad

__all__ = ["Cells", "Flags", "cell_data"]

Floats = NDArray[np.float64]
Cells = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Rows and columns of some cells."""


@dataclass(frozen=True, eq=False)
class Flags:
    """The cells of a Panel at which a check fired; every array has shape (n_flags,).

    Attributes:
        codigo: the finding's code.
        rows, columns: usuario and ciclo.
        evidencia: by name, the compared values.
        riesgo: energy that would be billed wrongly [kWh], NaN where it has no size; None if it never has.
        rango: lowest and highest consumption that was expected [kWh], or None.
    """

    codigo: str
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    evidencia: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    riesgo: Floats | None = None
    rango: tuple[Floats, Floats] | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, chosen: NDArray[Any]) -> Self:
        """Return some of the flags: a mask, or places."""
        return replace(
            self,
            rows=self.rows[chosen],
            columns=self.columns[chosen],
            evidencia={name: values[chosen] for name, values in self.evidencia.items()},
            riesgo=None if self.riesgo is None else self.riesgo[chosen],
            rango=None if self.rango is None else (self.rango[0][chosen], self.rango[1][chosen]),
        )

    def moved(self, rows: int) -> Self:
        """Return the flags of a slice of a Panel as those of the whole, whose row `rows` the slice begins with."""
        return replace(self, rows=self.rows + rows)

    def joined(self, others: list[Self]) -> Self:
        """Return these and `others`, of the same check."""
        parts = [self, *others]

        def glued(values: list[Any]) -> Any:
            return None if values[0] is None else np.concatenate(values)

        return replace(
            self,
            rows=glued([p.rows for p in parts]),
            columns=glued([p.columns for p in parts]),
            evidencia={name: glued([p.evidencia[name] for p in parts]) for name in self.evidencia},
            riesgo=glued([p.riesgo for p in parts]),
            rango=None
            if self.rango is None
            else (glued([p.rango[0] for p in parts if p.rango]), glued([p.rango[1] for p in parts if p.rango])),
        )

    def hallazgos(self, panel: Panel, gravedad: Severidad | None = None) -> list[Hallazgo]:
        """Return one finding per flag, in order.

        Args:
            panel: whose cells they are.
            gravedad: severity, if not the catalogue's.
        """
        return [self._hallazgo(panel, k, gravedad) for k in range(len(self))]

    def _hallazgo(self, panel: Panel, k: int, gravedad: Severidad | None) -> Hallazgo:
        row, column = int(self.rows[k]), int(self.columns[k])
        return Hallazgo(
            codigo=self.codigo,
            usuario=str(panel.usuarios[row]),
            bateria=str(panel.baterias[panel.bateria_of[row]]),
            ciclo=panel.ciclos[column],
            evidencia={name: _plain(values[k]) for name, values in self.evidencia.items()},
            gravedad=gravedad,
            kwh_en_riesgo=None if self.riesgo is None else _plain(self.riesgo[k]),
            rango=None if self.rango is None else _range(self.rango[0][k], self.rango[1][k]),
            sobre=cell_data(panel, row, column),
        )


def cell_data(panel: Panel, row: int, column: int) -> dict[str, Any]:
    """Return the data of one cell that a finding about it is raised on."""
    names = ("kwh", "dias", "calidad", "lectura_anterior", "lectura_actual", "factor")
    matrices = {name: getattr(panel, name) for name in names}
    return {name: matrix[row, column].item() for name, matrix in matrices.items() if matrix is not None}


def _range(low: Any, high: Any) -> Rango | None:
    least, most = _plain(low), _plain(high)
    return None if least is None or most is None else Rango(least, most)


def _plain(value: Any) -> Any:
    """Return a JSON value; numbers rounded to what a person compares."""
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, float):
        return round(plain, 2) if np.isfinite(plain) else None
    return plain
