"""What an import changes, row by row: of its versions, or written beside its report where it made none."""

from pathlib import Path
from typing import Final

import pandas as pd

from consumo.services.differences import ORDER, Differences, compare_versions
from consumo.services.imports.job import Job
from consumo.services.publish import PublishReport
from consumo.services.settings import Settings
from consumo.storage.job_files import JobFolder

__all__ = ["changes_of_import", "write_changes"]

_NUMBERS: Final = ("de", "a")
_COLUMNS: Final = ("cambio", "clase", "usuario", "ciclo", "bateria", *_NUMBERS, "campos")


def write_changes(path: Path, report: PublishReport) -> None:
    """Write the single changes of a report that no two versions can be asked for."""
    if report.version_datos is not None and report.version_anterior is not None:
        return
    rows = report.detalle.reindex(columns=list(_COLUMNS)).sort_values(ORDER, kind="stable")
    rows.to_csv(path, index=False, compression={"method": "gzip", "compresslevel": 1})


def changes_of_import(settings: Settings, folder: JobFolder, job: Job) -> Differences:
    """Return what an import changed, or would change.

    Args:
        settings: names the data folder.
        folder: of the import.
        job: the import.

    Raises:
        NotFoundError: if a version that it speaks of is gone.
    """
    report = folder.report() or {}
    counts = report.get("cambios", {"nuevas": 0, "corregidas": 0, "retiradas": 0})
    new, old = report.get("version_datos"), report.get("version_anterior")
    if new is not None and old is not None and not report["sin_cambios"]:
        return compare_versions(settings, new, old)
    return Differences(old or "", job.id, counts, _read(folder.changes))


def _read(path: Path) -> pd.DataFrame:
    if not path.exists():
        return pd.DataFrame(columns=list(_COLUMNS))
    texts = dict.fromkeys(set(_COLUMNS) - set(_NUMBERS), str)
    return pd.read_csv(path, dtype=texts, keep_default_na=False, na_values=dict.fromkeys(_NUMBERS, ""))
