"""Import workbooks and publish what they say: a whole new version, or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from consumo.critica.critique import critique
from consumo.domain.errors import InputError, ParameterError, WorkbookError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.importing.assemble import assemble_panel
from consumo.importing.load import ReadResult, read_lecturas
from consumo.services.settings import Settings
from consumo.storage.store import Published, Store

__all__ = ["PublishReport", "import_workbooks", "reload_excel"]

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class PublishReport:
    """What an import did.

    Attributes:
        version_datos, version_anterior: published now and before; None for a simulation, or the first.
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

    Raises:
        WorkbookError: if a file cannot be read; nothing is published.
        BusyError, StorageError: from the data folder.
    """
    read = read_lecturas(rutas, progress=progress)
    if simular:
        return _simulated(read)
    return _published(settings, read, fuente=", ".join(r.name for r in rutas), withdraw_from=None)


def reload_excel(settings: Settings) -> PublishReport:
    """Read again what CONSUMO_EXCEL names and publish it; what the workbook no longer says is withdrawn.

    Raises:
        ParameterError: if CONSUMO_EXCEL is not set.
        WorkbookError: if it cannot be read; the old version stays.
    """
    if settings.excel is None:
        raise ParameterError(
            "CONSUMO_EXCEL", None, "la ruta de un libro o de una carpeta", "the path of a workbook or a folder"
        )
    read = read_lecturas([settings.excel])
    name = None if settings.excel.is_dir() else settings.excel.name
    return _published(settings, read, fuente=settings.excel.name, withdraw_from=name)


def _published(settings: Settings, read: ReadResult, *, fuente: str, withdraw_from: str | None) -> PublishReport:
    done: Published = Store(settings.datos).publish(
        read.lecturas,
        fuente=fuente,
        build=_build,
        hallazgos=read.hallazgos,
        resumen=read.resumen.as_dict(),
        withdraw_from=withdraw_from,
    )
    return PublishReport(
        done.version_datos,
        done.version_anterior,
        _sized(read, done.panel),
        done.changes.as_dict(),
        done.changes.detalle,
        done.hallazgos,
        done.unchanged,
    )


def _simulated(read: ReadResult) -> PublishReport:
    panel, found = _build(read.lecturas)
    counts = {"nuevas": len(read.lecturas), "corregidas": 0, "retiradas": 0}
    return PublishReport(
        None, None, _sized(read, panel), counts, pd.DataFrame(), (*read.hallazgos, *found), sin_cambios=False
    )


def _sized(read: ReadResult, panel: Panel) -> dict[str, int]:
    sizes = {"usuarios": panel.n_usuarios, "baterias": panel.n_baterias, "ciclos": panel.n_ciclos}
    return {**read.resumen.as_dict(), **sizes}


def _build(lecturas: pd.DataFrame) -> tuple[Panel, Sequence[Hallazgo]]:
    try:
        panel, found = assemble_panel(lecturas)
    except InputError as error:
        raise WorkbookError(error.es, error.en) from error
    return panel, (*found, *critique(panel))
