"""Import workbooks and publish what they say: a whole new version, or nothing."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from consumo.domain.decision import Decision, Standing, TipoDecision
from consumo.domain.errors import InputError, ParameterError, WorkbookError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.hallazgo_merge import told_once
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import Severidad
from consumo.importing.assemble import assemble_panel
from consumo.importing.isolated import read_isolated
from consumo.importing.lecturas import USUARIO
from consumo.importing.load import ReadResult
from consumo.importing.mapping import Mapping
from consumo.services.amend import amender
from consumo.services.import_report import CicloTotal, PublishReport, UnconfirmedError, joined_mapping
from consumo.services.mappings import is_confirmed, remember, remembered, unconfirmed
from consumo.services.settings import Settings
from consumo.services.workbook_files import check_sizes, digests_of, files_in
from consumo.storage.settled import Changes
from consumo.storage.store import Build, Store

__all__ = ["PUBLISHING", "PublishReport", "UnconfirmedError", "import_workbooks", "reload_excel"]

Progress = Callable[[str, float], None]

PUBLISHING: Final = "publicando"
"""The step that the progress names once everything is read; from then on an import cannot be cancelled."""

_READING: Final = 0.8  # share of the whole that reading is counted as


def import_workbooks(
    settings: Settings,
    rutas: Sequence[Path],
    *,
    progress: Progress | None = None,
    simular: bool = False,
    mapeos: Sequence[Mapping] = (),
    cancelled: Callable[[], bool] | None = None,
) -> PublishReport:
    """Read workbooks and publish them on top of what there is; with `simular`, only say what would happen.

    A reading that is in doubt is published only if a mapping confirms it: one of `mapeos`, or one that was confirmed
    before for files of the same shape. Those of `mapeos` are remembered once they have been published.

    Args:
        settings: names the data folder.
        rutas: workbooks or folders of them.
        progress: called with the file's name and the share done [0-1].
        simular: compare with what is published, and write nothing.
        mapeos: confirmed by a person; they override what is detected and what is remembered.
        cancelled: asked ten times a second, while reading, whether to stop.

    Raises:
        WorkbookError: if a file cannot be read, or what is read does not form a Panel; nothing is published.
        UnconfirmedError: if the reading is in doubt and no mapping confirms it; nothing is published.
        CancelledError: if `cancelled` said so; nothing is published.
        TooLargeError: if a file is over CONSUMO_MAX_MB.
        BusyError, StorageError: from the data folder.
    """
    job = _Import(settings, rutas, mapeos, progress, cancelled)
    if simular:
        return job.simulated(job.read())
    with job.store.exclusive():
        return job.published(job.read(), fuente=", ".join(r.name for r in rutas))


def reload_excel(settings: Settings) -> PublishReport:
    """Read again what CONSUMO_EXCEL names and publish it; what its workbooks no longer say is withdrawn.

    Rows that came from other workbooks stay, and so do those of a workbook that is no longer in the folder.

    Raises:
        ParameterError: if CONSUMO_EXCEL is not set.
        WorkbookError: if it cannot be read; the old version stays.
        UnconfirmedError: if the reading is in doubt and nobody has confirmed files of this shape.
        TooLargeError: if a file is over CONSUMO_MAX_MB.
        BusyError, StorageError: from the data folder.
    """
    if settings.excel is None:
        raise ParameterError(
            "CONSUMO_EXCEL", None, "la ruta de un libro o de una carpeta", "the path of a workbook or a folder"
        )
    job = _Import(settings, [settings.excel])
    with job.store.exclusive():
        names = [book.name for book in job.books]
        return job.published(job.read(), fuente=settings.excel.name, withdraw_from=names)


class _Import:
    """One import on its way.

    Raises:
        TooLargeError: if a file is over CONSUMO_MAX_MB.
    """

    def __init__(
        self,
        settings: Settings,
        rutas: Sequence[Path],
        mapeos: Sequence[Mapping] = (),
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self.store = Store(settings.datos)
        self.books = files_in(rutas)
        check_sizes(self.books, settings.max_mb)
        self._settings, self._rutas, self._cancelled = settings, rutas, cancelled
        self._given, self._mappings = mapeos, [*mapeos, *remembered(settings)]
        self._tell: Progress = progress or (lambda _step, _share: None)

    def read(self) -> ReadResult:
        """Read the files in a process of their own."""
        memory = self._settings.max_memoria_mb
        return read_isolated(
            self._rutas,
            mappings=self._mappings,
            memory=None if memory is None else memory * 1_000_000,
            progress=lambda step, share: self._tell(step, share * _READING),
            cancelled=self._cancelled,
        )

    def published(self, read: ReadResult, *, fuente: str, withdraw_from: Collection[str] = ()) -> PublishReport:
        """Publish what was read, unless it is in doubt."""
        doubtful = unconfirmed(read.propuestas, self._mappings)
        if doubtful:
            raise UnconfirmedError(self.simulated(read), doubtful)
        self._tell(PUBLISHING, _READING)
        done = self.store.publish(
            read.lecturas,
            fuente=fuente,
            build=_builder(read),
            amend=amender(self._settings),
            hallazgos=read.hallazgos,
            resumen=read.resumen.as_dict(),
            archivos=digests_of(self.books),
            withdraw_from=withdraw_from,
        )
        confirmed = [
            proposal for proposal in read.propuestas if proposal.tablas and is_confirmed(proposal, self._given)
        ]
        if confirmed:
            remember(self._settings, joined_mapping(confirmed))
        self._tell(PUBLISHING, 1.0)
        return _report(
            read,
            done.panel,
            done.standing.parted(done.hallazgos),
            done.changes,
            versions=(done.version_datos, done.version_anterior),
            unchanged=done.unchanged,
        )

    def simulated(self, read: ReadResult) -> PublishReport:
        """Return what publishing would do."""
        plan = self.store.preview(read.lecturas)
        raw, more = _builder(read)(plan.settled)
        panel, judged, lapsed, _ = amender(self._settings)(raw, plan.decisiones)
        found = told_once([*read.hallazgos, *more], judged, panel)
        return _report(
            read,
            panel,
            Standing.of(plan.decisiones, lapsed).parted(found),
            plan.changes,
            versions=(None, plan.base.version if plan.base else None),
            unchanged=plan.base is not None and len(plan.changes.rows) == 0,
        )


def _report(
    read: ReadResult,
    panel: Panel,
    parted: tuple[tuple[Hallazgo, ...], tuple[Decision, ...]],
    changes: Changes,
    *,
    versions: tuple[str | None, str | None],
    unchanged: bool,
) -> PublishReport:
    still, decided = parted
    return PublishReport(
        *versions,
        _summary(read, panel, still),
        changes.as_dict(),
        changes.detalle,
        still,
        unchanged,
        read.propuestas,
        _totals(read),
        decididos=len(decided),
        por_releer=sum(decision.tipo is TipoDecision.RELEER for decision in decided),
    )


def _summary(read: ReadResult, panel: Panel, hallazgos: Sequence[Hallazgo]) -> dict[str, int]:
    grave = sum(h.severidad is not Severidad.INFORMA for h in hallazgos)
    counts = replace(
        read.resumen,
        usuarios=panel.n_usuarios,
        baterias=panel.n_baterias,
        ciclos=panel.n_ciclos,
        errores=grave,
        advertencias=len(hallazgos) - grave,
    )
    return counts.as_dict()


def _totals(read: ReadResult) -> tuple[CicloTotal, ...]:
    people = read.lecturas[read.lecturas["clase"] == USUARIO]
    sums = people.groupby("ciclo", sort=True)["kwh"].agg(["size", "count", "sum"])
    return tuple(
        CicloTotal(str(ciclo), int(size), float(np.round(kwh, 6)) if count else None)
        for ciclo, size, count, kwh in sums.itertuples(name=None)
    )


def _builder(read: ReadResult) -> Build:
    def build(lecturas: pd.DataFrame) -> tuple[Panel, Sequence[Hallazgo]]:
        try:
            return assemble_panel(lecturas)
        except InputError as error:
            raise WorkbookError(error.es, error.en, read.hallazgos) from error

    return build
