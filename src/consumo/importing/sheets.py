"""A workbook's bytes → sheets of typed cells, with the row numbers that Excel shows."""

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import python_calamine

from consumo.domain.errors import WorkbookError
from consumo.domain.hallazgo import Hallazgo

__all__ = ["SUFFIXES", "Sheet", "column_letter", "open_sheets"]

_EXCEL: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_TEXT: Final = (".csv", ".tsv", ".txt", ".csv.gz")
SUFFIXES: Final = _EXCEL + _TEXT
"""Endings of the files that can be read."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet.

    Attributes:
        archivo: name of the file.
        name: name of the sheet; of the file without its ending for text files.
        rows: cells by row from Excel's row 1; each a str, float, int, bool, date, datetime or '' where empty.
        is_text: whether every cell came as text (CSV), so that numbers and dates are still to be read.
    """

    archivo: str
    name: str
    rows: list[list[Any]]
    is_text: bool = False


def column_letter(index: int) -> str:
    """Return Excel's name of the 0-based column: 0 → A, 26 → AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def open_sheets(ruta: Path) -> Iterator[Sheet]:
    """Read the visible sheets of a workbook or text file, one after the other.

    Raises:
        WorkbookError: if the file is missing, empty, protected, damaged or of another kind.
    """
    name = ruta.name.lower()
    if not ruta.is_file():
        _refuse("archivo.no_existe", ruta)
    if ruta.stat().st_size == 0:
        _refuse("archivo.vacio", ruta)
    if name.endswith(_TEXT):
        yield _read_text(ruta)
    elif name.endswith(_EXCEL):
        yield from _read_excel(ruta)
    else:
        _refuse("archivo.tipo_desconocido", ruta, admitidos=", ".join(SUFFIXES))


def _read_excel(ruta: Path) -> Iterator[Sheet]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(ruta)
    except python_calamine.PasswordError:
        _refuse("archivo.protegido", ruta)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        _refuse("archivo.danado", ruta, detalle=str(error))
    for metadata in workbook.sheets_metadata:
        if metadata.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if metadata.visible != python_calamine.SheetVisibleEnum.Visible:
            continue
        try:
            rows = workbook.get_sheet_by_name(metadata.name).to_python(skip_empty_area=False)
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            _refuse("archivo.danado", ruta, detalle=str(error))
        yield Sheet(ruta.name, metadata.name, rows)


def _read_text(ruta: Path) -> Sheet:
    content = ruta.read_bytes()
    if ruta.name.lower().endswith(".gz"):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError) as error:
            _refuse("archivo.danado", ruta, detalle=str(error))
    if content[:2] in {b"PK", b"\xd0\xcf"} or b"\0" in content[:4096]:
        _refuse("archivo.tipo_desconocido", ruta, admitidos=", ".join(SUFFIXES))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    stem = ruta.name.split(".")[0]
    return Sheet(ruta.name, stem, list(csv.reader(io.StringIO(text), delimiter=_delimiter(text))), is_text=True)


def _delimiter(text: str) -> str:
    """Return the separator that splits the first lines most evenly; Spanish Excel writes semicolons."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return max(";\t,|", key=lambda mark: min((line.count(mark) for line in lines), default=0))


def _refuse(codigo: str, ruta: Path, **evidencia: str) -> NoReturn:
    finding = Hallazgo(codigo=codigo, valor=ruta.name, evidencia={"archivo": ruta.name, **evidencia})
    raise WorkbookError(
        f"{finding.message('es')} {finding.suggestion('es')}",
        f"{finding.message('en')} {finding.suggestion('en')}",
        [finding],
    )
