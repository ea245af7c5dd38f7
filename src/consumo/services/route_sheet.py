"""The route sheet: a workbook to print or to fill in on the phone, with what each register is expected to show."""

import io
from datetime import date
from typing import Any, Final

import numpy as np
import xlsxwriter

from consumo.domain.errors import InputError
from consumo.domain.vocabulary import Idioma
from consumo.services.dataset import Dataset
from consumo.services.route_rows import Route, Solo, route_of

__all__ = ["route_sheet"]

_MOST_ROWS: Final = 1_000_000
_MOST_BREAKS: Final = 1000
_HEAD: Final = 4
"""Rows above the table's own header: title, date, version, a blank one."""

_COLUMNS: Final = (
    # Key, width, heading in Spanish and English.
    ("bateria", 14, "Batería", "Bateria"),
    ("usuario", 12, "Usuario", "Usuario"),
    ("nombre", 24, "Nombre", "Name"),
    ("medidor", 14, "Medidor", "Meter"),
    ("fecha", 11, "Leído el", "Read on"),
    ("anterior", 11, "Anterior", "Previous"),
    ("minimo", 11, "Espera desde", "Expect from"),
    ("maximo", 11, "hasta", "to"),
    ("lectura", 12, "Lectura", "Reading"),
    ("dia", 11, "Fecha", "Date"),
    ("aviso", 34, "Aviso", "Note"),
    ("observacion", 22, "Observación", "Remarks"),
)
_PLACE: Final = {key: k for k, (key, *_) in enumerate(_COLUMNS)}


def route_sheet(
    dataset: Dataset, idioma: Idioma, *, bateria: str | None = None, solo: Solo = "todos", fecha: date | None = None
) -> bytes:
    """Return the workbook of a round of readings (see `route_rows.route_of`).

    A reading outside of what is expected turns red as it is typed. Names that begin with = + - @ stay texts.

    Raises:
        NotFoundError: if there is no such bateria.
        InputError: if there are more usuarios than a sheet holds.
    """
    route = route_of(dataset, idioma, bateria=bateria, solo=solo, fecha=fecha)
    if len(route.rows) > _MOST_ROWS:
        raise InputError(
            f"Son {len(route.rows)} usuarios y caben {_MOST_ROWS} en una hoja: pida una batería.",
            f"There are {len(route.rows)} usuarios and a sheet holds {_MOST_ROWS}: ask for one bateria.",
        )
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Hoja de ruta" if idioma is Idioma.ES else "Route sheet")
        formats = _formats(book)
        _head(sheet, formats, dataset.version_datos, route, bateria, idioma)
        _rows(sheet, formats, route)
        _rules(sheet, formats, len(route.rows))
        _print_setup(sheet, route)
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "border_color": "#9AA5B1", "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "plain": book.add_format({}),
        "head": book.add_format({**edge, "bold": True, "bg_color": "#E8EEF4", "text_wrap": True}),
        "text": book.add_format({**edge, "num_format": "@"}),
        "note": book.add_format({**edge, "num_format": "@", "text_wrap": True, "font_size": 9}),
        "number": book.add_format({**edge, "num_format": "#,##0.###"}),
        "day": book.add_format({**edge, "num_format": "yyyy-mm-dd"}),
        "blank": book.add_format({**edge, "num_format": "#,##0.###", "bg_color": "#FFFBE6"}),
        "wrong": book.add_format({"bg_color": "#F8C9C4", "font_color": "#8A1C12"}),
    }


def _head(sheet: Any, formats: dict[str, Any], version: str, route: Route, bateria: str | None, idioma: Idioma) -> None:
    english = idioma is Idioma.EN
    title = ("Route sheet" if english else "Hoja de ruta") + (f" — {bateria}" if bateria is not None else "")
    when = "Expected readings on" if english else "Lecturas esperadas el"
    of = "Data" if english else "Datos"
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(1, 0, f"{when} {route.fecha.isoformat()} · {len(route.rows)} usuarios", formats["plain"])
    sheet.write_string(2, 0, f"{of}: {version}", formats["plain"])
    for place, (_, width, es, en) in enumerate(_COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(_HEAD, place, en if english else es, formats["head"])


def _rows(sheet: Any, formats: dict[str, Any], route: Route) -> None:
    panel, expected = route.panel, route.esperado
    texts = {
        "bateria": panel.baterias[panel.bateria_of[route.rows]].tolist(),
        "usuario": panel.usuarios[route.rows].tolist(),
        "nombre": panel.nombres[route.rows].tolist(),
        "medidor": panel.medidores[route.rows].tolist(),
        "aviso": [route.avisos.get(row, "") for row in route.rows.tolist()],
    }
    numbers = {"anterior": expected.lectura, "minimo": expected.lectura_min, "maximo": expected.lectura_max}
    for name, values in texts.items():
        style = formats["note" if name == "aviso" else "text"]
        for k, value in enumerate(values):
            sheet.write_string(_HEAD + 1 + k, _PLACE[name], value, style)
    for name, known in numbers.items():
        for k, number in enumerate(known.tolist()):
            _number(sheet, _HEAD + 1 + k, _PLACE[name], number, formats["number"])
    for k, day in enumerate(expected.fecha.astype(object).tolist()):
        if day is None:
            sheet.write_blank(_HEAD + 1 + k, _PLACE["fecha"], None, formats["day"])
        else:
            sheet.write_datetime(_HEAD + 1 + k, _PLACE["fecha"], day, formats["day"])
        for name, style in (("lectura", "blank"), ("dia", "day"), ("observacion", "text")):
            sheet.write_blank(_HEAD + 1 + k, _PLACE[name], None, formats[style])


def _number(sheet: Any, row: int, column: int, value: float, style: Any) -> None:
    if np.isfinite(value):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_blank(row, column, None, style)


def _rules(sheet: Any, formats: dict[str, Any], n: int) -> None:
    """Turn a reading red that is outside of what was expected; where the register may go past its end, in between."""
    if n == 0:
        return
    first = _HEAD + 1
    low, high, read = (f"${'ABCDEFGHIJKL'[_PLACE[name]]}{first + 1}" for name in ("minimo", "maximo", "lectura"))
    outside = f"IF({low}<={high},OR({read}<{low},{read}>{high}),AND({read}<{low},{read}>{high}))"
    sheet.conditional_format(
        first, _PLACE["lectura"], first + n - 1, _PLACE["lectura"],
        {
            "type": "formula",
            "criteria": f'=AND({read}<>"",ISNUMBER({low}),ISNUMBER({high}),{outside})',
            "format": formats["wrong"],
        },
    )  # fmt: skip


def _print_setup(sheet: Any, route: Route) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_print_scale(74)  # all columns on one page; "fit to page" would ignore the breaks between baterias
    sheet.repeat_rows(_HEAD)
    sheet.freeze_panes(_HEAD + 1, _PLACE["nombre"])
    sheet.set_footer("&L&F&R&P / &N")
    groups = route.panel.bateria_of[route.rows]
    starts = np.flatnonzero(groups[1:] != groups[:-1]) + 1
    sheet.set_h_pagebreaks((starts[:_MOST_BREAKS] + _HEAD + 1).tolist())
