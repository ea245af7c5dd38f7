"""A World → the rows of its workbook, in the canonical columns of DESIGN §4, a slice at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.vocabulary import TipoLectura
from consumo.sample.registers import wrap
from consumo.sample.world import World

__all__ = ["TOTALIZADOR_COLUMNS", "Column", "LecturasTable", "totalizador_columns"]

TOTALIZADOR_COLUMNS: Final = (
    "bateria",
    "medidor",
    "ciclo",
    "fecha_anterior",
    "fecha_actual",
    "lectura_anterior",
    "lectura_actual",
    "factor",
)
_NOTES: Final = ("", "Sin acceso al medidor", "Sin lectura anterior", "Retiro de medidor", "Medidor nuevo")
_NOT_READ, _NOT_READ_BEFORE, _REMOVED, _NEW = 1, 2, 3, 4
_TYPES: Final = (TipoLectura.REAL.value, TipoLectura.ESTIMADA.value)


@dataclass(frozen=True, eq=False)
class Column:
    """Cells of one column: numbers (NaN or NaT = empty), or texts given once each and picked by position.

    Attributes:
        cells: numbers, dates, or positions in `texts`, shape (n_rows,).
        texts: the distinct texts; None for numbers and dates. '' is an empty cell.
    """

    cells: NDArray[Any]
    texts: Sequence[str] | None = None


class LecturasTable:
    """The rows of the sheet `Lecturas`: by ciclo, then usuario; two rows where a meter was changed."""

    def __init__(self, world: World) -> None:
        self._world = world
        ciclo, usuario = np.nonzero(world.active.T)
        changed = world.registers.changed_in[usuario] == ciclo
        self._cell = np.repeat(np.arange(len(ciclo)), 1 + changed)
        self._ciclo, self._usuario = ciclo, usuario

    def __len__(self) -> int:
        return len(self._cell)

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        world = self._world
        numbers = np.arange(len(world.usuarios))
        meters = [f"M{700_000 + 3 * k}" for k in numbers.tolist()]
        return {
            "usuario": world.usuarios.tolist(),
            "nombre": world.nombres.tolist(),
            "bateria": world.baterias.tolist(),
            "medidor": meters + [f"{meter}-B" for meter in meters],
            "ciclo": list(world.ciclos),
            "tipo_lectura": list(_TYPES),
            "observacion": list(_NOTES),
        }

    def columns(self, start: int, stop: int) -> dict[str, Column]:
        """Return rows `start` to `stop` (half-open), a Column by name in canonical order."""
        world, registers = self._world, self._world.registers
        cell = self._cell[start:stop]
        k, u = self._ciclo[cell], self._usuario[cell]
        before = np.append(self._cell[:1] - 1, self._cell)[start:stop]  # the cell of the row above each row
        second = cell == before
        change = registers.changed_in[u]
        first = (change == k) & ~second
        old_end = registers.removed_at[u]
        base = np.where((change >= 0) & ((k > change) | second), old_end, 0)
        anterior = np.where(second, old_end, registers.at_edge[u, k]) - base
        actual = np.where(first, old_end, registers.at_edge[u, k + 1]) - base
        digits = registers.digitos[u]
        unread, unread_before = registers.missed[u, k + 1], registers.missed[u, k]
        kwh = (actual - anterior) * world.factor[u].astype(np.float64)
        undeclared = unread | unread_before | (k == len(world.ciclos) - 1)  # the open ciclo is still to be computed
        desde, hasta = world.read_on[world.bateria_of[u], k], world.read_on[world.bateria_of[u], k + 1]
        swap = desde + (hasta - desde) * 2 // 5
        note = np.select(
            [first, second, unread, unread_before], [_REMOVED, _NEW, _NOT_READ, _NOT_READ_BEFORE], default=0
        )
        replaced = (change >= 0) & ((k > change) | second)
        texts = self._texts
        return {
            "usuario": Column(u, texts["usuario"]),
            "nombre": Column(u, texts["nombre"]),
            "bateria": Column(world.bateria_of[u], texts["bateria"]),
            "medidor": Column(u + replaced * len(world.usuarios), texts["medidor"]),
            "ciclo": Column(k, texts["ciclo"]),
            "fecha_anterior": Column(np.where(second, swap, desde)),
            "fecha_actual": Column(np.where(first, swap, hasta)),
            "lectura_anterior": Column(np.where(unread_before, np.nan, wrap(anterior, digits))),
            "lectura_actual": Column(np.where(unread, np.nan, wrap(actual, digits))),
            "factor": Column(world.factor[u]),
            "consumo_kwh": Column(np.where(undeclared, np.nan, kwh)),
            "tipo_lectura": Column(registers.estimated[u, k + 1].astype(np.int64), texts["tipo_lectura"]),
            "digitos": Column(digits),
            "observacion": Column(note, texts["observacion"]),
        }


def totalizador_columns(world: World) -> dict[str, Column]:
    """Return the rows of the sheet `Totalizadores`, by ciclo, then bateria."""
    n, n_ciclos = len(world.baterias), len(world.ciclos)
    k, b = np.divmod(np.arange(n * n_ciclos), n)
    return {
        "bateria": Column(b, world.baterias.tolist()),
        "medidor": Column(b, [f"T{900 + j}" for j in range(n)]),
        "ciclo": Column(k, list(world.ciclos)),
        "fecha_anterior": Column(world.read_on[b, k]),
        "fecha_actual": Column(world.read_on[b, k + 1]),
        "lectura_anterior": Column(world.totalizador[b, k]),
        "lectura_actual": Column(world.totalizador[b, k + 1]),
        "factor": Column(np.full(len(b), world.totalizador_factor)),
    }
