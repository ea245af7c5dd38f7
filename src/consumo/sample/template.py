"""The empty workbook to fill in: the canonical columns, each with what it takes, and a sheet that explains them."""

import io
from datetime import date
from typing import Any, Final

import xlsxwriter

from consumo.domain.vocabulary import CANONICAL_COLUMNS, TipoLectura
from consumo.sample.table import TOTALIZADOR_COLUMNS

__all__ = ["ROWS", "write_template"]

ROWS: Final = 5000
"""Rows below the headers that check what is typed into them."""

_WIDTHS: Final = {"nombre": 30, "bateria": 18, "observacion": 30, "fecha_anterior": 15, "fecha_actual": 15}
_HELP: Final[dict[str, str]] = {
    "usuario": "Quién. Se guarda como se escribe: 0012 y 12 son dos usuarios.",
    "nombre": "Opcional.",
    "bateria": "El banco de medidores al que pertenece. Opcional si hay uno solo.",
    "medidor": "Número del medidor. Opcional, pero dice cuándo se cambió.",
    "ciclo": "Período de facturación: 2025-09.",
    "fecha_anterior": "Día de la lectura anterior.",
    "fecha_actual": "Día de esta lectura; posterior a la anterior.",
    "lectura_anterior": "Lo que mostraba el medidor. Vacía si no se leyó; nunca 0.",
    "lectura_actual": "Lo que muestra el medidor. Vacía si no se pudo leer; nunca 0.",
    "factor": "Factor de multiplicación; vacío o 1 si no hay transformadores.",
    "consumo_kwh": "Opcional: se calcula, (actual - anterior) x factor.",
    "tipo_lectura": "real o estimada. Vacío es real.",
    "digitos": "Cifras del medidor, para reconocer la vuelta a cero.",
    "observacion": "Lo que haga falta decir.",
}
_NOT_NEGATIVE: Final = {"validate": "decimal", "criteria": ">=", "value": 0}
_CHECKS: Final[dict[str, dict[str, Any]]] = {
    "fecha_anterior": {
        "validate": "date",
        "criteria": "between",
        "minimum": date(1990, 1, 1),
        "maximum": date(2099, 12, 31),
    },
    "fecha_actual": {"validate": "date", "criteria": ">"},
    "lectura_anterior": _NOT_NEGATIVE,
    "lectura_actual": _NOT_NEGATIVE,
    "consumo_kwh": _NOT_NEGATIVE,
    "factor": {"validate": "decimal", "criteria": ">", "value": 0},
    "tipo_lectura": {"validate": "list", "source": [kind.value for kind in TipoLectura]},
    "digitos": {"validate": "integer", "criteria": "between", "minimum": 3, "maximum": 12},
}
_TEXTS: Final = frozenset({"usuario", "nombre", "bateria", "medidor", "ciclo", "observacion"})
_LINES: Final = (
    "Cómo llenar este libro",
    "",
    "Hoja Lecturas: una fila por usuario y ciclo. Los encabezados se quedan como están.",
    "Hoja Totalizadores (opcional): el medidor que alimenta cada batería, para calcular la pérdida.",
    "Basta con usuario, ciclo y las dos lecturas; o usuario, ciclo y consumo_kwh.",
    "Una lectura que falta se deja vacía: 0 quiere decir que no se consumió nada.",
    "Cambio de medidor: dos filas del mismo usuario y ciclo, una por medidor.",
    "Corregir: cambie la fila, guarde e importe de nuevo; lo que no cambió queda igual.",
    "",
    "Columnas",
)
_ENGLISH: Final = (
    "",
    "English: one row per usuario (customer) and ciclo (billing cycle, like 2025-09) in the sheet Lecturas; the two",
    "readings of the register with their dates, or the consumption in kWh. Leave what was not read empty, never 0.",
    "The sheet Totalizadores (optional) holds the master meter of each bateria (bank of meters).",
)


def write_template() -> bytes:
    """Return the workbook: sheets `Lecturas`, `Totalizadores` and `Instrucciones`."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        _fill_in_sheet(book, "Lecturas", CANONICAL_COLUMNS)
        _fill_in_sheet(book, "Totalizadores", TOTALIZADOR_COLUMNS)
        _instructions(book)
    return buffer.getvalue()


def _fill_in_sheet(book: Any, name: str, columns: tuple[str, ...]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "number": book.add_format({"num_format": "0.###"}),
    }
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, columns, head)
    for place, column in enumerate(columns):
        kind = "text" if column in _TEXTS else "day" if column.startswith("fecha") else "number"
        sheet.set_column(place, place, _WIDTHS.get(column, 14), formats[kind])
        sheet.data_validation(1, place, ROWS, place, _rule(column, columns))


def _rule(column: str, columns: tuple[str, ...]) -> dict[str, Any]:
    """Return what Excel checks in a column, and what it says where the cell is chosen."""
    rule = dict(_CHECKS.get(column, {"validate": "any"}))
    if column == "fecha_actual":
        rule["value"] = f"={chr(ord('A') + columns.index('fecha_anterior'))}2"
    if column in _CHECKS:
        rule |= {"error_title": column, "error_message": _HELP[column], "error_type": "stop"}
    return {**rule, "input_title": column, "input_message": _HELP[column], "ignore_blank": True}


def _instructions(book: Any) -> None:
    sheet = book.add_worksheet("Instrucciones")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    bold = book.add_format({"bold": True})
    row = 0
    for line in _LINES:
        sheet.write_string(row, 0, line, bold if row in {0, len(_LINES) - 1} else None)
        row += 1
    for column, meaning in _HELP.items():
        sheet.write_string(row, 0, column)
        sheet.write_string(row, 1, meaning)
        row += 1
    for line in _ENGLISH:
        sheet.write_string(row, 0, line)
        row += 1
