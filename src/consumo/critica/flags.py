"""Flags: where one check fired, with the numbers it compared, kept as arrays until a person asks for sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo, Rango
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import Severidad

__all__ = ["Cells", "Flags"]

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

    def hallazgos(
        self,
        panel: Panel,
        gravedad: Severidad | None = None,
        tambien: Mapping[tuple[int, int], Sequence[str]] = MappingProxyType({}),
    ) -> list[Hallazgo]:
        """Return one finding per flag, in order.

        Args:
            panel: whose cells they are.
            gravedad: severity, if not the catalogue's.
            tambien: by cell, codes of other checks that fired at it.
        """
        rows, columns = self.rows.tolist(), self.columns.tolist()
        n = len(rows)
        evidence = _records({name: _plain(values) for name, values in self.evidencia.items()}, n)
        for cell, said in zip(zip(rows, columns, strict=True), evidence, strict=True):
            if cell in tambien:
                said["tambien"] = list(tambien[cell])
        return [
            Hallazgo(
                codigo=self.codigo,
                usuario=usuario,
                bateria=bateria,
                ciclo=panel.ciclos[column],
                evidencia=said,
                gravedad=gravedad,
                kwh_en_riesgo=risk,
                rango=between,
                sobre=data,
            )
            for usuario, bateria, column, said, risk, between, data in zip(
                panel.usuarios[self.rows].tolist(),
                panel.baterias[panel.bateria_of[self.rows]].tolist(),
                columns,
                evidence,
                [None] * n if self.riesgo is None else _plain(self.riesgo),
                [None] * n if self.rango is None else _ranges(*self.rango),
                _cell_data(panel, (self.rows, self.columns)),
                strict=True,
            )
        ]


_SOBRE: Final = ("kwh", "dias", "calidad", "lectura_anterior", "lectura_actual", "factor")


def _cell_data(panel: Panel, cells: Cells) -> list[dict[str, Any]]:
    """Return the data of the cells that a finding about each is raised on."""
    matrices = {name: getattr(panel, name) for name in _SOBRE}
    known = {name: matrix[cells].tolist() for name, matrix in matrices.items() if matrix is not None}
    return _records(known, len(cells[0]))


def _records(columns: Mapping[str, list[Any]], n: int) -> list[dict[str, Any]]:
    """Return columns of `n` values as a record each."""
    names = tuple(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)] or [
        {} for _ in range(n)
    ]


def _ranges(low: Floats, high: Floats) -> list[Rango | None]:
    ends = zip(_plain(low), _plain(high), strict=True)
    return [None if least is None or most is None else Rango(least, most) for least, most in ends]


def _plain(values: NDArray[Any]) -> list[Any]:
    """Return JSON values; numbers rounded to what a person compares. A column at a time: an item is dear."""
    plain: list[Any] = values.tolist()
    if values.dtype.kind != "f":
        return plain
    return [round(value, 2) if finite else None for value, finite in zip(plain, np.isfinite(values), strict=True)]
