"""Slips of the pen: every register from which one slip makes the number that was written, and how likely each is."""

from dataclasses import dataclass
from math import log
from typing import Final

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
_CHUNK: Final = 4096


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
    parts = [
        _edits(written[k : k + _CHUNK], digitos[k : k + _CHUNK], lowest[k : k + _CHUNK], highest[k : k + _CHUNK], k)
        for k in range(0, max(len(written), 1), _CHUNK)
    ]
    return Edits(
        *(np.concatenate([getattr(p, name) for p in parts]) for name in ("item", "value", "kind", "log_prior"))
    )


def _edits(written: Floats, digitos: NDArray[np.int64], lowest: Floats, highest: Floats, offset: int) -> Edits:
    whole = np.floor(np.where(np.isfinite(written) & (written >= 0) & (written < 10.0**_MOST_DIGITS), written, 0.0))
    number = whole.astype(np.int64)
    rest = np.nan_to_num(written - whole)
    shown = np.floor(np.log10(np.maximum(number, 1))).astype(np.int64) + 1
    length = np.maximum(digitos, shown)
    # The kind that comes first is the one that a number is given to if several slips lead to it.
    # A number with a digit more than the register has a digit too many, whatever else would make it shorter.
    inside = np.where(shown <= digitos, length, 0)
    slips = [*_transposed(number, inside), *_wrong(number, inside), *_omitted(number, shown), *_extra(number, shown)]
    kinds = np.array([KINDS.index(kind) for kind, _, _ in slips])
    values = np.stack([value for _, value, _ in slips], axis=1)
    shares = np.stack([np.broadcast_to(share, number.shape) for _, _, share in slips], axis=1)
    meant = values + rest[:, None]
    with np.errstate(invalid="ignore"):
        within = (meant >= lowest[:, None]) & (meant <= highest[:, None])
    longest = 10 ** length[:, None]
    item, slip = np.nonzero(within & (values >= 0) & (values < longest) & (values != number[:, None]))
    order = np.lexsort((slip, values[item, slip], item))
    item, slip = item[order], slip[order]
    first = np.append(True, (item[1:] != item[:-1]) | (np.diff(values[item, slip]) != 0))[: len(item)]
    item, slip = item[first], slip[first]
    prior = np.log(shares[item, slip]) + log(_SLIP)
    return Edits(item + offset, meant[item, slip], kinds[slip], prior)


Slip = tuple[TipoPropuesta, NDArray[np.int64], NDArray[np.float64]]


def _transposed(number: NDArray[np.int64], length: NDArray[np.int64]) -> list[Slip]:
    """Swap each digit with its neighbour."""
    out = []
    share = _TRANSPOSED / np.maximum(length - 1, 1)
    for place in range(_MOST_DIGITS - 1):
        unit = 10**place
        low, high = number // unit % 10, number // (10 * unit) % 10
        value = number + (high - low) * unit + (low - high) * 10 * unit
        out.append((TipoPropuesta.DIGITOS_TRASPUESTOS, np.where(place < length - 1, value, -1), share))
    return out


def _wrong(number: NDArray[np.int64], length: NDArray[np.int64]) -> list[Slip]:
    """Put another digit in each place."""
    out = []
    share = _WRONG / (9 * np.maximum(length, 1))
    for place in range(_MOST_DIGITS):
        unit = 10**place
        bare = number - number // unit % 10 * unit
        inside = place < length
        out += [
            (TipoPropuesta.DIGITO_EQUIVOCADO, np.where(inside, bare + digit * unit, -1), share) for digit in range(10)
        ]
    return out


def _omitted(number: NDArray[np.int64], shown: NDArray[np.int64]) -> list[Slip]:
    """Put a digit back between any two."""
    out = []
    share = _OMITTED / (shown + 1)
    for place in range(_MOST_DIGITS):
        unit = 10**place
        above, below = number // unit, number % unit
        inside = place <= shown
        out += [
            (TipoPropuesta.DIGITO_OMITIDO, np.where(inside, (above * 10 + digit) * unit + below, -1), share)
            for digit in range(10)
        ]
    return out


def _extra(number: NDArray[np.int64], shown: NDArray[np.int64]) -> list[Slip]:
    """Take a digit out."""
    out = []
    share = _EXTRA / (10 * shown)
    for place in range(_MOST_DIGITS):
        unit = 10**place
        value = number // (10 * unit) * unit + number % unit
        out.append((TipoPropuesta.DIGITO_SOBRANTE, np.where((place < shown) & (shown > 1), value, -1), share))
    return out
