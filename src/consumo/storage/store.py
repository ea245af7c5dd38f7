"""A data folder: its versions, which of them is published, and the one writer at a time.

CURRENT             {"version": id}: renamed last, so that a version is published whole or not at all
versiones/ID.json   what the version is: which imports count, its summary, its changes
paneles/ID/         the Panel and its hallazgos
decisiones.jsonl    the record: every decision ever made, appended
pronosticos/ID/     the forecast, made after publishing
lecturas/           the record: an append-only Delta table of every row ever imported
importaciones/      the record: an append-only Delta table of every import
"""

import json
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pandas as pd
from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout

from consumo.domain.decision import Decision, Standing
from consumo.domain.errors import BusyError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.hallazgo_merge import told_once
from consumo.domain.panel import Panel
from consumo.domain.panel_edits import count_changed, raw_of
from consumo.storage.comparer import Comparer
from consumo.storage.decision_log import (
    DECISIONES,
    append_decisions,
    count_in,
    last_number,
    record_length,
    stamped,
)
from consumo.storage.durable import link, refuse, write_json
from consumo.storage.findings_file import FINDINGS, Findings, load_findings, save_findings, still_told
from consumo.storage.forecast_files import share_forecast
from consumo.storage.manifest import Version, known_ids, new_id, write_manifest
from consumo.storage.outcome import Amend, Amended, Build, Decided, Judge, Judged, Preview, Published
from consumo.storage.panel_files import save_panel, whole_panel
from consumo.storage.reader import CURRENT, Snapshot
from consumo.storage.record import IMPORTACIONES as IMPORTS
from consumo.storage.record import LECTURAS, append_import, append_rows, last_commits
from consumo.storage.recovery import whole_or_nothing
from consumo.storage.thinning import thin_superseded

__all__ = ["Amended", "Build", "Decided", "Preview", "Published", "Snapshot", "Store", "Version"]

_NAMED: Final = 5
"""Decisions that the `fuente` of a version names one by one."""


class Store(Comparer):
    """A data folder, to write to.

    Args:
        path: the folder; it is created by the first publication.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        # Re-entrant within a thread, so that `exclusive` may stand around `publish`.
        self._lock = FileLock(path / ".lock")

    @contextmanager
    def exclusive(self, *, patience: float = 0.0) -> Iterator[None]:
        """Be the only writer of this folder while the block runs; the folder is made if it is not there.

        Stands around the reading of a workbook too: else the earlier of two readings could be published last.

        Args:
            patience: seconds to wait for another writer.

        Raises:
            BusyError: if another process or thread is still writing then.
            StorageError: if the folder cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=patience)
        except Timeout:
            raise BusyError(
                "Hay otra importación en marcha sobre la misma carpeta de datos. Espere a que termine y repita.",
                "Another import is writing to the same data folder. Wait for it to finish and try again.",
            ) from None
        except OSError as error:
            raise refuse(self.path, error) from error
        try:
            yield
        except (OSError, DeltaError) as error:
            raise refuse(self.path, error) from error
        finally:
            self._lock.release()

    def publish(
        self,
        lecturas: pd.DataFrame,
        *,
        fuente: str,
        build: Build,
        amend: Amend | None = None,
        hallazgos: Sequence[Hallazgo] = (),
        resumen: Mapping[str, int] | None = None,
        archivos: Mapping[str, str] | None = None,
        withdraw_from: Collection[str] = (),
    ) -> Published:
        """Publish an import on top of the current version, or nothing at all.

        Args:
            lecturas: the rows of the import, one per clase, usuario and ciclo.
            fuente: where they come from.
            build: makes the Panel, and its findings, of the settled rows.
            amend: applies the decisions that count and judges the outcome; without it the Panel stays raw.
            hallazgos: findings of the reading.
            resumen: counts of the reading.
            archivos: SHA-256 of each file read, by name.
            withdraw_from: see `settled.changes_of`.

        Raises:
            BusyError: if another process is publishing.
            StorageError: if the folder cannot be written.
            InputError: from `build`.
        """
        with self.exclusive(), whole_or_nothing(self.path):
            plan = self.preview(lecturas, withdraw_from=withdraw_from)
            if plan.base and len(plan.changes.rows) == 0:
                same = plan.base.version
                panel, findings = self._open(same)
                every = told_once([*hallazgos, *findings.panel], findings.critica, panel)
                holding = Standing.of(plan.decisiones, plan.base.caducadas)
                return Published(same, same, plan.changes, every, panel, unchanged=True, standing=holding)
            raw, found = build(plan.settled)
            panel, judged, lapsed, perfil = amend(raw, plan.decisiones) if amend else Amended(raw, ())
            sizes = {"usuarios": panel.n_usuarios, "baterias": panel.n_baterias, "ciclos": panel.n_ciclos}
            version = self._record(plan, fuente, archivos or {}, {**(resumen or {}), **sizes})
            version = replace(version, caducadas=tuple(sorted(lapsed)), perfil=perfil)
            before = plan.base.version if plan.base else None
            told = load_findings(self._panel_of(before) / FINDINGS).lectura if before else {}
            lectura = {**still_told(told, plan.changes.detalle), fuente: hallazgos}
            self._write(version, panel, Findings(lectura, found, judged))
            self._point_to(version.version)
            every = told_once([*hallazgos, *found], judged, panel)
            holding = Standing.of(plan.decisiones, version.caducadas)
            return Published(version.version, before, plan.changes, every, panel, unchanged=False, standing=holding)

    def decide(self, judge: Judge, *, amend: Amend, patience: float = 10.0) -> Decided:
        """Record decisions and publish the version in which they hold, or nothing at all.

        Args:
            judge: makes the decisions, of the version as it stands once nobody else is writing.
            amend: applies the decisions that count and judges the outcome.
            patience: seconds to wait for another writer: decisions are short, and one of them does not undo another.

        Raises:
            NoDataError: if nothing is published.
            BusyError: if another process is still publishing after that.
            StorageError: if the folder cannot be written.
            ConsumoError: from `judge` and `amend`.
        """
        with self.exclusive(patience=patience), whole_or_nothing(self.path):
            base = self.snapshot()
            made = stamped(judge(base), after=last_number(self.path))
            said = ", ".join(f"{d.tipo.value} {d.numero}" for d in made[:_NAMED])
            more = f" … ({len(made)})" if len(made) > _NAMED else ""
            return self._publish_amended(base, made, amend, fuente=said + more)

    def rejudge(self, *, amend: Amend, patience: float = 10.0) -> Decided:
        """Publish the current version judged anew, as after a change of profile; its readings stay what they are.

        Args:
            amend: applies the decisions that count and judges the outcome.
            patience: seconds to wait for another writer.

        Raises:
            NoDataError: if nothing is published.
            BusyError: if another process is still publishing after that.
            StorageError: if the folder cannot be written.
        """
        with self.exclusive(patience=patience), whole_or_nothing(self.path):
            return self._publish_amended(self.snapshot(), (), amend, fuente="perfil")

    def _publish_amended(self, base: Snapshot, made: tuple[Decision, ...], amend: Amend, *, fuente: str) -> Decided:
        before = base.version
        findings = load_findings(self._panel_of(before.version) / FINDINGS)
        known = Judged(findings.critica, base.standing.vigentes, before.perfil)
        panel, judged, lapsed, perfil = amend(raw_of(base.panel), (*base.decisiones, *made), known if made else None)
        length = append_decisions(self.path, made) if made else record_length(self.path)
        changed = count_changed(base.panel, panel)
        version = replace(
            before,
            version=new_id(known_ids(self.path)[-1]),
            creada=datetime.now(UTC).isoformat(timespec="seconds"),
            fuente=fuente,
            tablas={**last_commits(self.path), DECISIONES: length},
            cambios={"nuevas": 0, "corregidas": changed, "retiradas": 0},
            decisiones=count_in(before.decisiones, [d.numero for d in made]),
            caducadas=tuple(sorted(lapsed)),
            base=before.base or before.version,
            perfil=perfil,
        )
        told = None if judged is known.hallazgos else findings._replace(critica=judged)
        self._write(version, panel, told, like=(self._panel_of(before.version), base.panel))
        kept = changed == 0 and share_forecast(self._forecast_of(before.version), self._forecast_of(version.version))
        self._point_to(version.version)
        thin_superseded(self.path, known_ids(self.path), version.version)
        return Decided(version.version, before.version, made, panel, forecast_kept=kept)

    def restore(self, version: str) -> str | None:
        """Publish an older (or newer) version again; the next import goes on from it.

        Returns:
            The id that was published before.

        Raises:
            NotFoundError: if there is no such version.
            BusyError: if another process is publishing.
            StorageError: if the version cannot be opened any more; the published one stays.
        """
        self.snapshot(version)
        with self.exclusive():
            before = self.current_id()
            whole_panel(self._panel_of(version))
            self._point_to(version)
            return before

    def _record(self, plan: Preview, fuente: str, archivos: Mapping[str, str], resumen: Mapping[str, int]) -> Version:
        """Append the import to the tables of the record; return the version that it makes."""
        now = datetime.now(UTC)
        versions = self.versions()
        counted = plan.base.importaciones if plan.base else ()
        last = max((k for version in versions for k in version.importaciones), default=0)
        importacion = max(time.time_ns() // 1000, last + 1)  # in order even if the clock is put back
        tablas = {
            DECISIONES: record_length(self.path),
            LECTURAS: append_rows(self.path, plan.changes.rows.assign(importacion=importacion)),
        }
        tablas[IMPORTS] = append_import(
            self.path,
            {
                "importacion": importacion,
                "cuando": now.isoformat(timespec="seconds"),
                "fuente": fuente,
                "sha256": json.dumps(dict(archivos), ensure_ascii=False),
                "resumen": json.dumps(dict(resumen)),
            },
        )
        return Version(
            version=new_id(versions[-1].version if versions else None, now),
            creada=now.isoformat(timespec="seconds"),
            fuente=fuente,
            importaciones=(*counted, importacion),
            tablas=tablas,
            archivos=archivos,
            resumen=resumen,
            cambios=plan.changes.as_dict(),
            decisiones=plan.base.decisiones if plan.base else (),
        )

    def _write(
        self, version: Version, panel: Panel, findings: Findings | None, *, like: tuple[Path, Panel] | None = None
    ) -> None:
        """Write what the record's new entries amount to; the manifest last. No findings = those of `like`."""
        folder = self._panel_of(version.version)
        save_panel(folder, panel, like=like)
        if findings is not None:
            save_findings(folder / FINDINGS, findings)
        elif like is not None:
            link(like[0] / FINDINGS, folder / FINDINGS)
        write_manifest(self.path, version)

    def _point_to(self, version: str) -> None:
        write_json(self.path / CURRENT, {"version": version})
