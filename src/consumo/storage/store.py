"""A data folder: its versions, which of them is published, and the one writer at a time.

CURRENT            {"version": id}: renamed last, so that a version is published whole or not at all
versiones/ID.json  what the version is: which imports count, its summary, its changes
paneles/ID/        the Panel and its hallazgos
pronosticos/ID/    the forecast, made after publishing
lecturas/          the record: an append-only Delta table of every row ever imported
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pandas as pd
from filelock import FileLock, Timeout

from consumo.domain.errors import BusyError, NoDataError, NotFoundError
from consumo.domain.forecast_result import Forecast
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.storage.durable import read_json, refuse, write_json
from consumo.storage.findings_file import load_findings, save_findings
from consumo.storage.forecast_files import load_forecast, save_forecast
from consumo.storage.panel_files import load_panel, save_panel
from consumo.storage.record import append_rows, read_rows
from consumo.storage.settled import Changes, changes_of, settle

__all__ = ["Published", "Snapshot", "Store", "Version"]

Build = Callable[[pd.DataFrame], tuple[Panel, Sequence[Hallazgo]]]
_CURRENT: Final = "CURRENT"


@dataclass(frozen=True, eq=False)
class Published:
    """The outcome of a publication.

    Attributes:
        version_datos: the version that is published now.
        version_anterior: the one before; None for the first.
        changes: what was new, corrected and withdrawn.
        hallazgos: all findings of the import and of the Panel.
        panel: the Panel that is published now.
        unchanged: whether the import said nothing new, so that no version was made.
    """

    version_datos: str
    version_anterior: str | None
    changes: Changes
    hallazgos: tuple[Hallazgo, ...]
    panel: Panel
    unchanged: bool


@dataclass(frozen=True)
class Version:
    """One published version, as its manifest tells.

    Attributes:
        version: id, sorts in time.
        creada: moment of publication, ISO with offset.
        fuente: where the data came from.
        importaciones: the imports whose rows count.
        resumen: counts of the import that made it.
        cambios: new, corrected and withdrawn against the version before.
    """

    version: str
    creada: str
    fuente: str
    importaciones: tuple[int, ...]
    resumen: dict[str, int] = field(default_factory=dict)
    cambios: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A version opened for reading: its manifest, Panel, findings, and forecast where it is ready."""

    version: Version
    panel: Panel
    hallazgos: tuple[Hallazgo, ...]
    forecast: Forecast | None


class Store:
    """A data folder.

    Args:
        path: the folder; it is created by the first publication.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def current_id(self) -> str | None:
        """Return the id of the published version, None if nothing is published."""
        pointer = read_json(self.path / _CURRENT)
        return None if pointer is None else str(pointer["version"])

    def current_stamp(self) -> tuple[int, int] | None:
        """Return what changes with every publication, at the cost of one `stat`; None if nothing is published."""
        try:
            status = os.stat(self.path / _CURRENT)  # noqa: PTH116 - on the path of every request; Path costs 3× more
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def versions(self) -> list[Version]:
        """Return every version, oldest first."""
        return [self._manifest(p.stem) for p in sorted((self.path / "versiones").glob("*.json"))]

    def snapshot(self, version: str | None = None) -> Snapshot:
        """Open a version, the published one if None.

        Raises:
            NoDataError: if nothing is published.
            NotFoundError: if there is no such version.
        """
        wanted = version or self.current_id()
        if wanted is None:
            raise NoDataError
        manifest = self._manifest(wanted)
        folder = self.path / "paneles" / wanted
        return Snapshot(
            manifest, load_panel(folder), load_findings(folder / "hallazgos.json"), self.load_forecast(wanted)
        )

    def publish(
        self,
        lecturas: pd.DataFrame,
        *,
        fuente: str,
        build: Build,
        hallazgos: Sequence[Hallazgo] = (),
        resumen: dict[str, int] | None = None,
        withdraw_from: str | None = None,
    ) -> Published:
        """Publish an import on top of the current version, or nothing at all.

        Args:
            lecturas: the rows of the import, one per clase, usuario and ciclo.
            fuente: where they come from.
            build: makes the Panel, and its findings, of the settled rows.
            hallazgos: findings of the reading.
            resumen: counts of the reading.
            withdraw_from: see `settled.changes_of`.

        Raises:
            BusyError: if another process is publishing.
            StorageError: if the folder cannot be written.
            InputError: from `build`.
        """
        with self._writing():
            before = self.current_id()
            counted = self._manifest(before).importaciones if before else ()
            record = read_rows(self.path / "lecturas", counted)
            changes = changes_of(settle(record), lecturas, withdraw_from=withdraw_from)
            if before and len(changes.rows) == 0:
                panel = load_panel(self.path / "paneles" / before)
                return Published(before, before, changes, tuple(hallazgos), panel, unchanged=True)
            importacion = time.time_ns() // 1000
            rows = changes.rows.assign(importacion=importacion)
            panel, found = build(settle(pd.concat([record, rows], ignore_index=True) if len(record) else rows))
            append_rows(self.path / "lecturas", rows)
            every = (*hallazgos, *found)
            version = Version(
                version=_new_id(),
                creada=datetime.now(UTC).isoformat(timespec="seconds"),
                fuente=fuente,
                importaciones=(*counted, importacion),
                resumen={**(resumen or {}), "usuarios": panel.n_usuarios, "baterias": panel.n_baterias}
                | {"ciclos": panel.n_ciclos},
                cambios=changes.as_dict(),
            )
            self._write_version(version, panel, every)
            return Published(version.version, before, changes, every, panel, unchanged=False)

    def restore(self, version: str) -> str | None:
        """Publish an older (or newer) version again; the next import goes on from it.

        Returns:
            The id that was published before.

        Raises:
            NotFoundError: if there is no such version.
            BusyError: if another process is publishing.
        """
        with self._writing():
            before = self.current_id()
            self._manifest(version)
            write_json(self.path / _CURRENT, {"version": version})
            return before

    def save_forecast(self, version: str, forecast: Forecast) -> None:
        """Keep the forecast of a version beside it."""
        try:
            save_forecast(self.path / "pronosticos" / version, forecast)
        except OSError as error:
            raise refuse(self.path, error) from error

    def load_forecast(self, version: str) -> Forecast | None:
        """Return the forecast of a version, None while there is none."""
        return load_forecast(self.path / "pronosticos" / version)

    def has_forecast(self, version: str) -> bool:
        """Whether the forecast of a version is ready, at the cost of one `stat`."""
        return (self.path / "pronosticos" / version / "acerca.json").exists()

    def _write_version(self, version: Version, panel: Panel, hallazgos: Sequence[Hallazgo]) -> None:
        folder = self.path / "paneles" / version.version
        save_panel(folder, panel)
        save_findings(folder / "hallazgos.json", hallazgos)
        (self.path / "versiones").mkdir(exist_ok=True)
        content = {**version.__dict__, "importaciones": list(version.importaciones)}
        write_json(self.path / "versiones" / f"{version.version}.json", content)
        write_json(self.path / _CURRENT, {"version": version.version})

    def _manifest(self, version: str) -> Version:
        # An id that is not a plain name could reach files outside the folder.
        known = version.replace("-", "").isalnum()
        content: dict[str, Any] | None = read_json(self.path / "versiones" / f"{version}.json") if known else None
        if content is None:
            raise NotFoundError("version", version, [p.stem for p in (self.path / "versiones").glob("*.json")])
        return Version(**{**content, "importaciones": tuple(content["importaciones"])})

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / ".lock")
            lock.acquire(timeout=0)
        except Timeout:
            raise BusyError(
                "Hay otra importación en marcha sobre la misma carpeta de datos. Espere a que termine y repita.",
                "Another import is writing to the same data folder. Wait for it to finish and try again.",
            ) from None
        except OSError as error:
            raise refuse(self.path, error) from error
        try:
            yield
        except OSError as error:
            raise refuse(self.path, error) from error
        finally:
            lock.release()


def _new_id() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:6]}"
