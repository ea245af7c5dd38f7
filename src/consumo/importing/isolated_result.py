"""What reading gave, as two files without anything that could run: arrays, and JSON for the rest."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo_record import hallazgo_of, record_of
from consumo.importing.lecturas import Summary
from consumo.importing.load import ReadResult
from consumo.importing.proposal_record import proposal_from_record, record_of_proposal

__all__ = ["load_result", "save_result"]

_ARRAYS: Final = "lecturas.npy"
_REST: Final = "resto.json"


def save_result(folder: Path, read: ReadResult) -> None:
    """Write `read` into `folder`."""
    texts: dict[str, list[str]] = {}
    with (folder / _ARRAYS).open("wb") as stream:
        for name, column in read.lecturas.items():
            if isinstance(column.dtype, np.dtype) and column.dtype != object:
                _save(stream, column.to_numpy())
            else:
                # Names repeat: each is written once.
                codes, values = pd.factorize(column)
                texts[str(name)] = [str(value) for value in values]
                _save(stream, codes.astype(np.int32))
    rest = {
        "columnas": list(read.lecturas.columns),
        "textos": texts,
        "hallazgos": [record_of(h) for h in read.hallazgos],
        "resumen": asdict(read.resumen),
        "propuestas": [record_of_proposal(p) for p in read.propuestas],
    }
    (folder / _REST).write_text(json.dumps(rest, allow_nan=False), encoding="ascii")


def load_result(folder: Path) -> ReadResult:
    """Read back what `save_result` wrote."""
    rest: dict[str, Any] = json.loads((folder / _REST).read_text(encoding="ascii"))
    columns: dict[str, NDArray[Any]] = {}
    with (folder / _ARRAYS).open("rb") as stream:
        for name in rest["columnas"]:
            array = np.load(stream, allow_pickle=False)
            texts = rest["textos"].get(name)
            # Code −1 stands for no value at all.
            columns[name] = array if texts is None else np.array([*texts, None], dtype=object)[array]
    found = tuple(map(hallazgo_of, rest["hallazgos"]))
    return ReadResult(
        pd.DataFrame(columns, columns=rest["columnas"]),
        found,
        Summary(**rest["resumen"]),
        tuple(map(proposal_from_record, rest["propuestas"])),
    )


def _save(stream: IO[bytes], array: NDArray[Any]) -> None:
    np.save(stream, np.ascontiguousarray(array), allow_pickle=False)
