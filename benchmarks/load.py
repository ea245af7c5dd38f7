"""A small closed-loop HTTP load generator: keep-alive connections, one request in flight on each."""

import random
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Load", "run_load"]


@dataclass(frozen=True)
class Load:
    """What a run measured: requests per second, and latencies in order [s]."""

    per_second: float
    latencies: Sequence[float]

    def percentile(self, share: float) -> float:
        """Return the latency [s] that `share` of the requests did not exceed."""
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


def run_load(port: int, path: Callable[[random.Random], str], *, seconds: float = 4, connections: int = 8) -> Load:
    """Ask `path(rng)` of 127.0.0.1:`port` over and over for `seconds`.

    Raises:
        RuntimeError: at the first answer that is not 200.
    """
    latencies: list[list[float]] = [[] for _ in range(connections)]
    failures: list[BaseException] = []
    end = time.perf_counter() + seconds

    def work(k: int) -> None:
        try:
            _client(port, path, random.Random(k), end, latencies[k])
        except Exception as error:  # noqa: BLE001 - reported by the caller, in its own thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(connections)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - start
    if failures:
        raise failures[0]
    every = sorted(x for mine in latencies for x in mine)
    return Load(len(every) / elapsed, every)


def _client(port: int, path: Callable[[random.Random], str], rng: random.Random, end: float, out: list[float]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < end:
            before = time.perf_counter()
            connection.sendall(f"GET {path(rng)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            _read_answer(connection)
            out.append(time.perf_counter() - before)


def _read_answer(connection: socket.socket) -> None:
    data = connection.recv(65_536)
    while (split := data.find(b"\r\n\r\n")) < 0:
        data += connection.recv(65_536)
    if not data.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(data[:300].decode(errors="replace"))
    at = data.lower().index(b"content-length:") + 15
    missing = int(data[at : data.index(b"\r", at)]) - (len(data) - split - 4)
    while missing > 0:
        missing -= len(connection.recv(65_536))
