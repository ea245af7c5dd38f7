"""Flags: where one check fired, with the numbers it compared, kept as arrays until a person asks for sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel

__all__ = ["Flags"]


@dataclass(frozen=True, eq=False)
class Flags:
    """The cells of a Panel at which a check fired.

    Attributes:
        codigo: the finding's code.
        rows, columns: usuario and ciclo of each flag, shape (n_flags,).
        evidencia: by name, the compared value of each flag, shape (n_flags,).
    """

    codigo: str
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    evidencia: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    @classmethod
    def where(cls, codigo: str, mask: NDArray[np.bool_], **matrices: NDArray[Any]) -> "Flags":
        """Flag the True cells of `mask`, taking the evidence from matrices of the same shape."""
        rows, columns = np.nonzero(mask)
        return cls(codigo, rows, columns, {name: matrix[rows, columns] for name, matrix in matrices.items()})

    def __len__(self) -> int:
        return len(self.rows)

    def hallazgos(self, panel: Panel) -> list[Hallazgo]:
        """Return one finding per flag, in the panel's order."""
        return [
            Hallazgo(
                codigo=self.codigo,
                usuario=str(panel.usuarios[row]),
                bateria=str(panel.baterias[panel.bateria_of[row]]),
                ciclo=panel.ciclos[column],
                evidencia={name: _plain(values[k]) for name, values in self.evidencia.items()},
            )
            for k, (row, column) in enumerate(zip(self.rows.tolist(), self.columns.tolist(), strict=True))
        ]


def _plain(value: Any) -> Any:
    """Return a JSON value; numbers rounded to what a person compares."""
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, float):
        return round(plain, 2) if np.isfinite(plain) else None
    return plain
