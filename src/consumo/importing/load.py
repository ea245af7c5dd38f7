"""The door of this package: workbooks in, lecturas or a Panel out, with everything that was noticed on the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from consumo.domain.errors import WorkbookError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import Severidad
from consumo.importing.assemble import assemble_panel
from consumo.importing.lecturas import USUARIO, Summary
from consumo.importing.mapping import Mapping
from consumo.importing.proposal import Proposal
from consumo.importing.propose import proposal_of
from consumo.importing.read_file import FileRows, joined, read_sheets
from consumo.importing.readers import SUFFIXES, open_sheets
from consumo.importing.settle import latest_of_each
from consumo.importing.watch import Watch

__all__ = ["LoadedData", "ReadResult", "load_excel_data", "read_lecturas", "workbooks_in"]

Progress = Callable[[str, float], None]


class LoadedData(NamedTuple):
    """What a workbook amounts to: the Panel, the findings and the summary."""

    panel: Panel
    hallazgos: tuple[Hallazgo, ...]
    resumen: Summary


@dataclass(frozen=True, eq=False)
class ReadResult:
    """What one or several workbooks say, before it is joined with what is already known.

    Attributes:
        lecturas: long rows, one per clase, usuario and ciclo; the columns of `lecturas.COLUMNS`.
        hallazgos: the findings.
        resumen: row counts; the Panel's sizes are still 0.
        propuestas: what was understood of each file; where one is not `certain`, a person should confirm it.
    """

    lecturas: pd.DataFrame
    hallazgos: tuple[Hallazgo, ...]
    resumen: Summary
    propuestas: tuple[Proposal, ...] = ()


def load_excel_data(ruta: str | Path, *, hoja: str | None = None) -> LoadedData:
    """Read, clean and structure a workbook and compute the kWh of every ciclo, the open one included.

    Args:
        ruta: a workbook (.xlsx, .xls, .xlsb, .ods, .csv) or a folder of them.
        hoja: read only this sheet.

    Raises:
        WorkbookError: if nothing in it can be read; its `hallazgos` say why.
    """
    read = read_lecturas([Path(ruta)], hoja=hoja)
    panel, more = assemble_panel(read.lecturas)
    found = (*read.hallazgos, *more)
    sizes = {"usuarios": panel.n_usuarios, "baterias": panel.n_baterias, "ciclos": panel.n_ciclos}
    return LoadedData(panel, found, replace(_counted(read.resumen, found), **sizes))


def workbooks_in(ruta: Path) -> list[Path]:
    """Return the workbooks of a folder in order of name, or the one file that `ruta` is."""
    if not ruta.is_dir():
        return [ruta]
    # Excel keeps `~$name.xlsx` beside an open workbook: it is a lock, not a workbook.
    return sorted(p for p in ruta.iterdir() if p.name.lower().endswith(SUFFIXES) and not p.name.startswith(("~$", ".")))


def read_lecturas(
    rutas: Sequence[Path],
    *,
    hoja: str | None = None,
    progress: Progress | None = None,
    mappings: Sequence[Mapping] = (),
    max_cells: int | None = None,
) -> ReadResult:
    """Read workbooks into one long table; of two rows of the same usuario and ciclo the later file's counts.

    Args:
        rutas: files or folders.
        hoja: read only this sheet.
        progress: called with the file's name and the share done [0–1].
        mappings: confirmed by a person; each overrides what is detected in the tables of its shape.
        max_cells: most filled cells of one file; None = any number.

    Raises:
        WorkbookError: if a file cannot be read, or none holds a table.
    """
    files = [file for ruta in rutas for file in workbooks_in(ruta)]
    read: list[FileRows] = []
    watch = Watch(progress, files=len(files), cells=max_cells)
    for file in files:
        watch.file(file.name)
        sheets = (sheet for sheet in open_sheets(file, watch=watch) if hoja in {None, sheet.name})
        read.append(replace(read_sheets(sheets, mappings=mappings, watch=watch), archivo=file.name))
    findings = [finding for one in read for finding in one.hallazgos]
    taken = joined([one.lecturas for one in read])
    if not (taken["clase"] == USUARIO).any():
        _refuse_all([file.name for file in files] or [str(r) for r in rutas], findings)
    if len(files) > 1:
        taken, found = latest_of_each(taken)
        findings += found
    if progress:
        progress("", 1.0)
    summary = _counted(replace(_added([one.resumen for one in read]), lecturas=len(taken)), findings)
    return ReadResult(taken, tuple(findings), summary, tuple(proposal_of(one) for one in read))


def _added(summaries: Sequence[Summary]) -> Summary:
    """Return the counts of rows of several files together."""
    counts = ("filas", "tomadas", "rechazadas", "sin_dato")
    return Summary(**{name: sum(getattr(one, name) for one in summaries) for name in counts})


def _counted(summary: Summary, findings: Sequence[Hallazgo]) -> Summary:
    grave = sum(h.severidad is not Severidad.INFORMA for h in findings)
    return replace(summary, errores=grave, advertencias=len(findings) - grave)


def _refuse_all(names: list[str], findings: list[Hallazgo]) -> None:
    archivo = ", ".join(names)
    blocking = Hallazgo(codigo="archivo.sin_tabla", valor=archivo, evidencia={"archivo": archivo})
    raise WorkbookError(
        f"{blocking.message('es')} {blocking.suggestion('es')}",
        f"{blocking.message('en')} {blocking.suggestion('en')}",
        [blocking, *findings],
    )
