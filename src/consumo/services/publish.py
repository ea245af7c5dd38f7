"""Import workbooks and publish what they say: a whole new version, or nothing."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from consumo.domain.errors import InputError, ParameterError, WorkbookError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import Severidad
from consumo.importing.assemble import assemble_panel
from consumo.importing.isolated import read_isolated
from consumo.importing.load import ReadResult
from consumo.services.amend import amend
from consumo.services.settings import Settings
from consumo.services.workbook_files import check_sizes, digests_of, files_in
from consumo.storage.store import Build, Store

__all__ = ["PublishReport", "import_workbooks", "reload_excel"]

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class PublishReport:
    """What an import did.

    Attributes:
        version_datos: published now; None for a simulation.
        version_anterior: published before; None for the first.
        resumen: counts of rows, lecturas, usuarios, baterias, ciclos, errores, advertencias.
        cambios: counts of nuevas, corregidas, retiradas.
        detalle: one row per change: `cambio, clase, usuario, ciclo, de, a` [kWh].
        hallazgos: the findings of the reading and of the Panel.
        sin_cambios: whether the import said nothing new.
    """

    version_datos: str | None
    version_anterior: str | None
    resumen: dict[str, int]
    cambios: dict[str, int]
    detalle: pd.DataFrame
    hallazgos: tuple[Hallazgo, ...]
    sin_cambios: bool


def import_workbooks(
    settings: Settings, rutas: Sequence[Path], *, progress: Progress | None = None, simular: bool = False
) -> PublishReport:
    """Read workbooks and publish them on top of what there is; with `simular`, only say what would happen.

    Args:
        settings: names the data folder.
        rutas: workbooks or folders of them.
        progress: called with the file's name and the share done [0-1].
        simular: compare with what is published, and write nothing.

    Raises:
        WorkbookError: if a file cannot be read, or what is read does not form a Panel; nothing is published.
        TooLargeError: if a file is over CONSUMO_MAX_MB.
        BusyError, StorageError: from the data folder.
    """
    store = Store(settings.datos)
    books = files_in(rutas)
    check_sizes(books, settings.max_mb)
    if simular:
        return _simulated(store, _read(settings, rutas, progress))
    with store.exclusive():
        read = _read(settings, rutas, progress)
        return _published(store, read, books, fuente=", ".join(r.name for r in rutas))


def reload_excel(settings: Settings) -> PublishReport:
    """Read again what CONSUMO_EXCEL names and publish it; what its workbooks no longer say is withdrawn.

    Rows that came from other workbooks stay, and so do those of a workbook that is no longer in the folder.

    Raises:
        ParameterError: if CONSUMO_EXCEL is not set.
        WorkbookError: if it cannot be read; the old version stays.
        TooLargeError: if a file is over CONSUMO_MAX_MB.
        BusyError, StorageError: from the data folder.
    """
    if settings.excel is None:
        raise ParameterError(
            "CONSUMO_EXCEL", None, "la ruta de un libro o de una carpeta", "the path of a workbook or a folder"
        )
    store = Store(settings.datos)
    books = files_in([settings.excel])
    check_sizes(books, settings.max_mb)
    with store.exclusive():
        read = _read(settings, [settings.excel])
        names = [book.name for book in books]
        return _published(store, read, books, fuente=settings.excel.name, withdraw_from=names)


def _read(settings: Settings, rutas: Sequence[Path], progress: Progress | None = None) -> ReadResult:
    memory = None if settings.max_memoria_mb is None else settings.max_memoria_mb * 1_000_000
    return read_isolated(rutas, memory=memory, progress=progress)


def _published(
    store: Store, read: ReadResult, books: Sequence[Path], *, fuente: str, withdraw_from: Collection[str] = ()
) -> PublishReport:
    done = store.publish(
        read.lecturas,
        fuente=fuente,
        build=_builder(read),
        amend=amend,
        hallazgos=read.hallazgos,
        resumen=read.resumen.as_dict(),
        archivos=digests_of(books),
        withdraw_from=withdraw_from,
    )
    return PublishReport(
        done.version_datos,
        done.version_anterior,
        _summary(read, done.panel, done.hallazgos),
        done.changes.as_dict(),
        done.changes.detalle,
        done.hallazgos,
        done.unchanged,
    )


def _simulated(store: Store, read: ReadResult) -> PublishReport:
    plan = store.preview(read.lecturas)
    raw, more = _builder(read)(plan.settled)
    panel, judged, _ = amend(raw, plan.decisiones)
    found = (*read.hallazgos, *more, *judged)
    return PublishReport(
        None,
        plan.base.version if plan.base else None,
        _summary(read, panel, found),
        plan.changes.as_dict(),
        plan.changes.detalle,
        found,
        plan.base is not None and len(plan.changes.rows) == 0,
    )


def _summary(read: ReadResult, panel: Panel, hallazgos: Sequence[Hallazgo]) -> dict[str, int]:
    grave = sum(h.severidad is not Severidad.INFORMA for h in hallazgos)
    sizes = {"usuarios": panel.n_usuarios, "baterias": panel.n_baterias, "ciclos": panel.n_ciclos}
    return {**read.resumen.as_dict(), **sizes, "errores": grave, "advertencias": len(hallazgos) - grave}


def _builder(read: ReadResult) -> Build:
    def build(lecturas: pd.DataFrame) -> tuple[Panel, Sequence[Hallazgo]]:
        try:
            return assemble_panel(lecturas)
        except InputError as error:
            raise WorkbookError(error.es, error.en, read.hallazgos) from error

    return build
