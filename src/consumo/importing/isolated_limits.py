"""What the process that opens somebody else's file may use, and how the operating system is told."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

__all__ = ["Limits", "confine", "limits_for", "machine_memory", "memory_is_spent"]

_GIGABYTE: Final = 1 << 30
_LEAST_MEMORY: Final = _GIGABYTE
_MOST_MEMORY: Final = 8 * _GIGABYTE
_CPU_BASE: Final = 60  # seconds; a small file that needs more was made to
_CPU_PER_MB: Final = 3.0  # seconds per megabyte of file: the slowest reader, on a machine five times slower than ours
_SPENT: Final = 0.75  # of the memory: a vector that grows asks for half as much again, or twice
_PATIENCE: Final = 4  # wall time over processor time, for a machine that is busy with other things


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that reading may take.

    Attributes:
        memory: address space of the process [bytes].
        cpu: processor time [s].
        wall: time by the clock [s].
        expanded: bytes of all parts of an archive together.
        ratio: expanded bytes per byte of the file, counted only beyond `ratio_from`.
        ratio_from: expanded bytes up to which the ratio does not matter.
        parts: parts of an archive.
        cells: filled cells of one file.
    """

    memory: int = _MOST_MEMORY
    cpu: int = _CPU_BASE
    wall: int = _CPU_BASE * _PATIENCE
    expanded: int = 8 * _GIGABYTE
    ratio: int = 100
    ratio_from: int = 200_000_000
    parts: int = 20_000
    cells: int = 200_000_000

    def as_dict(self) -> dict[str, int]:
        """Return the JSON form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the limits of which `values` is the JSON form."""
        return cls(**values)


def limits_for(files: Iterable[Path], *, memory: int | None = None) -> Limits:
    """Return limits that fit the machine and the size of the files; `memory` [bytes] where it was chosen."""
    megabytes = sum(file.stat().st_size for file in files if file.is_file()) / 1e6
    cpu = int(_CPU_BASE + _CPU_PER_MB * megabytes)
    share = min(max(machine_memory() * 3 // 4, _LEAST_MEMORY), _MOST_MEMORY)
    return Limits(memory=memory or share, cpu=cpu, wall=cpu * _PATIENCE)


def machine_memory() -> int:
    """Return the memory of the machine, or of the container we are in [bytes]; 8 GiB where it cannot be told."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return _MOST_MEMORY
    try:
        allowed = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
    except OSError:
        return whole
    return min(whole, int(allowed)) if allowed.isdecimal() else whole


def confine(limits: Limits) -> None:
    """Let the operating system hold this process to its memory and processor time.

    Where it cannot (macOS has no limit on memory), the time by the clock and the size of the file still hold.
    """
    if os.name == "nt":
        from consumo.importing.isolated_windows import confine_on_windows  # noqa: PLC0415 - there is none elsewhere

        confine_on_windows(limits.memory, limits.cpu)
        return
    import resource  # noqa: PLC0415 - not on Windows

    wanted = {resource.RLIMIT_CORE: 0, resource.RLIMIT_AS: limits.memory, resource.RLIMIT_CPU: limits.cpu}
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (most, hard))
        except (ValueError, OSError):
            continue


def memory_is_spent() -> bool:
    """Whether this process once came near the address space that it may use; False where that cannot be told.

    What breaks then may well have broken for want of memory, whatever it says.
    """
    try:
        import resource  # noqa: PLC0415 - not on Windows

        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        status = Path("/proc/self/status").read_text(encoding="utf-8", errors="replace")
    except (ImportError, OSError):
        return False
    peak = next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmPeak:")), 0)
    return most != resource.RLIM_INFINITY and peak >= _SPENT * most
