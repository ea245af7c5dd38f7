"""Figures worked out once per published version: kept as long as its Panel lives, dropped with it."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from consumo.domain.panel import Panel

__all__ = ["once_per_panel"]

T = TypeVar("T")


def once_per_panel(compute: Callable[[Panel], T]) -> Callable[[Panel], T]:
    """Cache `compute` by the identity of its Panel.

    A Panel is one version and never changes, so nothing is ever invalidated. The lock makes the threads of a worker
    wait for the first of them after a version switch, instead of all working out the same.
    """
    kept: WeakKeyDictionary[Panel, T] = WeakKeyDictionary()
    lock = Lock()

    @wraps(compute)
    def cached(panel: Panel) -> T:
        found = kept.get(panel)
        if found is not None:
            return found
        with lock:
            found = kept.get(panel)
            if found is None:
                found = kept[panel] = compute(panel)
            return found

    return cached
