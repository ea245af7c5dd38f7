"""The raw values that stand behind the edited cells of a matrix: nothing that was read is ever lost."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["RawCells"]


@dataclass(frozen=True, eq=False)
class RawCells:
    """Cells of one matrix of a Panel that decisions changed.

    Attributes:
        rows, columns: where, in order of row and column, shape (n,).
        values: what was there before, of the matrix's own type, shape (n,).
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: NDArray[Any]

    def at(self, row: int, column: int) -> Any:
        """Return the raw value of a cell; None where it was not changed."""
        found = np.flatnonzero((self.rows == row) & (self.columns == column))
        return self.values[found[0]].item() if len(found) else None

    def __len__(self) -> int:
        return len(self.rows)
