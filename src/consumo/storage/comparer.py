"""Comparing what is recorded, without writing: an import with what is published, and two versions."""

from collections.abc import Collection

import pandas as pd
from deltalake.exceptions import DeltaError

from consumo.storage.durable import refuse
from consumo.storage.manifest import Version, read_manifest
from consumo.storage.outcome import Preview
from consumo.storage.reader import Reader
from consumo.storage.record import LECTURAS, as_rows, read_rows
from consumo.storage.settled import Changes, changes_of, settle

__all__ = ["Comparer"]


class Comparer(Reader):
    """A data folder, to read from with its record of rows."""

    def preview(self, lecturas: pd.DataFrame, *, withdraw_from: Collection[str] = ()) -> Preview:
        """Compare an import with what is published; writes nothing.

        Args:
            lecturas: the rows of the import, one per clase, usuario and ciclo.
            withdraw_from: see `settled.changes_of`.
        """
        before = self.current_id()
        base = read_manifest(self.path, before) if before else None
        record = read_rows(self.path, base.tablas[LECTURAS] if base else None, base.importaciones if base else ())
        changes = changes_of(settle(record), as_rows(lecturas), withdraw_from=withdraw_from)
        added = changes.rows.assign(importacion=max(base.importaciones, default=0) + 1 if base else 1)
        settled = settle(pd.concat([record, added], ignore_index=True) if base else added)
        return Preview(base, changes, settled, self._decisions_of(base) if base else ())

    def difference(self, old: str, new: str) -> Changes:
        """Compare two versions: what `new` has that `old` has not, has otherwise, or no longer has; writes nothing.

        Raises:
            NotFoundError: if there is no such version.
            StorageError: if the record cannot be read.
        """
        try:
            before, after = (self._settled(read_manifest(self.path, version)) for version in (old, new))
        except (OSError, DeltaError) as error:
            raise refuse(self.path, error) from error
        return changes_of(before, after, withdraw_from=set(before["archivo"]))

    def _settled(self, version: Version) -> pd.DataFrame:
        return settle(read_rows(self.path, version.tablas[LECTURAS], version.importaciones))
