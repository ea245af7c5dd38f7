"""The record: every lectura ever imported, in an append-only Delta table; nothing is overwritten."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import arro3.core as arrow
import numpy as np
import pandas as pd
from deltalake import DeltaTable, QueryBuilder, write_deltalake

from consumo.storage.durable import sync_tree

__all__ = ["append_rows", "read_rows"]

_SCHEMA: Final[dict[str, str]] = {
    "clase": "text",
    "usuario": "text",
    "nombre": "text",
    "bateria": "text",
    "medidor": "text",
    "ciclo": "text",
    "desde": "date",
    "hasta": "date",
    "lectura_anterior": "number",
    "lectura_actual": "number",
    "factor": "number",
    "consumo_kwh": "number",
    "kwh": "number",
    "tipo_lectura": "text",
    "calidad": "integer",
    "digitos": "integer",
    "observacion": "text",
    "archivo": "text",
    "hoja": "text",
    "fila": "integer",
    "abierta": "flag",
    "retirada": "flag",
    "importacion": "integer",
}
_KEEP_FOREVER: Final = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}


def append_rows(path: Path, rows: pd.DataFrame) -> None:
    """Append `rows` (the columns of the record) and push them to the disk.

    They count only once a manifest names their `importacion`: a crash before that leaves nothing to repair.
    """
    columns = {name: _to_arrow(rows[name], kind) for name, kind in _SCHEMA.items()}
    write_deltalake(
        path,
        arrow.Table.from_pydict(columns),
        mode="append",
        partition_by=["ciclo"],
        configuration=None if (path / "_delta_log").is_dir() else _KEEP_FOREVER,
    )
    sync_tree(path)


def read_rows(path: Path, importaciones: Sequence[int]) -> pd.DataFrame:
    """Return the rows of these imports, oldest import first; empty if there is no record yet."""
    if not importaciones or not (path / "_delta_log").is_dir():
        return pd.DataFrame({name: _to_numpy([], kind) for name, kind in _SCHEMA.items()})
    wanted = ", ".join(str(int(k)) for k in importaciones)
    query = f"SELECT {', '.join(_SCHEMA)} FROM lecturas WHERE importacion IN ({wanted})"  # noqa: S608 - integers only
    table = QueryBuilder().register("lecturas", DeltaTable(path)).execute(query).read_all()
    frame = pd.DataFrame({name: _to_numpy(table[name], kind) for name, kind in _SCHEMA.items()})
    return frame.sort_values("importacion", kind="stable").reset_index(drop=True)


def _to_arrow(column: pd.Series, kind: str) -> Any:
    if kind == "text":
        return arrow.Array(column.astype(str).tolist(), type=arrow.DataType.utf8())
    if kind == "date":
        return arrow.Array.from_numpy(column.to_numpy().astype("datetime64[D]").astype(np.int64))
    dtype = {"number": np.float64, "integer": np.int64, "flag": np.int64}[kind]
    return arrow.Array.from_numpy(np.ascontiguousarray(column.to_numpy().astype(dtype)))


def _to_numpy(column: Any, kind: str) -> Any:
    if kind == "text":
        return np.array(column.to_pylist() if column else [], dtype=object)
    values = np.asarray(column.to_numpy() if column else [])
    if kind == "date":
        return values.astype(np.int64).astype("datetime64[D]").astype("datetime64[s]")
    return values.astype({"number": np.float64, "integer": np.int64, "flag": np.bool_}[kind])
