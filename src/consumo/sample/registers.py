"""What the meters show and what the reader writes down: rollovers, estimated and missed readings, meter changes.

Registers run on without limit here ("unwrapped"); `wrap` shows the digits that a meter has.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Registers", "draw_registers", "wrap"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NO_CHANGE: Final = -1


@dataclass(frozen=True, eq=False)
class Registers:
    """Readings at the n_ciclos + 1 edges between ciclos.

    Attributes:
        at_edge: unwrapped register [kWh before factor] as written down, shape (n_usuarios, n_ciclos + 1).
        estimated: readings that were estimated, bool, the same shape.
        missed: readings that nobody took, bool, the same shape.
        digitos: digits of each meter, shape (n_usuarios,).
        changed_in: ciclo in which the meter was replaced, NO_CHANGE if never, shape (n_usuarios,).
        removed_at: unwrapped register at which the old meter was taken down, shape (n_usuarios,).
    """

    at_edge: Ints
    estimated: Bools
    missed: Bools
    digitos: Ints
    changed_in: Ints
    removed_at: Ints


def wrap(register: Ints, digitos: Ints) -> Ints:
    """Return what a meter of `digitos` digits shows."""
    shown: Ints = register % 10**digitos
    return shown


def draw_registers(
    used: Ints, active: Bools, large: Bools, featured: NDArray[np.intp], rng: np.random.Generator
) -> Registers:
    """Read the meters of a world.

    Args:
        used: energy used [kWh before factor], shape (n_usuarios, n_ciclos).
        active: whether the usuario is connected, the same shape.
        large: usuarios behind current transformers, whose meters have 6 digits, shape (n_usuarios,).
        featured: usuarios that must show a rollover, a meter change, an estimated and a missed reading, in that
            order, shape (4,).
        rng: source of chance.
    """
    n, n_ciclos = used.shape
    digitos: Ints = np.where(large | (rng.random(n) < 0.2), 6, 5).astype(np.int64)
    start: Ints = np.asarray(rng.integers(0, (0.97 * 10.0**digitos).astype(np.int64)), dtype=np.int64)
    turning = featured[0]
    start[turning] = 10 ** digitos[turning] - 1 - used[turning, : max(n_ciclos // 2, 1)].sum() // 2
    at_edge = start[:, None] + np.concatenate([np.zeros((n, 1), np.int64), used.cumsum(axis=1)], axis=1)
    changed_in = _meter_changes(active, featured[1], rng)
    removed_at = at_edge[np.arange(n), changed_in] + used[np.arange(n), changed_in] * 2 // 5
    free = _free_edges(active, changed_in)
    estimated = free & (rng.random(free.shape) < 0.012)
    _feature(estimated, free, featured[2])
    estimated[:, 1:] &= ~estimated[:, :-1]  # each estimate lies between two real readings
    missed = free & ~estimated & (rng.random(free.shape) < 0.004)
    _feature(missed, free & ~estimated, featured[3])
    users, edges = np.nonzero(estimated)
    at_edge[users, edges] = (at_edge[users, edges - 1] + at_edge[users, edges + 1]) // 2
    return Registers(at_edge, estimated, missed, digitos, changed_in, removed_at)


def _meter_changes(active: Bools, always: np.intp, rng: np.random.Generator) -> Ints:
    """Draw the ciclo in which each meter is replaced, shape (n_usuarios,)."""
    n, n_ciclos = active.shape
    drawn = rng.integers(0, n_ciclos, size=(n,), dtype=np.int64)
    changes = rng.random(n) < 0.0004 * n_ciclos
    changes[always] = True
    drawn[always] = n_ciclos * 2 // 3
    return np.where(changes & active[np.arange(n), drawn], drawn, NO_CHANGE)


def _free_edges(active: Bools, changed_in: Ints) -> Bools:
    """Mark the edges whose reading may be estimated or missed: inner ones, away from a meter change and the end."""
    n, n_ciclos = active.shape
    free = np.zeros((n, n_ciclos + 1), np.bool_)
    free[:, 1 : max(n_ciclos - 1, 1)] = active[:, : max(n_ciclos - 2, 0)]
    edge = np.arange(n_ciclos + 1)
    near = (changed_in[:, None] >= 0) & (edge >= changed_in[:, None]) & (edge <= changed_in[:, None] + 1)
    return free & ~near


def _feature(mask: Bools, allowed: Bools, usuario: np.intp) -> None:
    """Mark, in place, one edge of `usuario` about half way through its history."""
    edges = np.flatnonzero(allowed[usuario])
    if len(edges):
        mask[usuario, edges[len(edges) // 2]] = True
