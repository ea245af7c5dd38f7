"""Billing cycles: a Calendar of half-open date ranges, their ids, and the ciclos that come next."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from consumo.domain.vocabulary import DAYS_PER_YEAR

__all__ = ["Calendar", "ciclo_ids"]

Dates = NDArray[np.datetime64]


def ciclo_ids(desde: Dates, hasta: Dates, *, months_later: int = 0) -> tuple[str, ...]:
    """Name ciclos by the month in which their middle day falls: `2025-09`.

    Further ciclos of the same month get a letter (`2025-09b`), so that four-week and weekly calendars have ids
    that sort in time and do not change when later ciclos arrive.

    Args:
        desde: first days, shape (n_ciclos,), in increasing order.
        hasta: days after the last, shape (n_ciclos,).
        months_later: months to add, for workbooks that name a ciclo by the month in which it is billed.
    """
    middle = desde + (hasta - desde) // 2
    months = np.datetime_as_string(middle.astype("datetime64[M]") + months_later, unit="M")
    seen: dict[str, int] = {}
    ids = []
    for month in months.tolist():
        nth = seen.get(month, 0)
        seen[month] = nth + 1
        ids.append(month + _suffix(nth))
    return tuple(ids)


def _suffix(nth: int) -> str:
    """Return '' for the first, 'b' … 'z' for the next, 'zb' … after that: suffixes that sort."""
    full, rest = divmod(nth, 25)
    letter = chr(ord("a") + rest) if rest else ""
    return "z" * full + letter


@dataclass(frozen=True, eq=False)
class Calendar:
    """An ordered run of ciclos.

    Attributes:
        ids: ids that sort, length n_ciclos.
        desde: first days, datetime64[D], shape (n_ciclos,).
        hasta: days after the last (half-open), datetime64[D], shape (n_ciclos,).
    """

    ids: tuple[str, ...]
    desde: Dates
    hasta: Dates

    @classmethod
    def from_dates(cls, desde: Dates, hasta: Dates, ids: tuple[str, ...] | None = None) -> "Calendar":
        """Build a calendar from dates, naming the ciclos where no ids are given."""
        first = np.asarray(desde, dtype="datetime64[D]")
        last = np.asarray(hasta, dtype="datetime64[D]")
        return cls(ids=ids or ciclo_ids(first, last), desde=first, hasta=last)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def dias(self) -> NDArray[np.int64]:
        """Days of each ciclo, shape (n_ciclos,)."""
        return (self.hasta - self.desde).astype(np.int64)

    @cached_property
    def period(self) -> int:
        """Ciclos in a year, from their typical length: 12 monthly, 13 of four weeks, 6 bimonthly, 52 weekly."""
        if len(self) == 0:
            return 12
        return max(1, round(DAYS_PER_YEAR / float(np.median(self.dias))))

    @cached_property
    def year_before(self) -> NDArray[np.int64]:
        """Index of the same ciclo one year earlier, −1 where there is none, shape (n_ciclos,).

        The match is the ciclo whose middle is nearest to one year before this one's middle, if it is nearer than
        half a typical ciclo.
        """
        if len(self) == 0:
            return np.empty(0, np.int64)
        middle = self._middles
        target = middle - DAYS_PER_YEAR
        right = np.searchsorted(middle, target).clip(1, max(len(self) - 1, 1))
        left = right - 1
        right = right.clip(max=len(self) - 1)
        nearest = np.where(abs(middle[left] - target) <= abs(middle[right] - target), left, right)
        near_enough = abs(middle[nearest] - target) <= np.median(self.dias) / 2 + 1
        return np.where(near_enough & (nearest < np.arange(len(self))), nearest, -1).astype(np.int64)

    @property
    def _middles(self) -> NDArray[np.float64]:
        return self.desde.astype(np.int64) + self.dias / 2

    def first(self, n: int) -> "Calendar":
        """Return the first `n` ciclos."""
        return Calendar(self.ids[:n], self.desde[:n], self.hasta[:n])

    def extend(self, horizonte: int) -> "Calendar":
        """Return the `horizonte` ciclos that follow the last one, end to end with it.

        Calendars of whole months or two-month steps keep their day of the month (clipped to short months); any
        other keeps its typical number of days. Ids continue those of this calendar.
        """
        if len(self) == 0 or horizonte <= 0:
            return Calendar((), self.desde[:0], self.hasta[:0])
        edges = self._next_edges(horizonte)
        desde = np.concatenate([self.desde, edges[:-1]])
        hasta = np.concatenate([self.hasta, edges[1:]])
        shift = self._label_shift
        ids = ciclo_ids(desde, hasta, months_later=shift)[len(self) :]
        return Calendar(ids, edges[:-1], edges[1:])

    @property
    def _label_shift(self) -> int:
        """Months by which the workbook's own ids run ahead of the middle of their ciclos (0 if not of that form)."""
        own, derived = self.ids[-1][:7], ciclo_ids(self.desde[-1:], self.hasta[-1:])[0]
        try:
            return int((np.datetime64(own, "M") - np.datetime64(derived, "M")).astype(int))
        except ValueError:
            return 0

    def _next_edges(self, horizonte: int) -> Dates:
        start = self.hasta[-1]
        typical = float(np.median(self.dias))
        months = round(typical / (DAYS_PER_YEAR / 12))
        # Four-week ciclos are all 28 days; calendar months are 28 only in February.
        steady = (np.ptp(self.dias) == 0 and len(self) > 2) or typical < 28.5
        if months < 1 or abs(typical - months * DAYS_PER_YEAR / 12) > 2 or steady:
            even: Dates = start + np.round(np.arange(horizonte + 1) * typical).astype("timedelta64[D]")
            return even
        month = start.astype("datetime64[M]")
        day = int((start - month.astype("datetime64[D]")).astype(int))
        firsts = month + np.arange(horizonte + 1) * months
        lengths = ((firsts + 1).astype("datetime64[D]") - firsts.astype("datetime64[D]")).astype(int)
        edges: Dates = firsts.astype("datetime64[D]") + np.minimum(day, lengths - 1).astype("timedelta64[D]")
        return edges
