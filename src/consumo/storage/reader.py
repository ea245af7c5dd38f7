"""A data folder to read from: what every request needs, without the libraries that writing takes."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from consumo.domain.decision import Decision, Standing
from consumo.domain.errors import NoDataError
from consumo.domain.forecast_result import Forecast
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.storage.decision_log import DECISIONES, read_decisions
from consumo.storage.durable import read_json, refuse
from consumo.storage.findings_file import FINDINGS, Findings, load_findings
from consumo.storage.forecast_files import forecast_stamp, load_forecast, save_forecast
from consumo.storage.manifest import Version, known_ids, read_manifest
from consumo.storage.panel_files import load_panel

__all__ = ["CURRENT", "Reader", "Snapshot", "Stamp"]

Stamp = tuple[int, int]
CURRENT: Final = "CURRENT"


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A version opened for reading.

    Attributes:
        version: its manifest.
        panel: its Panel.
        hallazgos: its findings.
        forecast: its forecast, None where it is not ready.
        decisiones: the decisions that count for it, in order.
    """

    version: Version
    panel: Panel
    hallazgos: tuple[Hallazgo, ...]
    forecast: Forecast | None
    decisiones: tuple[Decision, ...] = ()

    @property
    def standing(self) -> Standing:
        """Which of the decisions hold."""
        return Standing.of(self.decisiones, self.version.caducadas)


class Reader:
    """A data folder, to read from.

    Args:
        path: the folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pointer = str(path / CURRENT)  # on the path of every request: joining it there costs as much as the stat

    def current_id(self) -> str | None:
        """Return the id of the published version, None if nothing is published.

        Raises:
            StorageError: if the folder cannot be read.
        """
        pointer = read_json(self.path / CURRENT)
        return None if pointer is None else str(pointer["version"])

    def current_stamp(self) -> Stamp | None:
        """Return what changes with every publication, at the cost of one `stat`; None if nothing is published.

        Raises:
            StorageError: if the folder cannot be read.
        """
        try:
            status = os.stat(self._pointer)  # noqa: PTH116 - on the path of every request; Path costs 3× more
        except FileNotFoundError:
            return None
        except OSError as error:
            raise refuse(self.path, error) from error
        return status.st_mtime_ns, status.st_ino

    def versions(self) -> list[Version]:
        """Return every version, oldest first."""
        return [read_manifest(self.path, version) for version in known_ids(self.path)]

    def snapshot(self, version: str | None = None) -> Snapshot:
        """Open a version, the published one if None.

        Raises:
            NoDataError: if nothing is published.
            NotFoundError: if there is no such version.
            StorageError: if its files cannot be read.
        """
        wanted = self.current_id() if version is None else version
        if wanted is None:
            raise NoDataError
        manifest = read_manifest(self.path, wanted)
        panel, found = self._open(wanted)
        return Snapshot(manifest, panel, found.every(panel), self.load_forecast(wanted), self._decisions_of(manifest))

    def save_forecast(self, version: str, forecast: Forecast) -> None:
        """Keep the forecast of a version beside it."""
        try:
            save_forecast(self._forecast_of(version), forecast)
        except OSError as error:
            raise refuse(self.path, error) from error

    def load_forecast(self, version: str) -> Forecast | None:
        """Return the forecast of a version, None while there is none that can be read."""
        return load_forecast(self._forecast_of(version))

    def has_forecast(self, version: str) -> bool:
        """Whether the forecast of a version is ready, at the cost of one `stat`."""
        return self.forecast_stamp(version) is not None

    def forecast_stamp(self, version: str) -> Stamp | None:
        """Return what changes when the forecast of a version does, at the cost of one `stat`; None if there is none."""
        return forecast_stamp(self._forecast_of(version))

    def _decisions_of(self, version: Version) -> tuple[Decision, ...]:
        return read_decisions(self.path, version.tablas.get(DECISIONES, 0), version.decisiones)

    def _open(self, version: str) -> tuple[Panel, Findings]:
        folder = self._panel_of(version)
        return load_panel(folder), load_findings(folder / FINDINGS)

    def _forecast_of(self, version: str) -> Path:
        return self.path / "pronosticos" / version

    def _panel_of(self, version: str) -> Path:
        return self.path / "paneles" / version
