"""The synthetic world: drawn once from a seed, known exactly, so that what a reader makes of it can be compared."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.domain.ciclo import ciclo_ids
from consumo.domain.errors import ParameterError
from consumo.sample.demand import draw_demand
from consumo.sample.names import bateria_names, person_names
from consumo.sample.registers import Registers, draw_registers

__all__ = ["World", "draw_world"]

_END: Final = np.datetime64("2025-10", "M")  # the month in which the last ciclo is read
_READING_DAYS: Final = 2  # a bateria is read at most this many days before or after the first of the month
_MOST_USUARIOS: Final = 10_000_000
_MOST_CICLOS: Final = 600
_TOTALIZADOR_FACTOR: Final = 40


@dataclass(frozen=True, eq=False, kw_only=True)
class World:
    """Usuarios, baterias, ciclos and the readings of all their meters.

    Attributes:
        usuarios, nombres: ids and names, shape (n_usuarios,).
        baterias: names, shape (n_baterias,).
        bateria_of: index of each usuario's bateria, shape (n_usuarios,).
        ciclos: ids, length n_ciclos.
        read_on: day on which each bateria is read, datetime64[D], shape (n_baterias, n_ciclos + 1).
        factor: multiplication factors [–], shape (n_usuarios,).
        active: whether the usuario is connected, shape (n_usuarios, n_ciclos).
        registers: the readings of the usuarios' meters.
        totalizador: readings of the totalizadores [kWh before factor], shape (n_baterias, n_ciclos + 1).
        totalizador_factor: their factor [–].
        kwh: consumption by the readings as written down [kWh]; NaN where a reading is missing or the usuario is
            not connected yet, shape (n_usuarios, n_ciclos).
    """

    usuarios: NDArray[np.str_]
    nombres: NDArray[np.str_]
    baterias: NDArray[np.str_]
    bateria_of: NDArray[np.int64]
    ciclos: tuple[str, ...]
    read_on: NDArray[np.datetime64]
    factor: NDArray[np.int64]
    active: NDArray[np.bool_]
    registers: Registers
    totalizador: NDArray[np.int64]
    totalizador_factor: int
    kwh: NDArray[np.float64]

    @property
    def entregado(self) -> NDArray[np.float64]:
        """Energy through each totalizador [kWh], shape (n_baterias, n_ciclos)."""
        return np.diff(self.totalizador, axis=1) * float(self.totalizador_factor)


def draw_world(*, usuarios: int, ciclos: int, baterias: int, semilla: int) -> World:
    """Draw a world; the same arguments give the same world.

    Raises:
        ParameterError: if a size is out of its range or there are more baterias than usuarios.
    """
    _check(usuarios, ciclos, baterias, semilla)
    rng = np.random.default_rng(semilla)
    featured = np.resize(rng.permutation(usuarios), 7)
    sizes = 1 + rng.multinomial(usuarios - baterias, rng.dirichlet(np.full(baterias, 6.0)))
    bateria_of = np.repeat(np.arange(baterias), sizes)
    months = _END - ciclos + np.arange(ciclos + 1)
    jitter = rng.integers(-_READING_DAYS, _READING_DAYS + 1, (baterias, ciclos + 1))
    read_on: NDArray[np.datetime64] = months.astype("datetime64[D]") + jitter.astype("timedelta64[D]")
    demand = draw_demand(usuarios, months[:-1].astype(np.int64) % 12 + 1, featured[:3], rng)
    dias = np.diff(read_on, axis=1).astype(np.int64)[bateria_of]
    used = np.rint(demand.kwh_dia * dias / demand.factor[:, None]).astype(np.int64)
    used[~demand.active] = 0
    registers = draw_registers(used, demand.active, demand.factor > 1, featured[3:], rng)
    kwh = np.diff(registers.at_edge, axis=1) * demand.factor[:, None].astype(np.float64)
    kwh[~demand.active | registers.missed[:, 1:] | registers.missed[:, :-1]] = np.nan
    return World(
        usuarios=np.char.zfill(np.arange(1, usuarios + 1).astype(np.str_), max(4, len(str(usuarios)))),
        nombres=person_names(usuarios, rng),
        baterias=bateria_names(baterias),
        bateria_of=bateria_of,
        ciclos=ciclo_ids(months[:-1].astype("datetime64[D]"), months[1:].astype("datetime64[D]")),
        read_on=read_on,
        factor=demand.factor,
        active=demand.active,
        registers=registers,
        totalizador=_totalizador(used * demand.factor[:, None], bateria_of, baterias, rng),
        totalizador_factor=_TOTALIZADOR_FACTOR,
        kwh=kwh,
    )


def _totalizador(
    used_kwh: NDArray[np.int64], bateria_of: NDArray[np.int64], n: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Read the totalizadores: what the usuarios used plus 4 to 8 % that the lines lose."""
    n_ciclos = used_kwh.shape[1]
    starts = np.searchsorted(bateria_of, np.arange(n))
    loss = rng.uniform(0.045, 0.075, (n, 1)) + rng.normal(0.0, 0.004, (n, n_ciclos))
    delivered = np.add.reduceat(used_kwh, starts, axis=0) * (1 + loss) / _TOTALIZADOR_FACTOR
    edges = np.concatenate([rng.integers(1_000, 90_000, (n, 1)), np.zeros((n, n_ciclos), np.int64)], axis=1)
    edges[:, 1:] = edges[:, :1] + np.rint(delivered.cumsum(axis=1)).astype(np.int64)
    return edges


def _check(usuarios: int, ciclos: int, baterias: int, semilla: int) -> None:
    for name, value, least, most in (
        ("usuarios", usuarios, 1, _MOST_USUARIOS),
        ("ciclos", ciclos, 1, _MOST_CICLOS),
        ("baterias", baterias, 1, usuarios),
        ("semilla", semilla, 0, 2**63 - 1),
    ):
        if not least <= value <= most:
            raise ParameterError(
                name, value, f"un entero entre {least} y {most}", f"a whole number between {least} and {most}"
            )
