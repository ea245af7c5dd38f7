"""Faults put into true readings, one kind each; shares no code with the detector, so that it cannot flatter it.

A true world is registers that run on without limit, read at the n_ciclos + 1 edges between ciclos. A fault changes
what is written down (registers, factor or days) and leaves the truth beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS = (
    "digit", "transposed", "swapped", "rollover", "meter_change", "factor_forgotten", "factor_twice", "stuck",
    "gradual_drop", "sudden_drop", "zero", "duplicated", "shifted_dates",
)  # fmt: skip
LASTING = {"stuck": 3, "gradual_drop": 12, "sudden_drop": 6}
"""Ciclos that a fault lasts, where it is more than one."""


@dataclass
class Readings:
    """What is written down, all of shape (n_usuarios, n_ciclos) unless said otherwise.

    Attributes:
        start, end: registers as shown by a meter of `digits` digits.
        factor: as declared.
        days: between the readings.
        digits: shape (n_usuarios,).
        used: true consumption in register steps.
        true_factor: the meter's.
        late: days after its ciclo's end that each reading is dated.
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    factor: NDArray[np.float64]
    days: NDArray[np.int64]
    digits: NDArray[np.int64]
    used: NDArray[np.float64]
    true_factor: NDArray[np.float64]
    late: NDArray[np.int64]
    faults: list["Fault"] = field(default_factory=list)

    @property
    def difference(self) -> NDArray[np.float64]:
        """What a spreadsheet computes: (actual − anterior) × factor, negative where the register fell."""
        return (self.end - self.start) * self.factor

    @property
    def truth(self) -> NDArray[np.float64]:
        """True consumption [kWh]."""
        return self.used * self.true_factor[:, None]


@dataclass(frozen=True)
class Fault:
    """One fault: kind, usuario, its ciclos, and what would repair it.

    Attributes:
        repair: the register at the end of the ciclo as it should have been written, where that is the error.
    """

    kind: str
    row: int
    columns: tuple[int, ...]
    repair: float | None = None
    other: int | None = None


def true_readings(kwh: NDArray[np.float64], days: NDArray[np.int64], rng: np.random.Generator) -> Readings:
    """Give meters to consumptions: a factor that makes a usual ciclo a few hundred steps, 5 or 6 digits."""
    n, m = kwh.shape
    usual = np.nanmedian(kwh, axis=1)
    wanted = np.maximum(usual, 1e-9) / rng.uniform(80, 600, n)
    steps = np.array([1, 10, 20, 40, 60, 80, 120, 200, 400, 1000])
    decade = np.floor(np.log10(np.maximum(wanted, 1.0)))
    factor = np.where(wanted < 8, 1.0, 0.0)
    for k in np.flatnonzero(factor == 0):
        options = steps * 10.0 ** max(0.0, decade[k] - 2)
        factor[k] = options[np.argmin(abs(np.log(options / wanted[k])))]
    used = np.rint(np.nan_to_num(kwh) / factor[:, None])
    total = used.sum(axis=1)
    digits = np.where(rng.random(n) < 0.8, 5, 6)
    digits = np.maximum(digits, np.ceil(np.log10(np.maximum(1.3 * total, 1)))).astype(np.int64)
    # No register passes its top by itself: every rollover of the benchmark is one that was put in.
    first = np.floor(rng.random(n) * (10.0**digits - total))
    edges = first[:, None] + np.concatenate([np.zeros((n, 1)), used.cumsum(axis=1)], axis=1)
    shown = edges % (10.0**digits)[:, None]
    return Readings(
        start=shown[:, :-1].copy(),
        end=shown[:, 1:].copy(),
        factor=np.repeat(factor[:, None], m, axis=1),
        days=np.broadcast_to(days, (n, m)).copy(),
        digits=digits,
        used=used,
        true_factor=factor,
        late=np.zeros((n, m), np.int64),
    )


def inject(
    readings: Readings, share: float, rng: np.random.Generator, *, first: int = 12, last_only: bool = False
) -> None:
    """Put faults of every kind, in turn, into `share` of the readings from ciclo `first` on, one per usuario at most.

    With `last_only`, only in the last ciclo, as an operator meets them.
    """
    n, m = readings.used.shape
    busy = np.zeros(n, np.bool_)
    wanted = round(share * n * (1 if last_only else m - first))
    kinds = [k for k in KINDS if not last_only or k not in LASTING]
    for nth in range(wanted):
        kind = kinds[nth % len(kinds)]
        for _ in range(200):
            length = LASTING.get(kind, 1)
            row = int(rng.integers(n))
            column = m - 1 if last_only else int(rng.integers(first, m - length + 1))
            # A swap writes to the row beside too.
            if busy[max(0, row - 1) : row + 2].any() or readings.used[row, column] <= 0:
                continue
            fault = _APPLY[kind](readings, row, column, rng)
            if fault is not None:
                busy[row] = True
                if fault.other is not None:
                    busy[fault.other] = True
                readings.faults.append(fault)
                break


def _write_end(readings: Readings, row: int, column: int, value: float) -> None:
    """Write a register down at the end of a ciclo, and with it at the start of the next."""
    readings.end[row, column] = value
    if column + 1 < readings.used.shape[1]:
        readings.start[row, column + 1] = value


def _digit(r: Readings, row: int, column: int, rng: np.random.Generator) -> Fault | None:
    true = int(r.end[row, column])
    text = list(f"{true:0{r.digits[row]}d}")
    place = int(rng.integers(len(text)))
    text[place] = str((int(text[place]) + int(rng.integers(1, 10))) % 10)
    return _typed(r, "digit", row, column, int("".join(text)))


def _transposed(r: Readings, row: int, column: int, rng: np.random.Generator) -> Fault | None:
    text = list(f"{int(r.end[row, column]):0{r.digits[row]}d}")
    places = [k for k in range(len(text) - 1) if text[k] != text[k + 1]]
    if not places:
        return None
    k = int(rng.choice(places))
    text[k], text[k + 1] = text[k + 1], text[k]
    return _typed(r, "transposed", row, column, int("".join(text)))


def _typed(r: Readings, kind: str, row: int, column: int, written: int) -> Fault | None:
    """Write a wrong register, if the error is worth finding: a third of what was used, or more."""
    true = r.end[row, column]
    if abs(written - true) < r.used[row, column] / 3:
        return None
    _write_end(r, row, column, float(written))
    return Fault(kind, row, (column,), repair=float(true))


def _swapped(r: Readings, row: int, column: int, _rng: np.random.Generator) -> Fault | None:
    other = row + 1 if row + 1 < len(r.used) else row - 1
    if other < 0 or r.digits[other] != r.digits[row]:
        return None
    mine, theirs = r.end[row, column], r.end[other, column]
    _write_end(r, row, column, float(theirs))
    _write_end(r, other, column, float(mine))
    return Fault("swapped", row, (column,), repair=float(mine), other=other)


def _rollover(r: Readings, row: int, column: int, rng: np.random.Generator) -> Fault | None:
    """Move the whole register so that it passes its top in this ciclo; its digits are told to nobody."""
    top = 10.0 ** r.digits[row]
    within = np.floor(rng.random() * r.used[row, column]) + 1
    edges = np.concatenate([[0.0], r.used[row].cumsum()])
    shown = (edges - edges[column + 1] + within - 1) % top
    if (np.diff(shown)[[c for c in range(r.used.shape[1]) if c != column]] < 0).any():
        return None
    r.start[row], r.end[row] = shown[:-1], shown[1:]
    return Fault("rollover", row, (column,))


def _meter_change(r: Readings, row: int, column: int, rng: np.random.Generator) -> Fault | None:
    """Take the meter down part of the way through the ciclo; the new one begins at 0 to 9."""
    old_part = np.floor(r.used[row, column] * rng.uniform(0.1, 0.9))
    begins = float(rng.integers(0, 10))
    if r.start[row, column] + old_part >= 10.0 ** r.digits[row]:
        return None
    later = np.concatenate([[r.used[row, column] - old_part], r.used[row, column + 1 :]]).cumsum() + begins
    if later[0] >= r.start[row, column]:
        return None
    r.end[row, column:] = later
    r.start[row, column + 1 :] = later[:-1]
    return Fault("meter_change", row, (column,), repair=begins)


def _factor_forgotten(r: Readings, row: int, column: int, _rng: np.random.Generator) -> Fault | None:
    if r.true_factor[row] < 2:
        return None
    r.factor[row, column] = 1.0
    return Fault("factor_forgotten", row, (column,))


def _factor_twice(r: Readings, row: int, column: int, _rng: np.random.Generator) -> Fault | None:
    if r.true_factor[row] < 2:
        return None
    r.factor[row, column] = r.true_factor[row] ** 2
    return Fault("factor_twice", row, (column,))


def _reused(r: Readings, kind: str, row: int, columns: range, parts: NDArray[np.float64]) -> Fault:
    """Let the meter register only a part of what is used in these ciclos; the rest of its life runs on from there."""
    shown = r.used[row].copy()
    shown[columns] = np.rint(shown[columns] * parts)
    edges = r.start[row, 0] + np.concatenate([[0.0], shown.cumsum()])
    edges %= 10.0 ** r.digits[row]
    r.start[row], r.end[row] = edges[:-1], edges[1:]
    return Fault(kind, row, tuple(columns))


def _stuck(r: Readings, row: int, column: int, _rng: np.random.Generator) -> Fault | None:
    return _reused(r, "stuck", row, range(column, column + 3), np.zeros(3))


def _zero(r: Readings, row: int, column: int, _rng: np.random.Generator) -> Fault | None:
    return _reused(r, "zero", row, range(column, column + 1), np.zeros(1))


def _gradual_drop(r: Readings, row: int, column: int, rng: np.random.Generator) -> Fault | None:
    return _reused(r, "gradual_drop", row, range(column, column + 12), np.linspace(1.0, rng.uniform(0.2, 0.5), 12))


def _sudden_drop(r: Readings, row: int, column: int, rng: np.random.Generator) -> Fault | None:
    return _reused(r, "sudden_drop", row, range(column, column + 6), np.full(6, rng.uniform(0.2, 0.6)))


def _duplicated(r: Readings, row: int, column: int, _rng: np.random.Generator) -> Fault | None:
    """Write the row of the ciclo before again."""
    for name in ("start", "end"):
        getattr(r, name)[row, column] = getattr(r, name)[row, column - 1]
    return Fault("duplicated", row, (column,))


def _shifted_dates(r: Readings, row: int, column: int, rng: np.random.Generator) -> Fault | None:
    """Write the reading's date 8 to 15 days off: this ciclo gets them and the next one loses them, or the reverse."""
    off = int(rng.integers(8, 16)) * int(rng.choice([-1, 1]))
    if not r.days[row, column] + off > 5:
        return None
    r.days[row, column] += off
    r.late[row, column] = off
    if column + 1 < r.used.shape[1]:
        r.days[row, column + 1] = max(1, r.days[row, column + 1] - off)
    return Fault("shifted_dates", row, (column,))


_APPLY: dict[str, Callable[[Readings, int, int, np.random.Generator], Fault | None]] = {
    kind: globals()[f"_{kind}"] for kind in KINDS
}


def arguments_of(readings: Readings) -> dict[str, Any]:
    """Return the matrices that an importer would take from these readings: kwh missing where the register fell."""
    difference = readings.difference
    return {
        "kwh": np.where(difference < 0, np.nan, difference),
        "dias": readings.days,
        "desfase": readings.late,
        "lectura_anterior": readings.start,
        "lectura_actual": readings.end,
        "factor": readings.factor,
    }
