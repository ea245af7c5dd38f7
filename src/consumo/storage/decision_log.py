"""The record of decisions: one JSON line each, appended and never changed.

A version names how many bytes of it exist for it and which numbers count, so a restored version has its own decisions
in force. What lies beyond the longest length that a version names was never published.

One file and not a Delta table as for lecturas: decisions come one at a time, all day, and a table would grow a file and
a commit with each.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from consumo.domain.decision import Decision, TipoDecision
from consumo.domain.hallazgo_record import hallazgo_of, plain_of, record_of
from consumo.storage.durable import refuse, sync_path

__all__ = [
    "DECISIONES",
    "Ranges",
    "append_decisions",
    "count_in",
    "drop_unpublished",
    "last_number",
    "read_decisions",
    "record_length",
    "stamped",
]

DECISIONES: Final = "decisiones"
_FILE: Final = "decisiones.jsonl"
_FIELDS: Final = ("numero", "cuando", "quien", "motivo", "huella", "antes", "despues", "anula")

Ranges = tuple[tuple[int, int], ...]
"""Numbers that count, as first and last of each run."""


def stamped(decisions: Iterable[Decision], *, after: int) -> tuple[Decision, ...]:
    """Return decisions about to be recorded, numbered from the one `after` and dated now."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return tuple(replace(d, numero=after + k, cuando=now) for k, d in enumerate(decisions, start=1))


def append_decisions(root: Path, decisions: Iterable[Decision]) -> int:
    """Append decisions and push them to the disk; they count once a manifest names them.

    Returns:
        The length of the record [bytes].
    """
    lines = "".join(json.dumps(_to_plain(d), ensure_ascii=False, allow_nan=False) + "\n" for d in decisions)
    with (root / _FILE).open("ab") as stream:
        stream.write(lines.encode())
        stream.flush()
        os.fsync(stream.fileno())
        length = stream.tell()
    sync_path(root)
    return length


def read_decisions(root: Path, length: int, ranges: Ranges) -> tuple[Decision, ...]:
    """Return the decisions that count for a version, in order.

    Args:
        root: the data folder.
        length: bytes of the record that exist for the version.
        ranges: the numbers that count.

    Raises:
        StorageError: if the record is shorter than that, or cannot be read.
    """
    if not ranges:
        return ()
    path = root / _FILE
    try:
        with path.open("rb") as stream:
            content = stream.read(length)
        if len(content) < length:
            raise ValueError(f"{len(content)} < {length} bytes")
        lines = content.split(b"\n")
        return tuple(_from_plain(json.loads(lines[k - 1])) for first, last in ranges for k in range(first, last + 1))
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise refuse(path, error) from error


def record_length(root: Path) -> int:
    """Return the bytes of the record, 0 if there is none yet."""
    path = root / _FILE
    return path.stat().st_size if path.exists() else 0


def last_number(root: Path) -> int:
    """Return the number of the last decision in the record, 0 if there is none. Needs the writer lock."""
    path = root / _FILE
    return path.read_bytes().count(b"\n") if path.exists() else 0


def drop_unpublished(root: Path, length: int) -> bool:
    """Take back what lies beyond `length` bytes; return whether there was anything. Needs the writer lock."""
    if record_length(root) <= length:
        return False
    with (root / _FILE).open("r+b") as stream:
        stream.truncate(length)
        os.fsync(stream.fileno())
    return True


def count_in(ranges: Ranges, numbers: Sequence[int]) -> Ranges:
    """Return the ranges with further numbers, each above all before it."""
    runs = [list(run) for run in ranges]
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return tuple((first, last) for first, last in runs)


def _to_plain(decision: Decision) -> dict[str, Any]:
    record = {name: value for name in _FIELDS if (value := getattr(decision, name)) is not None}
    return {
        **record,
        "tipo": decision.tipo.value,
        "datos": plain_of(decision.datos),
        "hallazgo": record_of(decision.hallazgo),
    }


def _from_plain(record: dict[str, Any]) -> Decision:
    return Decision(**{**record, "tipo": TipoDecision(record["tipo"]), "hallazgo": hallazgo_of(record["hallazgo"])})
