"""Threads of this process: NumPy and LightGBM let go of the interpreter while they work, so they are enough."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

__all__ = ["local_threads"]


@contextmanager
def local_threads() -> Iterator[ThreadPoolExecutor]:
    """Give a thread for each core that this process may use."""
    with ThreadPoolExecutor(_cores()) as pool:
        yield pool


def _cores() -> int:
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
