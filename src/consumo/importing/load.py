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
from consumo.importing.layouts import read_table
from consumo.importing.lecturas import USUARIO, Summary, empty_lecturas
from consumo.importing.mapping import Mapping
from consumo.importing.periods import month_named_by
from consumo.importing.proposal import Proposal
from consumo.importing.propose import proposal_of
from consumo.importing.readers import SUFFIXES, open_sheets
from consumo.importing.settle import latest_of_each, qualify_ids, settle_repeats
from consumo.importing.table import Table, find_table

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
) -> ReadResult:
    """Read workbooks into one long table; of two rows of the same usuario and ciclo the later file's counts.

    Args:
        rutas: files or folders.
        hoja: read only this sheet.
        progress: called with the file's name and the share done [0–1].
        mappings: confirmed by a person; each overrides what is detected in the tables of its shape.

    Raises:
        WorkbookError: if a file cannot be read, or none holds a table.
    """
    files = [file for ruta in rutas for file in workbooks_in(ruta)]
    parts: list[pd.DataFrame] = []
    findings: list[Hallazgo] = []
    proposals: list[Proposal] = []
    summary = Summary()
    for nth, file in enumerate(files):
        if progress:
            progress(file.name, nth / len(files))
        tables, found = _tables(file, hoja, mappings)
        proposals.append(proposal_of(file.name, tables, [h.hoja or "" for h in found]))
        findings += found
        lecturas, found, summary = _read_file(tables, summary)
        parts.append(lecturas)
        findings += found
    taken = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0] if parts else empty_lecturas()
    if not (taken["clase"] == USUARIO).any():
        _refuse_all([file.name for file in files] or [str(r) for r in rutas], findings)
    if len(files) > 1:
        taken, found = qualify_ids(taken)
        findings += found
        taken, found = latest_of_each(taken)
        findings += found
    if progress:
        progress("", 1.0)
    summary = _counted(replace(summary, lecturas=len(taken)), findings)
    return ReadResult(taken, tuple(findings), summary, tuple(proposals))


def _read_file(tables: Sequence[Table], summary: Summary) -> tuple[pd.DataFrame, list[Hallazgo], Summary]:
    findings: list[Hallazgo] = []
    by_bateria = sum(month_named_by(t.sheet) is None for t in tables) > 1
    read = [read_table(table, bateria_from_sheet=by_bateria) for table in tables]
    for one in read:
        findings += one.hallazgos
    lecturas = _joined([one.lecturas for one in read])
    lecturas, qualified = qualify_ids(lecturas)
    source = lecturas[["hoja", "fila"]]
    settled, repeats, refused = settle_repeats(lecturas)
    lost = source.index.isin(refused.index)
    tomadas = len(source[~lost].drop_duplicates())
    filas, sin_dato = sum(one.filas for one in read), sum(one.sin_dato for one in read)
    summary = replace(
        summary,
        filas=summary.filas + filas,
        tomadas=summary.tomadas + tomadas,
        rechazadas=summary.rechazadas + filas - tomadas - sin_dato,
        sin_dato=summary.sin_dato + sin_dato,
    )
    masters = [one.master for one in read if one.master is not None]
    return _joined([settled, *masters]), [*findings, *qualified, *repeats], summary


def _tables(file: Path, hoja: str | None, mappings: Sequence[Mapping]) -> tuple[list[Table], list[Hallazgo]]:
    tables, findings = [], []
    for sheet in open_sheets(file):
        if hoja is not None and sheet.name != hoja:
            continue
        table = find_table(sheet, mappings=mappings)
        if table is not None:
            tables.append(table)
        elif sheet.n_rows:
            findings.append(Hallazgo(codigo="hoja.sin_tabla", hoja=sheet.name))
    return tables, findings


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    if not parts:
        return empty_lecturas()
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]


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
