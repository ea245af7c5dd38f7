"""One Parquet file out of blocks of columns, in the memory that a block takes."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import arro3.core as arrow
import numpy as np
from deltalake import WriterProperties, write_deltalake
from numpy.typing import NDArray

__all__ = ["write_parquet"]

_ONE_FILE: Final = 1 << 50
"""Size at which a second file would be begun [bytes]."""


def write_parquet(path: Path, blocks: Iterable[Mapping[str, NDArray[Any]]]) -> None:
    """Write blocks of columns as one Parquet file, which appears whole or not at all.

    deltalake writes Parquet, and only as the files of a table: so this is the one file of a table that is thrown away.

    Args:
        path: the file; replaced if it exists.
        blocks: at least one; the same columns in each: texts (object), dates (datetime64), integers or floats.

    Raises:
        OSError: if it cannot be written.
    """
    batches = map(_batch, blocks)
    first = next(batches)

    def every() -> Iterator[Any]:
        yield first
        yield from batches

    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        stream = arrow.RecordBatchReader.from_batches(first.schema, every())
        properties = WriterProperties(compression="ZSTD")
        write_deltalake(folder, stream, target_file_size=_ONE_FILE, writer_properties=properties)
        (only,) = Path(folder).glob("*.parquet")
        shutil.move(only, path)


def _batch(columns: Mapping[str, NDArray[Any]]) -> Any:
    return arrow.RecordBatch.from_pydict({name: _array(values) for name, values in columns.items()})


def _array(values: NDArray[Any]) -> Any:
    if values.dtype.kind == "M":
        return arrow.Array.from_numpy(values.astype("datetime64[s]")).cast(arrow.DataType.date32())
    if values.dtype == np.object_:
        return arrow.Array(values.tolist(), type=arrow.DataType.utf8())
    return arrow.Array.from_numpy(np.ascontiguousarray(values))
