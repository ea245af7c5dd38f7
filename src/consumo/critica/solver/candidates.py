"""Candidates: explanations of cases, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from consumo.domain.propuesta import TipoPropuesta

__all__ = ["KINDS", "Candidates"]

KINDS: Final = tuple(TipoPropuesta)
"""The kinds; candidates hold their places."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """Explanations, every array of shape (n,).

    Attributes:
        case: which case each is of.
        kind: place in KINDS.
        weight: log weight, comparable within a case.
        kwh: consumption of the ciclo if it is so [kWh], NaN where it cannot be told.
        a: what the field in question would hold.
        other: the other case of a swap, −1 elsewhere.
    """

    case: NDArray[np.intp]
    kind: NDArray[np.intp]
    weight: NDArray[np.float64]
    kwh: NDArray[np.float64]
    a: NDArray[np.float64]
    other: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.case)

    @classmethod
    def of(
        cls,
        kind: TipoPropuesta | NDArray[np.intp],
        case: NDArray[np.intp],
        weight: NDArray[np.float64],
        kwh: NDArray[np.float64],
        a: NDArray[np.float64] | None = None,
        other: NDArray[np.intp] | None = None,
    ) -> Self:
        """Return candidates; those that cannot be (weight −inf) are left out."""
        n = len(case)
        kinds = np.full(n, KINDS.index(kind)) if isinstance(kind, TipoPropuesta) else kind
        blank = np.full(n, np.nan) if a is None else a
        alone = np.full(n, -1) if other is None else other
        possible = np.isfinite(weight)
        parts = (case, kinds, weight, kwh, blank, alone)
        return cls(*(np.asarray(part)[possible] for part in parts))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the candidates of several hypotheses."""
        return cls(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)))

    def take(self, chosen: NDArray[np.intp]) -> Self:
        """Return some of them."""
        return type(self)(*(getattr(self, f.name)[chosen] for f in fields(self)))
