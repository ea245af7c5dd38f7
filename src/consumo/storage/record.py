"""The record: every lectura ever imported and every import, in append-only Delta tables; nothing is overwritten."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import arro3.core as arrow
import numpy as np
import pandas as pd
from deltalake import DeltaTable, PostCommitHookProperties, QueryBuilder, write_deltalake

from consumo.storage.delta_log import files_of, table_version
from consumo.storage.durable import sync_paths

__all__ = [
    "IMPORTACIONES",
    "LECTURAS",
    "TABLES",
    "append_import",
    "append_rows",
    "as_rows",
    "last_commits",
    "read_rows",
]

LECTURAS: Final = "lecturas"
IMPORTACIONES: Final = "importaciones"
TABLES: Final = (LECTURAS, IMPORTACIONES)

_ROWS: Final[dict[str, str]] = {
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
}
_STAMPED: Final = {**_ROWS, "retirada": "flag", "importacion": "integer"}
_IMPORTS: Final = {"importacion": "integer", "cuando": "text", "fuente": "text", "sha256": "text", "resumen": "text"}
_KEEP_FOREVER: Final = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}
# A checkpoint written for a commit that is never published would leave a hint to nothing, which bricks the table.
_NO_HOOKS: Final = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)


def as_rows(lecturas: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of the record with the types and the blanks that reading them back gives."""
    return pd.DataFrame({name: _normal(lecturas[name], kind) for name, kind in _ROWS.items()}, index=lecturas.index)


def append_rows(root: Path, rows: pd.DataFrame) -> int:
    """Append rows (those of `as_rows`, with `retirada` and `importacion`) and push them to the disk.

    They count only once a manifest names their import: a crash before that leaves nothing that can be seen.

    Returns:
        The version of the table that holds them.
    """
    columns = {name: _to_arrow(rows[name], kind) for name, kind in _STAMPED.items()}
    return _append(root / LECTURAS, arrow.Table.from_pydict(columns), partition_by="ciclo")


def append_import(root: Path, record: Mapping[str, Any]) -> int:
    """Append one import: `importacion, cuando, fuente, sha256, resumen`; the last two as JSON text."""
    frame = pd.DataFrame([record])
    columns = {name: _to_arrow(frame[name], kind) for name, kind in _IMPORTS.items()}
    return _append(root / IMPORTACIONES, arrow.Table.from_pydict(columns), partition_by=None)


def last_commits(root: Path) -> dict[str, int]:
    """Return the last commit of each table that there is. Needs the writer lock."""
    found = {name: table_version(root / name) for name in TABLES}
    return {name: last for name, last in found.items() if last is not None}


def read_rows(root: Path, version: int | None, importaciones: Sequence[int]) -> pd.DataFrame:
    """Return the rows of these imports in order of import, as the table was at `version`; none if that is None."""
    if version is None or not importaciones:
        return pd.DataFrame({name: _to_numpy(None, kind) for name, kind in _STAMPED.items()})
    wanted = ", ".join(str(int(k)) for k in importaciones)
    # An empty partition value comes back as null.
    names = ", ".join(f"coalesce({n}, '') AS {n}" if kind == "text" else n for n, kind in _STAMPED.items())
    query = f"SELECT {names} FROM lecturas WHERE importacion IN ({wanted})"  # noqa: S608 - names and integers of ours
    source = DeltaTable(root / LECTURAS, version=version)
    table = QueryBuilder().register("lecturas", source).execute(query).read_all()
    frame = pd.DataFrame({name: _to_numpy(table[name], kind) for name, kind in _STAMPED.items()})
    return frame.sort_values("importacion", kind="stable").reset_index(drop=True)


def _append(path: Path, table: Any, *, partition_by: str | None) -> int:
    before = table_version(path)
    write_deltalake(
        path,
        table,
        mode="append",
        partition_by=partition_by,
        configuration=_KEEP_FOREVER if before is None else None,
        post_commithook_properties=_NO_HOOKS,
    )
    after = table_version(path)
    assert after is not None  # noqa: S101 - it has just been written
    # deltalake pushes nothing to the disk by itself.
    sync_paths(files_of(path, range(0 if before is None else before + 1, after + 1)), root=path.parent)
    return after


def _normal(column: pd.Series, kind: str) -> Any:
    if kind == "text":
        if column.dtype == object and pd.api.types.infer_dtype(column, skipna=False) == "string":
            return column.to_numpy()
        codes, values = pd.factorize(column)
        return np.array([*map(str, values), ""], dtype=object)[codes]
    if kind == "date":
        return column.to_numpy().astype("datetime64[s]")
    filled = column if kind == "number" else column.fillna(0)
    return filled.to_numpy().astype({"number": np.float64, "integer": np.int64, "flag": np.bool_}[kind])


def _to_arrow(column: pd.Series, kind: str) -> Any:
    if kind == "text":
        # Names repeat: each is turned into Arrow once, and then taken by its place.
        codes, values = pd.factorize(column)
        texts = arrow.Array([*map(str, values), ""], type=arrow.DataType.utf8())
        return texts.take(arrow.Array.from_numpy(np.where(codes < 0, len(values), codes).astype(np.int32)))
    if kind == "date":
        return arrow.Array.from_numpy(column.to_numpy().astype("datetime64[D]").astype(np.int64))
    dtype = np.float64 if kind == "number" else np.int64
    return arrow.Array.from_numpy(np.ascontiguousarray(column.to_numpy().astype(dtype)))


def _to_numpy(column: Any, kind: str) -> Any:
    if kind == "text":
        parts = [] if column is None else column.cast(_DICTIONARY).chunks
        return np.concatenate([_texts(part) for part in parts] or [np.empty(0, object)])
    values = np.asarray([] if column is None or len(column) == 0 else column.to_numpy())
    if kind == "date":
        return values.astype(np.int64).astype("datetime64[D]").astype("datetime64[s]")
    return values.astype({"number": np.float64, "integer": np.int64, "flag": np.bool_}[kind])


_DICTIONARY: Final = arrow.DataType.dictionary(arrow.DataType.int32(), arrow.DataType.utf8())


def _texts(part: Any) -> Any:
    values = np.array([*arrow.dictionary_dictionary(part).to_pylist(), ""], dtype=object)
    return values[arrow.dictionary_indices(part).to_numpy()]
