"""A file's bytes → its sheets, whichever program wrote it; what cannot be opened is refused with one clear finding."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Final, NoReturn

import numpy as np
import python_calamine

from consumo.domain.errors import WorkbookError
from consumo.domain.hallazgo import Hallazgo
from consumo.importing.grid import Column, Sheet
from consumo.importing.html_tables import read_html
from consumo.importing.isolated_limits import memory_is_spent
from consumo.importing.merged import with_merged
from consumo.importing.records import SheetRecords, lost_from
from consumo.importing.text_files import read_text_file
from consumo.importing.watch import Watch
from consumo.importing.what_file import ENDINGS, what_file
from consumo.importing.xls_records import xls_records
from consumo.importing.xlsb_records import xlsb_records
from consumo.importing.xlsx_parts import SheetPart, date_styles, saved_day, shared_texts, sheet_parts
from consumo.importing.xlsx_scan import UnusualXmlError, scan_cells

__all__ = ["SUFFIXES", "open_sheets"]

_UNKNOWN: Final = (
    UnusualXmlError, zipfile.BadZipFile, zlib.error,
    KeyError, ValueError, EOFError, NotImplementedError, RuntimeError, OSError,
)  # fmt: skip
SUFFIXES: Final = tuple(ENDINGS)
"""Endings of the files that can be read."""

_MAX_EXPANDED: Final = 8 << 30  # bytes of all parts: 20 sheets of a million rows
_DAYS_1904: Final = 1462


def open_sheets(ruta: Path, *, watch: Watch | None = None) -> Iterator[Sheet]:
    """Read the sheets of a workbook or text file, one after the other; hidden ones come without their cells.

    Args:
        ruta: the file.
        watch: told how reading goes.

    Raises:
        WorkbookError: if the file is missing, empty, protected, damaged, of another kind or too large.
    """
    watch = watch or Watch()
    if not ruta.is_file():
        _refuse("archivo.no_existe", ruta)
    try:
        if ruta.stat().st_size == 0:
            _refuse("archivo.vacio", ruta)
        with ruta.open("rb") as stream:
            stream.read(1)
    except OSError as error:
        _refuse("archivo.danado", ruta, detalle=error.strerror or type(error).__name__)
    saved = _saved(ruta)
    for sheet in _sheets(ruta, watch):
        watch.sheet(len(sheet.row))
        yield replace(sheet, saved=saved)


def _promised(ruta: Path) -> str | None:
    """Return the kind of file that the ending promises."""
    name = ruta.name.lower()
    return next((ENDINGS[end] for end in sorted(ENDINGS, key=len, reverse=True) if name.endswith(end)), None)


def _sheets(ruta: Path, watch: Watch) -> Iterator[Sheet]:
    promised = _promised(ruta)
    if promised is None:
        _refuse("archivo.tipo_desconocido", ruta, admitidos=", ".join(SUFFIXES))
    found = what_file(ruta) or promised
    misnamed = found != promised
    for nth, sheet in enumerate(_read_as(found, ruta, watch, misnamed=misnamed)):
        yield replace(sheet, really=found) if nth == 0 and misnamed else sheet


def _read_as(kind: str, ruta: Path, watch: Watch, *, misnamed: bool) -> Iterator[Sheet]:
    if kind == "csv":
        yield from _text(ruta)
    elif kind == "html":
        yield from _html(ruta)
    elif kind == "protegido":
        _refuse("archivo.protegido", ruta)
    elif kind == "xml2003":
        _refuse("archivo.xml_antiguo", ruta)
    elif kind == "xlsx":
        yield from _xlsx(ruta, watch, misnamed=misnamed)
    else:
        yield from _calamine(ruta, misnamed=misnamed, records=_followed(kind, ruta))


def _html(ruta: Path) -> Iterator[Sheet]:
    sheets = read_html(ruta)
    if not sheets:
        _refuse("archivo.danado", ruta, detalle="HTML sin tablas")
    yield from sheets


def _followed(kind: str, ruta: Path) -> list[SheetRecords]:
    """Follow the records of a binary workbook: calamine passes over damage in them, or aborts the process."""
    try:
        return xlsb_records(ruta) if kind == "xlsb" else xls_records(ruta) if kind == "xls" else []
    except (zipfile.BadZipFile, zlib.error, OSError) as error:
        _refuse("archivo.danado", ruta, detalle=str(error))
    except _UNKNOWN:
        return []  # protected and unusual ones: the general reader tells them apart


def _saved(ruta: Path) -> date:
    """Return the day on which a program says that it saved the workbook, else the file's own day."""
    try:
        with zipfile.ZipFile(ruta) as archive:
            day = saved_day(archive)
    except _UNKNOWN:
        day = None
    return day or datetime.fromtimestamp(ruta.stat().st_mtime, tz=UTC).date()


def _text(ruta: Path) -> Iterator[Sheet]:
    try:
        sheet = read_text_file(ruta)
    except (OSError, EOFError, ValueError) as error:
        _refuse("archivo.danado", ruta, detalle=str(error))
    if sheet is None:
        _refuse("archivo.tipo_desconocido", ruta, admitidos=", ".join(SUFFIXES))
    yield sheet


def _xlsx(ruta: Path, watch: Watch, *, misnamed: bool) -> Iterator[Sheet]:
    """Read with the fast scanner; from the first sheet that it does not know on, with the general reader."""
    done = 0
    try:
        with zipfile.ZipFile(ruta) as archive:
            expanded = sum(part.file_size for part in archive.infolist())
            if expanded > _MAX_EXPANDED:
                _refuse("archivo.demasiado_grande", ruta, bytes=expanded, maximo=_MAX_EXPANDED)
            parts, from_1904 = sheet_parts(archive)
            styles, shared = date_styles(archive), shared_texts(archive)
            watch.expect(sum(archive.getinfo(part.part).file_size for part in parts if not part.hidden))
            for part in parts:
                if part.hidden:
                    sheet = _hidden(ruta, part.name)
                else:
                    sheet = _scan(ruta, archive, part, (styles, shared, from_1904), watch)
                done += 1
                yield sheet
    except _UNKNOWN:
        # Protected and damaged files end up here too: calamine tells them apart.
        for nth, sheet in enumerate(_calamine(ruta, misnamed=misnamed)):
            if nth >= done:
                yield sheet


def _scan(
    ruta: Path,
    archive: zipfile.ZipFile,
    part: SheetPart,
    book: tuple[np.ndarray, list[str], bool],
    watch: Watch,
) -> Sheet:
    styles, shared, from_1904 = book
    with archive.open(part.part) as stream:
        epoch = _DAYS_1904 if from_1904 else 0
        found = scan_cells(watch.reading(stream.read), shared=shared, date_styles=styles, epoch=epoch)
    cells = Column(found.kind, found.number, found.code, np.array([*found.texts, ""], dtype=object))
    return with_merged(Sheet.from_cells(ruta.name, part.name, (found.row, found.col), cells), found.merged)


def _hidden(ruta: Path, name: str) -> Sheet:
    return replace(Sheet.from_rows(ruta.name, name, []), hidden=True)


def _calamine(ruta: Path, *, misnamed: bool = False, records: Sequence[SheetRecords] = ()) -> Iterator[Sheet]:
    with _damage_is_said(ruta):
        workbook = _opened(ruta, misnamed=misnamed)
        sheets = workbook.sheets_metadata
    for metadata, followed in zip_longest(sheets, records[: len(sheets)]):
        if metadata.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if metadata.visible != python_calamine.SheetVisibleEnum.Visible:
            yield _hidden(ruta, metadata.name)
            continue
        with _damage_is_said(ruta):
            sheet = workbook.get_sheet_by_name(metadata.name)
            rows = sheet.to_python(skip_empty_area=False)
            merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
        lost = lost_from(followed, rows) if followed is not None else 0
        yield replace(with_merged(Sheet.from_rows(ruta.name, metadata.name, rows), merged), lost=lost)


def _opened(ruta: Path, *, misnamed: bool) -> python_calamine.CalamineWorkbook:
    """Open by the ending, which tells a password from damage; by the bytes where the ending is another's."""
    if not misnamed:
        return python_calamine.CalamineWorkbook.from_path(ruta)
    with ruta.open("rb") as stream:
        return python_calamine.CalamineWorkbook.from_filelike(stream)


@contextmanager
def _damage_is_said(ruta: Path) -> Iterator[None]:
    """Turn what the Rust reader raises into a finding; where it panics on damaged bytes too."""
    try:
        yield
    except python_calamine.PasswordError:
        _refuse("archivo.protegido", ruta)
    except (python_calamine.CalamineError, OSError, ValueError, ArithmeticError) as error:
        _refuse("archivo.danado", ruta, detalle=str(error))
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3 gives no class to name, and derives it from BaseException
            raise
        if memory_is_spent():  # a panic is also what it makes of an allocation that fails
            raise MemoryError from error
        _refuse("archivo.danado", ruta, detalle=str(error).partition("\n")[0])


def _refuse(codigo: str, ruta: Path, **evidencia: object) -> NoReturn:
    finding = Hallazgo(codigo=codigo, valor=ruta.name, evidencia={"archivo": ruta.name, **evidencia})
    raise WorkbookError(
        f"{finding.message('es')} {finding.suggestion('es')}",
        f"{finding.message('en')} {finding.suggestion('en')}",
        [finding],
    )
