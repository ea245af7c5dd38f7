"""Figures worked out once per published version: kept while its Panel, Calendar or Dataset lives, dropped with it."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from consumo.domain.ciclo import Calendar
from consumo.domain.panel import Panel
from consumo.services.dataset import Dataset

__all__ = ["once_per_version"]

K = TypeVar("K", Panel, Calendar, Dataset)
T = TypeVar("T")


def once_per_version(compute: Callable[[K], T]) -> Callable[[K], T]:
    """Cache `compute` by the identity of its Panel, Calendar or Dataset.

    Each belongs to one version and never changes, so nothing is ever invalidated. The lock makes the threads of a
    worker wait for the first of them after a version switch, instead of all working out the same.
    """
    kept: WeakKeyDictionary[K, T] = WeakKeyDictionary()
    lock = Lock()

    @wraps(compute)
    def cached(subject: K) -> T:
        found = kept.get(subject)
        if found is not None:
            return found
        with lock:
            found = kept.get(subject)
            if found is None:
                found = kept[subject] = compute(subject)
            return found

    return cached
