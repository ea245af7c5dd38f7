"""Superseded versions take little room: of a version made by decisions, only the cells that they changed are kept.

The rest is that of the version made by the import they were decided on, which is always kept whole.
"""

import gzip
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from consumo.domain.errors import StorageError
from consumo.storage.durable import sync_path
from consumo.storage.findings_file import FINDINGS
from consumo.storage.forecast_files import forecast_stamp
from consumo.storage.manifest import read_manifest
from consumo.storage.panel_files import is_thin, thin_panel

__all__ = ["KEPT_WHOLE", "thin_superseded"]

KEPT_WHOLE: Final = 5
"""Newest versions that stay as they are: workers may be about to open one of them."""
_AT_ONCE: Final = 3


def thin_superseded(root: Path, ids: list[str], current: str) -> None:
    """Thin the versions that are no longer among the newest; what cannot be thinned now stays as it is.

    Args:
        root: the data folder, with the writer lock held.
        ids: every version, oldest first.
        current: the one that is published.
    """
    newest = ids[-KEPT_WHOLE:]
    for version in ids[-KEPT_WHOLE - _AT_ONCE : -KEPT_WHOLE]:
        # Windows refuses to delete what a worker has mapped.
        with suppress(OSError, StorageError):
            base = read_manifest(root, version).base
            folder = root / "paneles" / version
            if version == current or not base or is_thin(folder):
                continue
            _compress(folder / FINDINGS)
            thin_panel(folder, base)
            if any(forecast_stamp(root / "pronosticos" / one) is not None for one in newest):
                shutil.rmtree(root / "pronosticos" / version, ignore_errors=True)


def _compress(path: Path) -> None:
    packed = path.with_name(path.name + ".gz")
    with path.open("rb") as source, gzip.open(packed, "wb", compresslevel=6) as target:
        shutil.copyfileobj(source, target)
    sync_path(packed)
    path.unlink()
