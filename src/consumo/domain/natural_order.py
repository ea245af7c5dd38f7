"""The order in which people list ids: 2 before 10, `6A` after 6."""

import re

import numpy as np
from numpy.typing import NDArray

__all__ = ["natural_order"]

_RUN = re.compile(r"(\d+)")


def natural_order(ids: NDArray[np.str_]) -> NDArray[np.intp]:
    """Return the permutation that puts `ids` in natural order, shape (n,); runs of digits compare as numbers."""
    if len(ids) and np.char.isdecimal(ids).all() and ids.dtype.itemsize <= 4 * 18:
        return np.lexsort((ids, ids.astype(np.int64)))
    keys = [_key(text) for text in ids.tolist()]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.intp)


def _key(text: str) -> tuple[tuple[int, int, str], ...]:
    parts = _RUN.split(text.casefold())
    return (*((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts if p), (2, 0, text))
