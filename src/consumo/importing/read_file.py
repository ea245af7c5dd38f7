"""The sheets of one file → its lecturas, settled: views put apart, repeated rows taken once, each row accounted for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.baterias import read_with_baterias
from consumo.importing.columns_below import has_figures
from consumo.importing.doubts import doubts_of
from consumo.importing.find import find_tables
from consumo.importing.grid import Sheet
from consumo.importing.layouts import TableRows
from consumo.importing.lecturas import Summary, empty_lecturas
from consumo.importing.mapping import Mapping
from consumo.importing.settle import settle_repeats
from consumo.importing.table import Table
from consumo.importing.times import time_in
from consumo.importing.views import apart_from_views
from consumo.importing.watch import Watch

__all__ = ["FileRows", "joined", "read_sheets"]

_DAMAGE: Final = frozenset({"archivo.filas_perdidas", "archivo.celdas_de_mas"})
_MANY: Final = 0.1  # share of the rows that contradict others, from which a person should look
_TITLES: Final = 4  # rows above a header that may be its titles


@dataclass(eq=False)
class FileRows:
    """What one file gives.

    Attributes:
        archivo: its name.
        tables: the tables that count, as they were read.
        lecturas: their long rows, one per clase, usuario and ciclo.
        hallazgos: everything not taken over as it stands.
        doubts: what a person should settle first.
        without_table: names of the sheets in which no table was found.
        resumen: counts of rows.
    """

    archivo: str = ""
    tables: list[Table] = field(default_factory=list)
    lecturas: pd.DataFrame = field(default_factory=empty_lecturas)
    hallazgos: list[Hallazgo] = field(default_factory=list)
    doubts: list[Hallazgo] = field(default_factory=list)
    without_table: list[str] = field(default_factory=list)
    resumen: Summary = field(default_factory=Summary)


def read_sheets(sheets: Iterable[Sheet], *, mappings: Sequence[Mapping] = (), watch: Watch | None = None) -> FileRows:
    """Read the sheets of one file.

    Args:
        sheets: one after the other.
        mappings: confirmed by a person; each overrides what is detected in the tables of its shape.
        watch: told how it goes.
    """
    watch = watch or Watch()
    out = FileRows()
    tables: list[Table] = []
    for sheet in sheets:
        out.archivo = sheet.archivo
        found = find_tables(sheet, mappings=mappings)
        tables += [table for table in found if not table.foreign]
        out.hallazgos += _about_sheet(sheet, found)
        if sheet.n_rows and not found:
            out.without_table.append(sheet.name)
    watch.understood(0.2)
    read = read_with_baterias(tables)
    watch.understood(0.7)
    views = apart_from_views(read, out.archivo)
    out.tables = [one.table for one in views.kept]
    for one in views.kept:
        out.hallazgos += one.hallazgos
    damage = [finding for finding in out.hallazgos if finding.codigo in _DAMAGE]
    out.doubts = [*damage, *doubts_of(views.kept), *views.doubts, *_months_missing(out.hallazgos, out.tables)]
    out.hallazgos += views.hallazgos
    said = {id(finding) for finding in out.hallazgos}
    out.hallazgos += [doubt for doubt in out.doubts if id(doubt) not in said]
    _settle(out, views.kept, views.dropped)
    watch.understood(1.0)
    return out


def _months_missing(hallazgos: Sequence[Hallazgo], tables: Sequence[Table]) -> list[Hallazgo]:
    """Ask about sheets that were not understood where others are called by their month or year as they are."""
    if not any(time_in(table.sheet.name) for table in tables):
        return []
    unread = [finding.hoja for finding in hallazgos if finding.codigo == "hoja.sin_tabla"]
    return [Hallazgo(codigo="propuesta.hoja_sin_leer", hoja=name) for name in unread if name and time_in(name)]


def _about_sheet(sheet: Sheet, found: Sequence[Table]) -> list[Hallazgo]:
    """Say of a sheet that it has no table, is about something else than energy, or is not whole."""
    cut = [Hallazgo(codigo="archivo.texto_cortado", valor=sheet.archivo, fila=sheet.n_rows)] if sheet.cut else []
    if sheet.quote_open:
        cut.append(Hallazgo(codigo="archivo.comilla_abierta", valor=sheet.archivo, fila=sheet.quote_open))
    if sheet.longer[0]:
        first, many = sheet.longer
        cut.append(Hallazgo(codigo="archivo.celdas_de_mas", valor=sheet.archivo, fila=first, veces=many))
    if sheet.lost:
        cut.append(Hallazgo(codigo="archivo.filas_perdidas", hoja=sheet.name, fila=sheet.lost, valor=sheet.archivo))
    other = [_of_another_kind(sheet)] if sheet.really else []
    return [*other, *cut, *_about_tables(sheet, found)]


def _of_another_kind(sheet: Sheet) -> Hallazgo:
    return Hallazgo(codigo="archivo.otra_extension", valor=sheet.archivo, evidencia={"formato": sheet.really})


def _about_tables(sheet: Sheet, found: Sequence[Table]) -> list[Hallazgo]:
    if sheet.hidden:
        return [Hallazgo(codigo="hoja.oculta", hoja=sheet.name)]
    if not found:  # a page of instructions has nothing to be accounted for
        return [Hallazgo(codigo="hoja.sin_tabla", hoja=sheet.name)] if has_figures(sheet) else []
    outside = _rows_outside(sheet, found)
    if len(outside):
        return [Hallazgo(codigo="hoja.filas_fuera", hoja=sheet.name, fila=int(outside[0]) + 1, veces=len(outside))]
    foreign = [table for table in found if table.foreign]
    if len(foreign) < len(found) or not foreign:
        return []
    return [Hallazgo(codigo="hoja.otra_magnitud", hoja=sheet.name, valor=foreign[0].foreign)]


def _rows_outside(sheet: Sheet, found: Sequence[Table]) -> NDArray[np.intp]:
    """Return the rows below the first header that are in no table: every row is accounted for."""
    seen = np.zeros(sheet.n_rows, np.bool_)
    seen[: min((min(table.header, default=table.span[0]) for table in found), default=0)] = True
    for table in found:
        start, stop = table.span
        seen[start:stop] = True
        seen[list(table.header)] = True
        seen[max(0, min(table.header, default=0) - _TITLES) : start] = True
    return np.flatnonzero(sheet.has_content & ~seen)


def _settle(out: FileRows, kept: Sequence[TableRows], dropped: Sequence[TableRows]) -> None:
    parts = [one.lecturas.assign(_tabla=nth) for nth, one in enumerate(kept)]
    lecturas = joined(parts)
    source = lecturas[["_tabla", "fila"]] if len(lecturas) else lecturas[["hoja", "fila"]]
    settled, repeats, refused = settle_repeats(lecturas.drop(columns="_tabla", errors="ignore"))
    lost = source.index.isin(refused.index)
    tomadas = len(source[~lost].drop_duplicates())
    filas = sum(one.filas for one in kept)
    elsewhere = sum(one.filas for one in dropped)
    sin_dato = sum(one.sin_dato for one in kept)
    masters = [one.masters for one in kept if len(one.masters)]
    out.lecturas = joined([settled, *masters])
    out.hallazgos += repeats
    if len(refused) >= _MANY * len(lecturas):  # a log of days or of purchases is no list of readings written twice
        out.doubts += [finding for finding in repeats if finding.codigo == "lectura.duplicada"][:1]
    out.resumen = Summary(
        filas=filas + elsewhere,
        tomadas=tomadas,
        rechazadas=filas - tomadas - sin_dato,
        sin_dato=sin_dato + elsewhere,
    )


def joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return long rows together."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return empty_lecturas()
    return pd.concat(filled, ignore_index=True) if len(filled) > 1 else filled[0]
