"""Slips of the pen: every register from which one slip makes the number that was written, and how likely each is."""

from dataclasses import dataclass, fields, replace
from math import log
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from consumo.critica.solver.candidates import KINDS
from consumo.domain.propuesta import TipoPropuesta

__all__ = ["Edits", "edits_within"]

Floats = NDArray[np.float64]

_SLIP: Final = 0.01
"""Share of readings with a slip; the split below is ours: wrong digits are the commonest, then transpositions."""
_WRONG, _TRANSPOSED, _OMITTED, _EXTRA = 0.55, 0.25, 0.10, 0.10
_MOST_DIGITS: Final = 9
_CHUNK: Final = 1024
"""Numbers at a time: their 200 slips fit in the processor's cache."""


@dataclass(frozen=True, eq=False)
class Edits:
    """What may have been meant, every array of shape (n,).

    Attributes:
        item: place of the written number.
        value: the register that may have been meant.
        kind: the slip, place in KINDS.
        log_prior: log probability that the slip happened and gave what was written.
    """

    item: NDArray[np.intp]
    value: Floats
    kind: NDArray[np.intp]
    log_prior: Floats


def edits_within(written: Floats, digitos: NDArray[np.int64], lowest: Floats, highest: Floats) -> Edits:
    """Return every number between `lowest` and `highest` that is one slip away from what was written.

    Args:
        written: registers as written, ≥ 0, shape (n,); decimals are kept as they are.
        digitos: digits of each register, for the zeros in front that nobody writes.
        lowest: ends of the range of each, both included.
        highest: the other end.
    """
    possible = np.flatnonzero(lowest <= highest)  # where neither end is known nothing is possible
    parts = []
    for k in range(0, max(len(possible), 1), _CHUNK):
        some = possible[k : k + _CHUNK]
        found = _edits(written[some], digitos[some], lowest[some], highest[some])
        parts.append(replace(found, item=some[found.item]))
    return Edits(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Edits)))


def _edits(written: Floats, digitos: NDArray[np.int64], lowest: Floats, highest: Floats) -> Edits:
    whole = np.floor(np.where(np.isfinite(written) & (written >= 0) & (written < 10.0**_MOST_DIGITS), written, 0.0))
    number = whole.astype(np.int64)
    rest = np.nan_to_num(written - whole)
    shown = np.floor(np.log10(np.maximum(number, 1))).astype(np.int64) + 1
    length = np.maximum(digitos, shown)
    # The kind that comes first is the one that a number is given to if several slips lead to it.
    # A number with a digit more than the register has a digit too many, whatever else would make it shorter.
    inside = np.where(shown <= digitos, length, 0)
    families = (_transposed(number, inside), _wrong(number, inside), _omitted(number, shown), _extra(number, shown))
    values = np.stack([value for family in families for value in family.values], axis=1)
    of_family = np.repeat(np.arange(len(families)), [len(family.values) for family in families])
    meant = values + rest[:, None]
    within = (meant >= lowest[:, None]) & (meant <= highest[:, None])
    longest = 10 ** length[:, None]
    item, slip = np.nonzero(within & (values >= 0) & (values < longest) & (values != number[:, None]))
    order = np.lexsort((slip, values[item, slip], item))
    item, slip = item[order], slip[order]
    first = np.append(True, (item[1:] != item[:-1]) | (np.diff(values[item, slip]) != 0))[: len(item)]
    item, slip = item[first], slip[first]
    kinds = np.array([KINDS.index(family.kind) for family in families])
    shares = np.stack([family.share for family in families])
    prior = np.log(shares[of_family[slip], item]) + log(_SLIP)
    return Edits(item, meant[item, slip], kinds[of_family[slip]], prior)


class _Family(NamedTuple):
    """Slips of one kind: what may have been meant, −1 where it cannot be, and the share of each slip, shape (n,)."""

    kind: TipoPropuesta
    share: Floats
    values: list[NDArray[np.int64]]


def _transposed(number: NDArray[np.int64], length: NDArray[np.int64]) -> _Family:
    """Swap each digit with its neighbour."""
    values = []
    for place in range(_MOST_DIGITS - 1):
        unit = 10**place
        low, high = number // unit % 10, number // (10 * unit) % 10
        value = number + (high - low) * unit + (low - high) * 10 * unit
        values.append(np.where(place < length - 1, value, -1))
    return _Family(TipoPropuesta.DIGITOS_TRASPUESTOS, _TRANSPOSED / np.maximum(length - 1, 1), values)


def _wrong(number: NDArray[np.int64], length: NDArray[np.int64]) -> _Family:
    """Put another digit in each place."""
    values = []
    for place in range(_MOST_DIGITS):
        unit = 10**place
        bare = number - number // unit % 10 * unit
        inside = place < length
        values += [np.where(inside, bare + digit * unit, -1) for digit in range(10)]
    return _Family(TipoPropuesta.DIGITO_EQUIVOCADO, _WRONG / (9 * np.maximum(length, 1)), values)


def _omitted(number: NDArray[np.int64], shown: NDArray[np.int64]) -> _Family:
    """Put a digit back between any two."""
    values = []
    for place in range(_MOST_DIGITS):
        unit = 10**place
        above, below = number // unit, number % unit
        inside = place <= shown
        values += [np.where(inside, (above * 10 + digit) * unit + below, -1) for digit in range(10)]
    return _Family(TipoPropuesta.DIGITO_OMITIDO, _OMITTED / (shown + 1), values)


def _extra(number: NDArray[np.int64], shown: NDArray[np.int64]) -> _Family:
    """Take a digit out."""
    values = []
    for place in range(_MOST_DIGITS):
        unit = 10**place
        value = number // (10 * unit) * unit + number % unit
        values.append(np.where((place < shown) & (shown > 1), value, -1))
    return _Family(TipoPropuesta.DIGITO_SOBRANTE, _EXTRA / (10 * shown), values)
